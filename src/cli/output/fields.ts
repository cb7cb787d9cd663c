import stringWidth from 'string-width';
import type { Output } from './output.ts';
import { wrapped } from './wrapped.ts';

const GAP = 2;

/** A label and what is said under it, printable already; a row without a text is left out. */
export type Field = readonly [label: string, text: string | undefined];

/** Labels on the left, texts on the right of them, broken between words where the terminal ends. */
export function fields(rows: readonly Field[], { width, colour }: Output, indent = 2): string {
  const shown = rows.flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const]));
  const label = Math.max(0, ...shown.map(([name]) => stringWidth(name)));
  const left = indent + label + GAP;
  return shown
    .flatMap(([name, text]) =>
      wrapped(text, width - left).map((line, at) => {
        const begin = at === 0 ? `${colour.dim(name)}${' '.repeat(label - stringWidth(name))}` : ' '.repeat(label);
        return `${' '.repeat(indent)}${begin}${' '.repeat(GAP)}${line}`;
      }),
    )
    .join('\n');
}
