import { EXIT } from '../exit-status.ts';

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
  const interrupt = () => {
    times++;
    if (times === 1) {
      said?.first();
      interruption.abort();
    } else if (said && times === 2) said.again();
    else process.exit(EXIT.interrupted);
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    const result = await work(interruption.signal);
    interruption.signal.throwIfAborted();
    return result;
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}
