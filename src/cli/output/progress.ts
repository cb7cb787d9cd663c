import { spinner } from '../../terminal/spinner.ts';

/** How far long work has come, on standard error. */
export interface Progress {
  say(text: string): void;
  /** Takes it away. */
  end(): void;
}

/** What is shown now; there is one standard error. */
const shown = new Set<Progress>();

/** A spinner on a terminal. Elsewhere nothing: a log has no use for it. */
export function progress(): Progress {
  const drawn = spinner();
  if (!drawn) return { say: () => {}, end: () => {} };
  const one: Progress = {
    say: (text) => {
      drawn.text = text;
      if (!drawn.isSpinning) drawn.start();
    },
    end: () => {
      drawn.stop();
      shown.delete(one);
    },
  };
  shown.add(one);
  return one;
}

/** Takes away whatever is shown, before dxm ends in the middle of it. */
export function endProgress(): void {
  for (const one of shown) one.end();
}
