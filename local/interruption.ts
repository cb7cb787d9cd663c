import { once } from 'node:events';

/** The shell's convention: 128 and the signal's number. */
const STATUS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type EndingSignal = keyof typeof STATUS;

/** How long the work may take to close what it has opened. */
const TIDY_MS = 10_000;

/**
 * A signal that comes again so soon is the same one. A Ctrl-C goes to every process of the terminal, and npm passes the one
 * that it gets on to the command, which so gets two (npm's @npmcli/run-script, lib/signal-manager.js).
 */
const SAME_SIGNAL_MS = 1_000;

const PARENT_CHECK_MS = 500;

/** The reason of the interruption, and what the work is rejected with. */
export class InterruptedError extends Error {
  override name = 'InterruptedError';
  readonly status: number;

  constructor(signal: EndingSignal) {
    super(`Stopped by ${signal}`);
    this.status = STATUS[signal];
  }
}

/**
 * Runs a command's work until it ends, or until SIGINT, SIGTERM or SIGHUP aborts its `interruption`: then it has to close
 * what it has opened, and to reject, or to return if this is how it is meant to end. A second signal ends the process at
 * once, and so does work that takes longer than ten seconds to close.
 *
 * What made the work reject is handed to `failed` as a sentence. The exit status is then 1, or after a signal that one's:
 * whatever else goes wrong after a signal is its consequence.
 */
export async function runInterruptibly(
  work: (interruption: AbortSignal) => Promise<void>,
  failed: (message: string) => void,
): Promise<void> {
  const interruption = listen();
  try {
    await work(interruption);
  } catch (error) {
    const cause: unknown = interruption.aborted ? interruption.reason : error;
    process.exitCode = cause instanceof InterruptedError ? cause.status : 1;
    failed(cause instanceof Error ? cause.message : String(cause));
  }
  // What the work has left behind, a call that is tried again or a timer, would keep the process alive.
  if (interruption.aborted) process.exit();
}

export async function onceAborted(interruption: AbortSignal): Promise<void> {
  if (!interruption.aborted) await once(interruption, 'abort');
}

/**
 * What the work comes to, or the interruption if that is first. The work then goes on until what it needs is closed;
 * no one hears of its error.
 */
export async function unlessInterrupted<T>(interruption: AbortSignal, work: () => Promise<T>): Promise<T> {
  interruption.throwIfAborted();
  const interrupted = onceAborted(interruption).then(() => Promise.reject(interruption.reason));
  return await Promise.race([work(), interrupted]);
}

function listen(): AbortSignal {
  const interruption = new AbortController();
  let first: { signal: EndingSignal; at: number } | undefined;
  const onSignal = (signal: EndingSignal) => {
    if (first === undefined) {
      first = { signal, at: Date.now() };
      interruption.abort(new InterruptedError(signal));
      process.stderr.write('Stopping…\n');
      setTimeout(() => endAtOnce(signal, `Not all of it stopped within ${TIDY_MS / 1000} s`), TIDY_MS);
    } else if (signal !== first.signal || Date.now() >= first.at + SAME_SIGNAL_MS) {
      endAtOnce(signal, 'Stopped at once');
    }
  };
  for (const signal of Object.keys(STATUS) as EndingSignal[]) process.on(signal, onSignal);
  // npm's shell dies of a SIGTERM to npm, and leaves the command without anyone who would end it.
  const parent = process.ppid;
  const isOrphan = () => process.env.npm_lifecycle_event !== undefined && process.ppid !== parent;
  setInterval(() => isOrphan() && first === undefined && onSignal('SIGHUP'), PARENT_CHECK_MS).unref();
  // No one reads any more: the terminal is gone, which SIGHUP means too, or the program behind the pipe.
  for (const output of [process.stdout, process.stderr]) {
    output.on('error', () => {
      if (first === undefined) onSignal('SIGHUP');
    });
  }
  return interruption.signal;
}

function endAtOnce(signal: EndingSignal, why: string): void {
  process.stderr.write(`${why}; temporary folders may be left.\n`);
  process.exit(STATUS[signal]);
}
