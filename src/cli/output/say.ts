import type { Output } from './output.ts';
import { wrapped } from './wrapped.ts';

/** A text on standard output, broken between words where the terminal ends, and indented as it begins. */
export function say(out: Output, text: string): void {
  for (const line of wrapped(text, out.width)) out.line(line);
}
