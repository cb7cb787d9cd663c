import type { Interruption } from '../context/interruptible.ts';
import type { Output } from '../output/output.ts';
import type { Progress } from '../output/progress.ts';
import { localTime } from '../output/time.ts';

/** What a look through queues says when it is interrupted: its messages are hidden until it has given them back. */
export interface GivingBack extends Interruption {
  /** Some are hidden until then, at the latest. */
  hides: (untilMs: number) => void;
}

export function givingBack(out: Pick<Output, 'note'>, shown: Progress): GivingBack {
  let latestMs: number | undefined;
  const until = () => (latestMs === undefined ? '' : ` until ${localTime(latestMs)}`);
  return {
    hides: (untilMs) => {
      latestMs = Math.max(latestMs ?? untilMs, untilMs);
    },
    first: () => {
      shown.end();
      out.note('interrupted: giving the messages back …');
    },
    again: () => out.note(`still giving them back; Ctrl-C once more ends dxm, and they stay hidden${until()}`),
  };
}
