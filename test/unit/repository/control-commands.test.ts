import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CONTROL_COMMANDS } from '../../../src/handlers/control-commands.ts';

const PAGE = new URL('../../../docs/operations/README.md', import.meta.url);

it('the table of commands has every command of control, and no other', () => {
  const section = readFileSync(PAGE, 'utf8').split('## Stop calls')[1]?.split('\n## ')[0] ?? '';
  const rows = [...section.matchAll(/^\| `(?<command>\w+)` \| `(?<asked>\w+)` \| `(?<role>\w+)` \| ./gm)];

  expect(rows.map(({ groups }) => groups?.command)).toEqual(Object.keys(CONTROL_COMMANDS));
  expect(new Set(rows.map(({ groups }) => groups?.asked))).toEqual(new Set(['control']));
  expect(new Set(rows.map(({ groups }) => groups?.role))).toEqual(new Set(['operatorRoles']));
});
