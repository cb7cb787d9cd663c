const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const PARENT_CHECK_MS = 500;

/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP, and when no one can read the output any more. Further signals change
 * nothing: npm passes the Ctrl-C on that the terminal has sent already (npm's @npmcli/run-script, lib/signal-manager.js).
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve());
    for (const output of [process.stdout, process.stderr]) output.on('error', () => resolve());
    if (process.env.npm_lifecycle_event !== undefined) onceOrphaned(resolve);
  });
}

/** The shell between npm and this process dies of a SIGTERM to npm, and passes it on to no one. */
function onceOrphaned(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), PARENT_CHECK_MS).unref();
}
