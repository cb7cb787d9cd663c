import * as directConnect from '@aws-sdk/client-direct-connect';
import { beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import { EVERYONE_NAMED, NO_ONE_NAMED, PRINCIPALS, type Row } from './access-table.ts';
import { evaluate } from './iam/evaluate.ts';
import type { Statement } from './iam/statement.ts';
import { policiesFor, policyDocuments } from './principals.ts';
import { type Deployable, packaged } from './template.ts';

let shipped: Deployable;
let open: Deployable;

beforeAll(async () => {
  shipped = await packaged('default');
  open = await packaged('open');
});

/** By name, since the template is not there yet when the table is read; a thing that is no id is an ARN. */
const resourceOf = (template: Deployable, name: string) => (/^(arn:|\*)/.test(name) ? name : template.arn(name));

const EVERYTHING: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };

function check(template: Deployable, [who, action, name, context]: Row) {
  const [, known = who, changed] = /^(.*), with (every|no) right$/.exec(who) ?? [];
  const principal = PRINCIPALS[known];
  if (principal === undefined) throw new Error(`the table names the unknown principal ${who}`);
  const resource = resourceOf(template, name);
  const { identity = [], ...policies } = policiesFor(template, principal, resource);
  const rights = { every: [...identity, EVERYTHING], no: [] }[changed ?? ''] ?? identity;
  return evaluate({ principal, action, resource, context }, { ...policies, identity: rights });
}

const TITLE = '%s: %s on %s, %j → %s';

describe('as it ships', () => {
  it.each(NO_ONE_NAMED)(TITLE, (...row) => expect(check(shipped, row)).toBe(row[4]));
});

describe.each(Object.entries(EVERYONE_NAMED))('with everyone named who can be: %s', (_name, rows) => {
  it.each(rows)(TITLE, (...row) => expect(check(open, row)).toBe(row[4]));
});

describe('Direct Connect’s other calls', () => {
  const used = ['AssociateHostedConnection', 'DescribeHostedConnections', 'DescribeInterconnects', 'DescribeLags'];
  const commands = Object.keys(directConnect)
    .filter((name) => /^[A-Z].*Command$/.test(name) && name !== 'Command' && name !== '$Command')
    .map((name) => name.slice(0, -'Command'.length));
  const others = commands.filter((name) => !used.includes(name));
  const writing = others.filter((name) => !/^(Describe|List)/.test(name));

  it('are all known', () => {
    expect(commands).toEqual(expect.arrayContaining(used));
    expect(writing.length).toBeGreaterThan(30);
  });

  it.each(FUNCTION_NAMES)('are denied to %s, whatever its permissions', (who) => {
    const row = (name: string): Row => [`${who}, with every right`, `directconnect:${name}`, 'arn:any', {}, 'denied'];
    expect(writing.filter((name) => check(open, row(name)) === 'allowed')).toEqual([]);
  });
});

/** It only denies what is not TLS. */
const NOT_IN_TABLE = ['DeploymentBucketPolicy'];

it('the table has a row for every statement: without the statement, its verdict changes', () => {
  const rows = Object.values(EVERYONE_NAMED).flat();
  const documents = policyDocuments(open).filter(({ id }) => !NOT_IN_TABLE.includes(id));
  const idle = documents.flatMap(({ id, statements }) =>
    [...statements].flatMap((statement, index) => {
      statements.splice(index, 1);
      const changed = rows.some((row) => check(open, row) !== row[4]);
      statements.splice(index, 0, statement);
      return changed ? [] : [`${id}: ${JSON.stringify(statement)}`];
    }),
  );
  expect(documents.length).toBeGreaterThan(10);
  expect(idle).toEqual([]);
});
