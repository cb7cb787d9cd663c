import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DXM, dxm, exportsOf } from '../../support/dxm.ts';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';
import { missingForTerminal, onTerminal } from '../../support/terminal.ts';

const HOSTILE = 'fire\u001b[2J\u202egnp';
const SHOWN = 'fire\\u{1b}[2J\\u{202e}gnp';
const FAR = '2099-01-01T00:00:00Z';

let stack: TestStack;
let env: Record<string, string>;

/** One request of each kind that can be waited for at a time, and a line that is down. */
beforeAll(async () => {
  stack = await startTestStack();
  env = exportsOf(stack);
  await stack.directConnectAdmin.armFault({ kind: 'staysDown', connectionId: 'dxcon-line1' });
  await stack.send(stackRequest('sick', 'dxcon-line1', { correlationId: 'ticket 7' }));
  await logged('published', 'sick');
  await stack.directConnectAdmin.armFault({ kind: 'drop', effect: 'none' });
  await stack.send(stackRequest('held', 'dxcon-line2', { note: 'see CHG-1' }));
  await logged('held', 'held');
  await stack.send(stackRequest('behind', 'dxcon-line2'));
  await stack.send(stackRequest('later', 'dxcon-line3', { notBefore: FAR }));
  await control({ action: 'pause', why: 'router down' });
  await stack.send(stackRequest('apart', 'dxcon-line4', { expectedParentConnectionId: 'dxcon-old1' }));
  await stack.send('no request');
  await logged('notVerified', 'sick');
  await eventually(async () => expect((await json('status')).attention.length).toBeGreaterThanOrEqual(4));
});
afterAll(() => stack.close());

async function logged(message: string, requestId: string): Promise<void> {
  const isMeant = (line: string) =>
    line.includes(`"message":"${message}"`) && line.includes(`"requestId":"${requestId}"`);
  await eventually(async () => expect(stack.logs.some(isMeant), `${message} of ${requestId}`).toBe(true));
}

async function control(command: object): Promise<void> {
  const answer = await stack.functions.get('control')?.invoke(JSON.stringify({ by: 'jo', why: 'test', ...command }));
  expect(JSON.parse(answer?.payload ?? 'null')).toMatchObject({ changed: true });
}

// biome-ignore lint/suspicious/noExplicitAny: any command's document
async function json(...args: string[]): Promise<any> {
  return JSON.parse((await dxm([...args, '--json'], env)).stdout);
}

