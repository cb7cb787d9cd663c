import { endAtOnce, sayInstead, seeToInterrupts } from '../interruption.ts';

/** How long no one asks whether Ctrl-C was seen, in milliseconds. */
const PATIENCE = 1_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs what has something to put back before dxm may end: a first Ctrl-C aborts the signal that it is given, and waits; a second
 * ends dxm at once.
 *
 * @throws AbortError once it has ended, if it was interrupted
 */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const interruption = new AbortController();
  let slow: NodeJS.Timeout | undefined;
  const interrupt = () => {
    if (interruption.signal.aborted) endAtOnce();
    interruption.abort();
    slow = setTimeout(sayInstead, PATIENCE, 'Waiting for what is under way. Ctrl-C again ends dxm at once.').unref();
  };
  const seenTo = seeToInterrupts();
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    const result = await work(interruption.signal);
    interruption.signal.throwIfAborted();
    return result;
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
    seenTo();
    clearTimeout(slow);
  }
}
