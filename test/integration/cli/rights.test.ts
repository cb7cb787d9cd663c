import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as directConnect from '@aws-sdk/client-direct-connect';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../../../src/cli/program.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { Drain } from '../../../src/drain/run/drain.ts';
import { type Access, accessOf } from '../../infra/access-of-calls.ts';
import { PRINCIPALS } from '../../infra/access-terms.ts';
import { evaluate } from '../../infra/iam/evaluate.ts';
import { policiesFor, policyDocuments } from '../../infra/principals.ts';
import { type Deployable, packaged } from '../../infra/template.ts';
import { drainItem, planItem } from '../../support/cli-items.ts';
import { dxm, exportsOf } from '../../support/dxm.ts';
import { eventually } from '../../support/eventually.ts';
import { type Recorder, startRecorder } from '../../support/recorder.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';
import { COMMANDS, type CommandRights, type Role } from './rights-of-commands.ts';
import { DECIDING_ON_DRAINS, READING_DRAINS } from './rights-of-drains.ts';

let template: Deployable;
let stack: TestStack;
let recorder: Recorder;
let env: Record<string, string>;
const PLAN = fileURLToPath(new URL('../../../contracts/drain/v1/examples/plan.json', import.meta.url));
const plan = JSON.parse(readFileSync(PLAN, 'utf8')) as Plan;

beforeAll(async () => {
  [template, stack] = await Promise.all([packaged('open'), startTestStack()]);
  recorder = await startRecorder(stack.endpointVariables);
  env = { ...exportsOf(stack), ...recorder.endpointVariables };
  await leaveThingsToDo();
  await leaveADrain();
});
afterAll(async () => {
  await recorder?.close();
  await stack?.close();
});

const logged = (text: string, lines = 1) =>
  eventually(() => expect(stack.logs.filter((line) => line.includes(text)).length).toBeGreaterThanOrEqual(lines));

async function leaveThingsToDo(): Promise<void> {
  const known = stackRequest('known', 'dxcon-line2', { dryRun: true });
  await stack.send(known);
  await logged('"message":"published"');
  const QueueUrl = stack.outputs.OrdersRequestsDeadLetterQueueUrl;
  for (const body of [known, stackRequest('unknown', 'dxcon-line3')]) {
    const message = { MessageGroupId: body.requestId, MessageDeduplicationId: body.requestId };
    await stack.sqsCall('SendMessage', { QueueUrl, ...message, MessageBody: JSON.stringify(body) }, 'AROAORDERSYSTEM');
  }
  for (let i = 0; i < 2; i++) await stack.send('not JSON');
  await logged('"cause":"INVALID_REQUEST"', 2);
  await stack.directConnectAdmin.armFault({ kind: 'drop', effect: 'none' });
  await stack.send(stackRequest('r1', 'dxcon-line1'));
  await logged('"message":"held"');
}

/** As one that ended years ago, with a stop that no one has lifted. */
async function leaveADrain(): Promise<void> {
  const old = { atMs: 1, by: 'jo', why: 'x' };
  const drain: Drain = {
    ...{ drainId: plan.drainId, phase: 'COMPLETED', rev: 1, digest: plan.digest, submitted: old, started: old },
    ...{ waivers: {}, endsAtMs: 2, stops: [{ ...old, id: 'a', kind: 'person' }], wave: { number: 1 }, promoted: 1 },
    ...{ forgiven: { failed: 0, drifted: 0 }, tick: { number: 0, atMs: 1 }, unpublished: [], told: [], history: [] },
    lines: Object.fromEntries(
      plan.lines.map(({ connectionId }) => [connectionId, { state: 'healthy', expired: 0, try: TRY }]),
    ),
  };
  const client = new DynamoDBClient({
    ...{ endpoint: stack.endpointVariables.AWS_ENDPOINT_URL_DYNAMODB ?? '', region: stack.region },
    credentials: { accessKeyId: 'AIDAORDERS', secretAccessKey: 'local' },
  });
  for (const Item of [drainItem(drain), planItem(plan)])
    await client.send(new PutItemCommand({ TableName: 'dx-migrator-local-ledger', Item }));
  client.destroy();
}

const TRY = { number: 1, rev: 1, wave: 1, releasedAtMs: 1, requestedAtMs: 1, notAfterMs: 2 };

/** As the recorder shows it: clients go where the URL is. */
function queueUrl(): string {
  const { OrdersRequestsQueueUrl = '' } = stack.outputs;
  return OrdersRequestsQueueUrl.replace(stack.sqs.url, recorder.endpointVariables.AWS_ENDPOINT_URL_SQS ?? '');
}

