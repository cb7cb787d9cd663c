import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseTopology } from '#direct-connect-simulator';
import { type LocalStack, startLocalStack } from '../../../local/stack/local-stack.ts';
import { eventually } from '../../support/eventually.ts';

// A template of its own: a function that wakes another one, as the packaged one's may.

const WAKER = `export const handler = async ({ wake }) => {
  const path = '/2015-03-31/functions/' + wake + '/invocations';
  const headers = { 'x-amz-invocation-type': 'Event' };
  const { status } = await fetch(process.env.AWS_ENDPOINT_URL_LAMBDA + path, { method: 'POST', headers, body: '{}' });
  return status;
};`;
const WOKEN = `export const handler = async () => { throw new Error('asleep'); };`;

const lambda = (name: string, rest: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    ...{ FunctionName: `stack-${name}`, Handler: 'index.handler', Timeout: 60, MemorySize: 128 },
    Code: { S3Key: `${name}.zip` },
    ...rest,
  },
});
const eventConfig = (config: object) => ({
  Type: 'AWS::Lambda::EventInvokeConfig',
  Properties: { FunctionName: { Ref: 'Woken' }, Qualifier: '$LATEST', DestinationConfig: {}, ...config },
});

let packageDirectory: string;
let stack: LocalStack | undefined;
let warnings: string[];
let logs: string[];

beforeEach(async () => {
  packageDirectory = await mkdtemp(join(tmpdir(), 'asynchronous-'));
  warnings = [];
  logs = [];
});
afterEach(async () => {
  await stack?.close();
  stack = undefined;
  await rm(packageDirectory, { recursive: true });
});

async function start(Resources: object): Promise<LocalStack> {
  for (const [name, source] of Object.entries({ waker: WAKER, woken: WOKEN })) {
    await writeFile(join(packageDirectory, `${name}.zip`), zipSync({ 'index.mjs': strToU8(source) }));
  }
  const template = join(packageDirectory, 'cloudformation-template-update-stack.json');
  await writeFile(template, JSON.stringify({ Resources }));
  stack = await startLocalStack({
    packageDirectory,
    topology: parseTopology('account: "000000000000"', 'none'),
    log: (line) => logs.push(line),
    warn: (line) => warnings.push(line),
  });
  return stack;
}

it('lets a function wake another, as often as the template says, and names an event that is lost', async () => {
  const { functions } = await start({
    ...{ Waker: lambda('waker'), Woken: lambda('woken'), Config: eventConfig({ MaximumRetryAttempts: 0 }) },
  });

  const answer = await functions.get('waker')?.invoke('{"wake":"stack-woken"}');

  expect(answer).toMatchObject({ payload: '202' });
  await eventually(() => expect(warnings).toHaveLength(1));
  expect(warnings[0]).toMatch(
    /^lambda event [0-9a-f-]{36} for stack-woken lost: the function failed 1 times, .*asleep/,
  );
  expect(logs).toContain(warnings[0]);
});

it.each([
  [{ Woken: lambda('woken', { DeadLetterConfig: {} }) }, "stack-woken: a function's DeadLetterConfig is not supported"],
  [{ Woken: lambda('woken'), Config: eventConfig({ MaximumRetryAttempts: 9 }) }, 'MaximumRetryAttempts is 9'],
  [{ Config: { ...eventConfig({}), Properties: { FunctionName: 'other' } } }, 'the unknown function other'],
])('rejects a template that it would run differently: %j', async (resources, message) => {
  await expect(start(resources)).rejects.toThrow(message);
});
