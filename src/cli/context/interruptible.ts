import { endAtOnce, sayInstead, seeToInterrupts } from '../interruption.ts';

/** How long no one asks whether Ctrl-C was seen, in milliseconds. */
const PATIENCE = 1_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What is said to someone who interrupts. */
export interface Interruption {
  /** At once: what is put back. */
  first: () => void;
  /** To who does not wait for it: what becomes of it if it is not put back. */
  again: () => void;
}

/**
 * Runs what has something to put back before dxm may end: a first Ctrl-C aborts the signal that it is given, and waits. The next ends
 * dxm at once; where something is said of it, only one after that, since a second is typed easily.
 *
 * @throws AbortError once it has ended, if it was interrupted
 */
export async function interruptible<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  said?: Interruption,
): Promise<Result> {
  const interruption = new AbortController();
  let times = 0;
  let slow: NodeJS.Timeout | undefined;
  const interrupt = () => {
    times++;
    if (times === 1) {
      interruption.abort();
      if (said) said.first();
      else
        slow = setTimeout(
          sayInstead,
          PATIENCE,
          'Waiting for what is under way. Ctrl-C again ends dxm at once.',
        ).unref();
    } else if (said && times === 2) said.again();
    else endAtOnce();
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
