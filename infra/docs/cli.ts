import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { checkWritable } from '../../local/check-writable.ts';
import { orExit } from '../../local/or-exit.ts';
import { PAGES, withTables } from './settings-tables.ts';

const ROOT = new URL('../../', import.meta.url);

new Command('docs:settings').description(`Rewrites the tables of settings in ${PAGES.join(' and ')}.`).parse();
for (const page of PAGES) {
  const file = fileURLToPath(new URL(page, ROOT));
  const before = readFileSync(file, 'utf8');
  const after = withTables(before);
  if (after !== before) {
    orExit(() => checkWritable(file), 1);
    writeFileSync(file, after);
  }
  process.stdout.write(`${page}: ${after === before ? 'unchanged' : 'written'}\n`);
}
