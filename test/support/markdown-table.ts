import { readFileSync } from 'node:fs';

/** The rows of the first table under a heading, cells without the backticks. @throws Error if there is none */
export function tableUnder(file: string, heading: string): string[][] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  const end = lines.findIndex((line, index) => index > start && /^#+ /.test(line));
  const section = start < 0 ? [] : lines.slice(start, end < 0 ? undefined : end);
  const from = section.findIndex((line) => line.startsWith('|'));
  const rows = section.slice(from + 2);
  const to = rows.findIndex((line) => !line.startsWith('|'));
  if (from < 0) throw new Error(`no table under "${heading}" in ${file}`);
  return rows.slice(0, to < 0 ? undefined : to).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}
