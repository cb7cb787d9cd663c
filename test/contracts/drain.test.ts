import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { schemasIn, validatorOf } from '../../contracts/generate/compatibility.ts';
import { parseGroups } from '../../src/drain/plan/parse-groups.ts';
import { parsePlan } from '../../src/drain/plan/parse-plan.ts';
import { folderOf } from './contracts.ts';

const FOLDER = folderOf('drain/v1');
const read = (name: string) => readFileSync(join(FOLDER, name));
const isValid = validatorOf(schemasIn(FOLDER).get('drain-plan') ?? {});
const example = () => JSON.parse(read('examples/plan.json').toString());

it('the example of a plan is one, by parser and schema, and has a line that stays', () => {
  expect(parsePlan(read('examples/plan.json'))).toMatchObject({ ok: true, plan: { left: [{}, {}, {}] } });
  expect(isValid(example())).toBe(true);
});

it.each<[what: string, fields: object]>([
  ['an unknown field', { colour: 'red' }],
  ['a wrong id', { source: 'DXCON-1' }],
  ['text that turns', { ticket: '\u202egnp' }],
  ['a wrong digest', { digest: 'sha256:1' }],
  ['a list for an object', { window: [] }],
])('schema and parser refuse %s', (_what, fields) => {
  const plan = { ...example(), ...fields };
  expect(isValid(plan)).toBe(false);
  expect(parsePlan(Buffer.from(JSON.stringify(plan))).ok).toBe(false);
});

it('the example of a groups file is one, by parser and description', () => {
  const groups = parseGroups(read('examples/groups.csv'));
  expect(groups).toMatchObject({ ok: true, rows: [{}, {}, {}, { exempt: true }] });
  const { columns } = JSON.parse(read('schemas/groups.csv-metadata.json').toString()).tableSchema;
  const described: [string, RegExp][] = columns.map(
    ({ name, datatype }: { name: string; datatype: { format: string } }) => [name, new RegExp(datatype.format, 'u')],
  );
  for (const row of groups.ok ? groups.rows : []) {
    for (const [name, format] of described) {
      const cell = { ...row, exempt: row.exempt ? 'yes' : 'no' }[name as keyof typeof row];
      if (cell !== undefined) expect(cell, name).toMatch(format);
    }
  }
});
