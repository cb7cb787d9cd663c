import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { PAGES, withTables } from '../../infra/docs/settings-tables.ts';
import { tableUnder } from '../support/markdown-table.ts';
import { packaged } from './template.ts';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

it.each(PAGES)('%s has its tables of settings as `npm run docs:settings` writes them', (page) => {
  const text = readFileSync(file(page), 'utf8');
  expect(text).toContain('<!-- settings: ');
  expect(withTables(text)).toBe(text);
});

it('docs/operations/deploy.md has every output', async () => {
  const rows = tableUnder(file('docs/operations/deploy.md'), 'Outputs');
  const named = rows.flatMap(([names = '']) => names.split(', '));

  const { outputs } = await packaged('default');
  expect(new Set(named)).toEqual(
    new Set(Object.keys(outputs).map((name) => name.replace(/^Orders(?=Requests)/, 'TENANT'))),
  );
});
