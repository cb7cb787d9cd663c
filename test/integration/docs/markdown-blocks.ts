import { readFileSync } from 'node:fs';

/** A fenced block of a Markdown file, and the heading that it stands under. */
export interface Block {
  heading: string;
  language: string;
  text: string;
}

/** All fenced blocks of a file, without the indent that they have inside a list. */
export function blocksOf(file: string): Block[] {
  const blocks: Block[] = [];
  let heading = '';
  let open: { indent: string; language: string; lines: string[] } | undefined;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, indent = '', language = ''] = /^(\s*)```(\w*)\s*$/.exec(line) ?? [];
    const isFence = line.trimStart().startsWith('```');
    if (open && isFence) {
      blocks.push({ heading, language: open.language, text: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else if (open) open.lines.push(line.slice(open.indent.length));
    else if (isFence) open = { indent, language, lines: [] };
    else heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading;
  }
  return blocks;
}

/** The blocks of one language under one heading. @throws Error if there is none: the page and its test have parted */
export function blocksUnder(blocks: readonly Block[], heading: string, language: string): string[] {
  const found = blocks.filter((block) => block.heading === heading && block.language === language);
  if (found.length === 0) throw new Error(`no ${language} block under "${heading}"`);
  return found.map(({ text }) => text);
}
