import { spinner } from '../../terminal/spinner.ts';
import { takeAwayFirst } from '../interruption.ts';

/** How far long work has come, on standard error. */
export interface Progress {
  say(text: string): void;
  /** Takes it away. */
  end(): void;
}

/** A spinner on a terminal. Elsewhere nothing: a log has no use for it. */
export function progress(): Progress {
  const drawn = spinner();
  if (!drawn) return { say: () => {}, end: () => {} };
  const forget = takeAwayFirst(() => drawn.stop());
  return {
    say: (text) => {
      drawn.text = text;
      if (!drawn.isSpinning) drawn.start();
    },
    end: () => {
      drawn.stop();
      forget();
    },
  };
}
