import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseTopology } from '#direct-connect-simulator';
import { readAcknowledgements } from '../../../infra/check/acknowledged.ts';
import { parsePutEvents } from '../../../local/eventbridge/put-events-request.ts';
import { parseRule, type RuleProperties } from '../../../local/eventbridge/rule.ts';
import { parseRequest } from '../../../src/contract/request.ts';
import { readResolution } from '../../../src/handlers/commands.ts';
import { parseConfig, variablesOf } from '../../../src/handlers/config.ts';
import { readControlCommand } from '../../../src/handlers/control-commands.ts';
import { parseTenants } from '../../../src/migration/model/tenants.ts';
import { request, START } from '../../support/world.ts';

const yaml = (path: string) =>
  parse(readFileSync(join(fileURLToPath(new URL('../../../', import.meta.url)), path), 'utf8'));

const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:billing';
const TARGET = {
  ...{ Id: 'a', Arn: `${QUEUE}.fifo`, Input: '{}', SqsParameters: { MessageGroupId: 'g' } },
  ...{ RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 }, DeadLetterConfig: { Arn: QUEUE } },
};
const RULE = { Name: 'r', EventPattern: { source: ['a'] }, State: 'ENABLED', Description: 'd', Targets: [TARGET] };
const ENTRY = { Time: 1, Source: 's', DetailType: 't', Detail: '{}', Resources: ['a'], EventBusName: 'b' };
const FREEZE = {
  ...{ action: 'freeze', name: 'night', from: '2026-12-24T18:00:00Z', until: '2026-12-25T06:00:00Z', all: true },
  ...{ stopsWayBack: true, by: 'ada', why: 'because' },
};
const person = { by: 'ada', why: 'because' };

/** Whatever a person gives that a schema judges: how it is read, and one that is right (but for the environment). */
const INPUTS: [what: string, read: (value: unknown) => unknown, right: unknown][] = [
  ['PutEvents', (value) => parsePutEvents(JSON.stringify(value) ?? ''), { Entries: [ENTRY] }],
  ['a rule', (value) => parseRule({ region: 'eu-central-1', account: '123456789012' }, value as RuleProperties), RULE],
  ['a topology', (value) => parseTopology(JSON.stringify(value) ?? '', 'file'), yaml('local/samples/topology.yaml')],
  ['tenants', parseTenants, { tenants: yaml('local/samples/topology.yaml').tenants }],
  [
    'acknowledgements',
    (value) => readAcknowledgements(JSON.stringify(value) ?? ''),
    yaml('infra/check/acknowledged.yml'),
  ],
  [
    'a configuration',
    (value) => parseConfig('migrate', texts(Object(value))),
    Object.fromEntries(variablesOf('migrate').map((name) => [name, '5'])),
  ],
  ['a request', (value) => problemOf(parseRequest(JSON.stringify(value) ?? '', START)), request()],
  ['resolve', (value) => readResolution(value), { tenant: 'a', requestId: 'r', verdict: 'moved', ...person }],
  ['control', (value) => readControlCommand(value), { action: 'pause', ...person }],
  ['a freeze', (value) => readControlCommand(value), FREEZE],
];

/** An environment has nothing but texts. */
const texts = (value: object) =>
  Object.fromEntries(Object.entries(value).map(([name, text]) => [name, text === undefined ? text : String(text)]));

const problemOf = (parsed: ReturnType<typeof parseRequest>) => (parsed.ok ? undefined : parsed.problem);

const WRONG = [undefined, null, true, -1, 1.5, 1e12, '', 'x', 'x'.repeat(2000), [], ['x', 1], {}, { unknown: 1 }];

/** The value with each of its parts in turn gone wrong, or with a key that no one knows. */
function* spoilt(value: unknown): Generator<unknown> {
  yield* WRONG;
  if (Array.isArray(value)) {
    yield Array.from({ length: 200 }, () => value[0]);
    for (const item of spoilt(value[0])) yield [item, ...value.slice(1)];
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, unknown: 1 };
    for (const [key, item] of Object.entries(value)) for (const one of spoilt(item)) yield { ...value, [key]: one };
  }
}

/** What valibot writes by itself, and what only one who knows it reads. */
const RAW =
  /Invalid \w+:|Expected|received|\bObject\b|\bArray\b|\bnever\b|something else|undefined|!0|[<>]=|Unexpected token/;

it.each(INPUTS)('%s is rejected with a sentence', (_what, read, right) => {
  const said = new Set<string>();
  for (const value of spoilt(right)) {
    try {
      said.add(JSON.stringify(read(value)) ?? '');
    } catch (error) {
      said.add((error as Error).message);
    }
  }
  expect(said.size).toBeGreaterThan(5);
  expect([...said].filter((text) => RAW.test(text))).toEqual([]);
});
