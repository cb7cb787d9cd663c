import { spinner } from '../../terminal/spinner.ts';
import { takeAwayFirst } from '../interruption.ts';

/** A view that is drawn again in its place. */
export interface Live {
  /** Columns. */
  readonly width: number;
  draw(lines: readonly string[]): void;
  /** Takes it away. */
  end(): void;
}

/** How often it shows that it lives, in milliseconds: seldom enough for a slow line. */
const INTERVAL_MS = 500;

/** What stands before its first line. */
const MARK = 2;

/** On a terminal; undefined where the output is read by something else, or the terminal says no width. */
export function live(): Live | undefined {
  const drawn = process.stdout.isTTY ? spinner(INTERVAL_MS) : undefined;
  if (!drawn) return undefined;
  const forget = takeAwayFirst(() => drawn.stop());
  return {
    get width() {
      return process.stderr.columns - MARK;
    },
    draw: (lines) => {
      drawn.text = lines.join('\n');
      if (!drawn.isSpinning) drawn.start();
    },
    end: () => {
      drawn.stop();
      forget();
    },
  };
}
