import { EXIT } from './exit-status.ts';

/** Work that ends by itself when it is interrupted, for it has something to put back. */
let working = 0;

/** What a terminal is not to be left with. */
const shown = new Set<() => void>();

/** Said once. */
export const INTERRUPTED = 'interrupted';

/** Ctrl-C ends dxm with one line, whatever it does, unless that work sees to it itself. */
export function endOnInterrupt(): void {
  process.on('SIGINT', () => {
    if (working === 0) endAtOnce();
  });
}

export function endAtOnce(): never {
  sayInstead(INTERRUPTED);
  process.exit(EXIT.interrupted);
}

/** In the place of what is shown, and of the ^C that a terminal shows. */
export function sayInstead(text: string): void {
  for (const takeAway of shown) takeAway();
  process.stderr.write(`${process.stderr.isTTY ? '\r' : ''}${text}\n`);
}

/** Until the result is called, Ctrl-C is left to the caller. */
export function seeToInterrupts(): () => void {
  working++;
  return () => void working--;
}

/** Until the result is called, this is done before dxm ends at once. */
export function takeAwayFirst(takeAway: () => void): () => void {
  shown.add(takeAway);
  return () => void shown.delete(takeAway);
}
