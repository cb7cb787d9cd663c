import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';

const NOTES = /\.LICENSES\.txt$/;

/** The files of a zip, by name. */
export function filesIn(zip: string): Record<string, string> {
  const files = Object.entries(unzipSync(readFileSync(zip))).filter(([name]) => !name.endsWith('/'));
  return Object.fromEntries(files.map(([name, content]) => [name, new TextDecoder().decode(content)]));
}

/** Name and version of each package that the licence notes in a function's zip name. */
export function bundledIn(zip: string): string[] {
  const [, notes = ''] = Object.entries(filesIn(zip)).find(([name]) => NOTES.test(name)) ?? [];
  return [...notes.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+ \d[\w.+-]*) \([^)]+\)$/gm)].map(([, title = '']) => title);
}
