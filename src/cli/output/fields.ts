import stringWidth from 'string-width';
import type { Output } from './output.ts';

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

/** A text in lines of so many columns. Words stay whole, for one may be an id that is copied: a long one is a line of its own. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && stringWidth(last) + 1 + stringWidth(word) <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
