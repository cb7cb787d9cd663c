import { endAtOnce, seeToInterrupts } from '../interruption.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs what has something to put back before dxm may end: a first Ctrl-C aborts the signal that it is given, and waits; a second
 * ends dxm at once.
 *
 * @throws AbortError once it has ended, if it was interrupted
 */
export async function interruptible<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const interruption = new AbortController();
  const interrupt = () => {
    if (interruption.signal.aborted) endAtOnce();
    interruption.abort();
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
  }
}