describe('dxm status', () => {
  it('has the line that is down first, then what waits for people, each with its command, and ends with 3', async () => {
    const { status, stdout, stderr } = await dxm(['status'], env);
    expect({ status, stderr }).toEqual({ status: 3, stderr: '' });
    const commands = stdout.split('\n').filter((line) => /^ {4}dxm /.test(line));
    expect(commands.map((line) => line.trim())).toEqual([
      'dxm show orders/sick',
      'dxm resolve orders/held',
      'dxm resume --why "…"',
      'dxm quarantine',
    ]);
    expect(stdout).toMatch(/paused +by jo since /);
    expect(stdout).toContain('1 UNHEALTHY');
  });

  it('has the same for machines, with times in UTC', async () => {
    const document = await json('status');
    expect(document).toMatchObject({
      ...{ stage: 'local', complete: true, unread: [] },
      standing: { paused: true, lastChange: { by: 'jo', why: 'router down' } },
      requests: { byState: { HELD: 1, RECEIVED: 3 } },
      verifications: { total: 1, byVerdict: { UNHEALTHY: 1 } },
    });
    expect(document.attention[0]).toMatchObject({ kind: 'unhealthy', since: expect.stringMatching(/Z$/) });
    const tenants = document.queues.filter(({ kind }: { kind: string }) => kind === 'requests');
    expect(tenants.map(({ tenant }: { tenant: string }) => tenant)).toEqual(['old-orders', 'orders', 'rival']);
  });

  it('says what it could not read, and ends with 1, while SQS does not answer', async () => {
    const { status, stdout } = await dxm(['status'], { ...env, AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:1' });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^Not all could be read.*\n {2}queues {2}AWS does not answer/);
    expect(stdout).toContain('dxm resolve orders/held');
  });

  it('says that another stage is not there', async () => {
    const { status, stdout, stderr } = await dxm(['status', '--stage', 'other'], env);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('this stage is not there');
    expect(stderr).toContain('at: the stack dx-migrator-other, in ');
  });
});

describe('dxm requests', () => {
  it('says of each what it waits for', async () => {
    await eventually(async () => {
      const { requests } = await json('requests');
      const causes = requests.map((one: { requestId: string; waitsFor: { cause: string } }) => [
        one.requestId,
        one.waitsFor.cause,
      ]);
      expect(Object.fromEntries(causes)).toMatchObject({ held: 'person', behind: 'busy', later: 'window' });
      expect(Object.fromEntries(causes).apart).toMatch(/paused|turn/);
    });
    const held = await dxm(['requests', '--held'], env);
    expect(held).toMatchObject({ status: 3, stdout: expect.stringContaining('orders/held') });
    expect(held.stdout).not.toContain('orders/behind');
    const busy = await dxm(['requests', '--waiting', 'busy'], env);
    expect(busy).toMatchObject({ status: 0, stdout: expect.stringContaining('orders/held, which has the line') });
    expect(await dxm(['requests', '--tenant', 'rival'], env)).toEqual({
      status: 0,
      stdout: '',
      stderr: 'No request is so.\n',
    });
    const wrong = await dxm(['requests', '--tenant', 'order'], env);
    expect(wrong).toMatchObject({ status: 1, stderr: expect.stringContaining('did you mean orders?') });
    expect((await dxm(['requests', '--state', 'HOLD'], env)).status).toBe(2);
  });
});

describe('dxm show', () => {
  it('tells the story of a request, by tenant and id, by its id, and by what its messages and events have', async () => {
    const story = await dxm(['show', 'orders/held'], env);
    expect(story.status).toBe(3);
    for (const text of [
      'orders/held is HELD',
      'unclear: the answer does not say',
      'see CHG-1',
      ', published',
      '  dxm resolve orders/held',
    ])
      expect(story.stdout).toContain(text);
    const { messageId, outcome } = await json('show', 'held');
    for (const id of [messageId, outcome.metadata.eventId])
      expect(await json('show', id)).toMatchObject({ requestId: 'held' });
  });

  it('finds a request that is at its end in the logs: by correlation id, event and call', async () => {
    const { outcome, lastCall, needsPerson } = await json('show', 'ticket 7');
    expect({ id: outcome.data.request.requestId, needsPerson }).toEqual({ id: 'sick', needsPerson: true });
    for (const id of [outcome.metadata.eventId, lastCall.awsRequestId])
      expect(await json('show', id)).toMatchObject({
        requestId: 'sick',
        verification: { verdict: 'UNHEALTHY', failings: ['STATE'] },
      });
  });

  it('finds the message of a request that is at its end in the whole ledger', async () => {
    const { messageId } = await json('show', 'sick');
    expect((await dxm(['show', messageId], env)).stderr).toContain('--whole-ledger');
    expect(await json('show', messageId, '--whole-ledger')).toMatchObject({ requestId: 'sick' });
  });

  it('tells a line: its last move, who has it, and what waits for it', async () => {
    expect(await json('show', 'dxcon-line1')).toMatchObject({
      lastMovedBy: 'orders/sick',
      lastFrom: 'dxcon-old1',
      lastVerdict: 'UNHEALTHY',
    });
    const line = await json('show', 'dxcon-line2');
    expect(line).toMatchObject({ lockedBy: 'orders/held', lastMovedBy: null });
    expect(line.requests).toHaveLength(2);
    const { stdout } = await dxm(['show', 'dxcon-line1', '--logs'], env);
    expect(stdout).toMatch(/orders\/sick: \w+: migrated, cause moved/);
  });

  it('lists those of several tenants to choose from', async () => {
    await stack.send(stackRequest('twice', 'dxcon-line3', { notBefore: FAR }));
    const rival = {
      QueueUrl: stack.sqs.queueUrl('dx-migrator-local-requests_rival.fifo'),
      MessageGroupId: 'g',
      MessageDeduplicationId: 'twice',
    };
    const body = JSON.stringify(stackRequest('twice', 'dxcon-line3', { notBefore: FAR }));
    await stack.sqsCall('SendMessage', { ...rival, MessageBody: body }, 'AROARIVALSYSTEM');
    await eventually(async () => {
      const { status, stdout, stderr } = await dxm(['show', 'twice'], env);
      expect(status).toBe(1);
      expect(stdout).toContain('orders/twice');
      expect(stdout).toContain('rival/twice');
      expect(stderr).toContain('2 requests have this id');
    });
  });

  it('suggests a near name where it knows none', async () => {
    const { status, stdout, stderr } = await dxm(['show', 'orders/helt'], env);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('did you mean orders/held?');
  });

  it('adds what was logged', async () => {
    expect((await dxm(['show', 'orders/sick', '--logs'], env)).stdout).toMatch(
      /reconcile: notVerified, cause UNHEALTHY/,
    );
  });
});

it('dxm groups has the lines that may be down, and what can be done', async () => {
  const { status, stdout } = await dxm(['groups'], env);
  expect(status).toBe(3);
  expect(stdout).toContain('Lines of 111122223333 that may be down: 2');
  expect(stdout).toContain('moved, UNHEALTHY, for ');
  expect(stdout).toContain('dxm group release 111122223333 dxcon-line1 --why "…"');
  expect((await json('groups', 'dxcon-line2')).groups[0].entries).toHaveLength(2);
});

it('texts in the ledger that a terminal would obey are shown harmless', async () => {
  const client = new DynamoDBClient({
    region: stack.region,
    endpoint: stack.dynamoDb.url,
    credentials: { accessKeyId: 'LOCALOPERATOR', secretAccessKey: 'local' },
  });
  await client.send(
    new UpdateItemCommand({
      ...{ TableName: stack.outputs.LedgerName ?? '', Key: { pk: { S: 'CONTROL' } } },
      UpdateExpression: 'SET pauseChange = :change',
      ExpressionAttributeValues: { ':change': { S: JSON.stringify({ atMs: 1, by: HOSTILE, why: HOSTILE }) } },
    }),
  );
  client.destroy();
  const { stdout } = await dxm(['status'], env);
  expect(stdout).toContain(`all calls are paused by ${SHOWN}: ${SHOWN}`);
  expect(stdout + (await dxm(['status', '--json'], env)).stdout).not.toMatch(/[\p{Cf}]|(?!\n)\p{Cc}/u);
});

it('ends quietly where its reader has gone, as in dxm … | head', async () => {
  const child = spawn(process.execPath, [DXM, 'status'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Before anything can be written: what is to be shown comes from the stack, which is in this process.
  child.stdout.destroy();
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect({ status: child.exitCode, stderr }).toEqual({ status: 141, stderr: '' });
});

const MISSING = missingForTerminal();

describe.skipIf(MISSING)(`on a terminal (${MISSING ?? 'python3'})`, () => {
  /** What is shown, and the widest line without its colours. */
  async function shown(
    columns: number,
    ...args: string[]
  ): Promise<{ output: string; widest: number; status: number }> {
    const running = onTerminal(
      ['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`), process.execPath, DXM, ...args],
      columns,
    );
    const { status } = await running.ended();
    const output = running.output();
    const lines = output.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '').split(/\r?\n/);
    return { output, status, widest: Math.max(...lines.map(({ length }) => length)) };
  }

  it.each([80, 200])('of %d columns all of it fits', async (columns) => {
    for (const args of [
      ['status'],
      ['requests'],
      ['show', 'orders/held'],
      ['show', 'orders/sick'],
      ['show', 'dxcon-line2'],
      ['groups'],
    ]) {
      const { output, widest } = await shown(columns, ...args);
      expect(widest, `${args.join(' ')}\n${output}`).toBeLessThanOrEqual(columns);
    }
  });

  it('there are colours, unless they are not wanted', async () => {
    const escaping = String.fromCharCode(27);
    const { output, status } = await shown(80, 'status');
    expect(status).toBe(3);
    expect(output).toContain(`${escaping}[36mdxm resolve orders/held${escaping}[39m`);
    expect((await shown(80, 'status', '--no-color')).output).not.toContain(escaping);
  });
});
