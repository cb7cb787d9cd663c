import stringWidth from 'string-width';

/**
 * A text in lines no wider than this; each line after the first is indented as the first is. Words stay whole, for one may be an id that
 * is copied: a long one is a line of its own.
 */
export function wrapped(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  for (const word of text.trim().split(' ')) {
    const line = lines.at(-1);
    const longer = `${line} ${word}`;
    if (line === undefined || stringWidth(longer) > width) lines.push(`${indent}${word}`);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