function verdict(who: Role, { action, resource, context }: Access): 'allowed' | 'denied' {
  const principal = PRINCIPALS[who] ?? '';
  const arn = resource === 'Key' ? template.arn('Key') : resource;
  return evaluate({ principal, action, resource: arn, context }, policiesFor(template, principal, arn));
}

const asked: { role: Role; access: Access }[] = [];

describe('each command asks for what its role may, and for nothing else', () => {
  it.each([...COMMANDS, ...READING_DRAINS])('dxm $args: $role', asksFor);

  it.each(DECIDING_ON_DRAINS)('dxm $args: $role', async (command) => {
    // Until the template has the function.
    if (template.resources.some(({ id }) => id === 'DrainLambdaFunction')) await asksFor(command);
  });

  async function asksFor({ args, role, calls, status = 0, stdin }: CommandRights): Promise<void> {
    recorder.take();
    const words = args.split(' ').map((word) => ({ QUEUE: queueUrl(), PLAN, DIGEST: plan.digest })[word] ?? word);
    const request = stackRequest(crypto.randomUUID(), 'dxcon-line4', { dryRun: true });
    const ended = await dxm(words, env, stdin === undefined ? '' : JSON.stringify(request));
    expect(ended).toMatchObject({ status });
    const access = recorder.take().flatMap(accessOf);
    const actions = new Set(access.map(({ action }) => action).filter((action) => !action.startsWith('kms:')));
    expect(actions).toEqual(new Set(calls));
    expect(access.filter((one) => verdict(role, one) !== 'allowed')).toEqual([]);
    asked.push(...access.map((one) => ({ role, access: one })));
  }

  it('every command is in the table', () => {
    const leaves = (command: Command, path: string): string[] => {
      const below = command.commands.flatMap((one) => leaves(one, `${path}${one.name()} `));
      const isHolding = !('_actionHandler' in command && command._actionHandler);
      return isHolding ? below : [path.trim(), ...below];
    };
    // It serves these until it is interrupted, and asks besides whether functions that they invoke may be.
    const missing = leaves(program(), '').filter(
      (path) =>
        path !== 'ui' &&
        ![...COMMANDS, ...READING_DRAINS, ...DECIDING_ON_DRAINS].some(({ args }) => `${args} `.startsWith(`${path} `)),
    );
    expect(missing).toEqual([]);
  });
});

/** What looking at a message needs, though it hides it for a while. */
const HIDES = ['sqs:ChangeMessageVisibility', 'sqs:ReceiveMessage'];
const READS = /^[a-z]+:(BatchGet|Describe|Filter|Get|List|Lookup|Scan)\w*$|^kms:Decrypt$/;

describe.each([
  ['planners', 'Planner', []],
  ['readers', 'OperatorsRead', HIDES],
] as const)('%s can change nothing', (who, policy, except) => {
  it('their policy has only actions that read', () => {
    const { statements } = policyDocuments(template).find(({ id }) => id === policy) ?? expect.fail(`no ${policy}`);
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(4);
    expect(actions.filter((action) => !READS.test(action) && !(except as readonly string[]).includes(action))).toEqual(
      [],
    );
  });

  it('what operators’ commands do to change something, they may not', () => {
    const changing = asked.filter(({ access }) => !READS.test(access.action) && !HIDES.includes(access.action));
    const actions = new Set(changing.map(({ access }) => access.action));
    expect(actions).toEqual(
      new Set(['kms:GenerateDataKey', 'lambda:InvokeFunction', 'sqs:DeleteMessage', 'sqs:SendMessage']),
    );
    expect(changing.filter(({ access }) => verdict(who, access) === 'allowed')).toEqual([]);
  });

  it('no line, and no item of the ledger', () => {
    const writing = Object.keys(directConnect)
      .filter((name) => /^[A-Z]\w+Command$/.test(name) && !/^(Describe|List)/.test(name))
      .map((name) => `directconnect:${name.slice(0, -'Command'.length)}`);
    expect(writing).toContain('directconnect:AssociateHostedConnection');
    const table = template.arn('Ledger');
    const access = [
      ...writing.map((action): Access => ({ action, resource: '*', context: {} })),
      ...['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'].map(
        (name): Access => ({ action: `dynamodb:${name}`, resource: table, context: { 'aws:SecureTransport': 'true' } }),
      ),
    ];
    expect(access.filter((one) => verdict(who, one) === 'allowed')).toEqual([]);
  });
});
