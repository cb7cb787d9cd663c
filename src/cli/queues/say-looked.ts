import type { Output } from '../output/output.ts';
import { localTime } from '../output/time.ts';
import type { Looked } from './look-through.ts';

/** What a look through a queue did not show, beside its result. */
export function sayLooked(out: Output, { seen, count, hiddenUntilMs }: Looked, queue: string): void {
  const more = count - seen;
  if (more > 0) {
    const why =
      seen === 0
        ? 'someone is looking at them, or was a minute ago'
        : 'they are behind these, or someone is looking at them';
    out.note(`${queue}: about ${more} ${seen === 0 ? '' : 'more '}could not be seen: ${why}.`);
  }
  if (hiddenUntilMs !== undefined)
    out.note(`${queue}: some could not be made visible again; they are by themselves, at ${localTime(hiddenUntilMs)}.`);
}
