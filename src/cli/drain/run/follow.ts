import { setTimeout } from 'node:timers/promises';
import { CliError } from '../../cli-error.ts';
import { explain } from '../../context/aws-errors.ts';
import { sayInstead, seeToInterrupts } from '../../interruption.ts';

/** Something that is looked at again and again, until it is over. */
interface Followed<Seen> {
  read: () => Promise<Seen>;
  isOver: (seen: Seen) => boolean;
  /** @param problem why what is shown is not of now, where it could not be read again */
  show: (seen: Seen, problem?: string) => void;
  /** Between two looks. Ends at once where the signal says so. */
  wait: () => Promise<unknown>;
  signal: AbortSignal;
}

/**
 * Looks until it is over. What could be read once is looked at again, whatever fails meanwhile: on a bad line someone would rather see
 * what was than nothing.
 *
 * @returns what was seen last; undefined if it was interrupted
 * @throws what went wrong the first time
 */
export async function follow<Seen>({ read, isOver, show, wait, signal }: Followed<Seen>): Promise<Seen | undefined> {
  let seen = await read();
  show(seen);
  while (!isOver(seen)) {
    await wait().catch(() => undefined);
    if (signal.aborted) return undefined;
    try {
      seen = await read();
      show(seen);
    } catch (error) {
      const { message } = error instanceof CliError ? error : await explain(error);
      show(seen, message);
    }
  }
  return seen;
}

/** How often a person is shown what there is, in milliseconds. */
const LOOK_MS = 2_000;

/**
 * The same with a clock, and until Ctrl-C: that ends the looking, and nothing else.
 *
 * @param goesOn what is said then
 */
export async function followUntilInterrupted<Seen>(
  what: Pick<Followed<Seen>, 'read' | 'isOver' | 'show'> & { end: () => void },
  goesOn: string,
): Promise<Seen | undefined> {
  const interruption = new AbortController();
  const { signal } = interruption;
  const interrupt = () => interruption.abort();
  const seenTo = seeToInterrupts();
  process.on('SIGINT', interrupt);
  try {
    const seen = await follow({ ...what, signal, wait: () => setTimeout(LOOK_MS, undefined, { signal }) });
    what.end();
    if (seen === undefined) sayInstead(goesOn);
    return seen;
  } finally {
    what.end();
    process.off('SIGINT', interrupt);
    seenTo();
  }
}
