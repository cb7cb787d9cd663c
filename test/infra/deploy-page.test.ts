import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { BOUNDS } from '../../infra/settings.ts';
import { tableUnder } from '../support/markdown-table.ts';
import { packaged } from './template.ts';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

it('docs/operations/deploy.md has every parameter of serverless.yml, in its order, with its default', () => {
  // CloudFormation's tags are none of its parameters.
  const { params } = parse(readFileSync(file('serverless.yml'), 'utf8'), { logLevel: 'silent' });
  const defaults = Object.entries(params.default as Record<string, unknown>);

  const rows = tableUnder(file('docs/operations/deploy.md'), 'Parameters');

  expect(rows.map(([name, written]) => [name, written])).toEqual(
    defaults.map(([name, value]) => [name, value === '' ? 'empty' : String(value)]),
  );
});

it('it says of every number what is refused', () => {
  const rows = tableUnder(file('docs/operations/deploy.md'), 'Parameters');
  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    const row = rows.find(([parameter]) => parameter === name);
    expect(row?.at(-1)?.replaceAll(',', ''), name).toMatch(new RegExp(`^outside ${least} to ${most}(;|$)`));
  }
});

it('it has every output', async () => {
  const rows = tableUnder(file('docs/operations/deploy.md'), 'Outputs');
  const named = rows.flatMap(([names = '']) => names.split(', '));

  const { outputs } = await packaged('default');
  expect(new Set(named)).toEqual(new Set(Object.keys(outputs)));
});
