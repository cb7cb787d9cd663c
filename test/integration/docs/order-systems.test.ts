import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventDetail } from '../../../src/contract/event.ts';
import { eventually } from '../../support/eventually.ts';
import { MOVED, stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';
import { blocksOf, blocksUnder } from './markdown-blocks.ts';
import { type Environment, type Ran, runPython, runShell, runTypeScript, typeCheck } from './run-example.ts';
import { startSignatureCheck } from './signature-check.ts';
import { awsCli, boto3, curl, type Tool } from './tools.ts';

const file = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const BLOCKS = blocksOf(file('docs/integrate/order-systems.md'));

const block = (heading: string, language: string, index = 0) => blocksUnder(BLOCKS, heading, language)[index] ?? '';

let stack: TestStack;
let environment: Environment;
beforeAll(async () => {
  stack = await startTestStack();
  environment = {
    ...stack.endpointVariables,
    AWS_REGION: stack.region,
    AWS_DEFAULT_REGION: stack.region,
    AWS_ACCESS_KEY_ID: 'AROAORDERSYSTEM',
    AWS_SECRET_ACCESS_KEY: 'local',
    QUEUE_URL: stack.outputs.OrdersRequestsQueueUrl,
  };
});
afterAll(() => stack.close());

/** An order as the page puts it into the shell, to move a line of stack-topology.yaml to the LAG. */
const anOrder = (orderId: string, connectionId: string): Environment => ({
  ...environment,
  ORDER_ID: orderId,
  ORDERED_AT: new Date().toISOString(),
  CONNECTION_ID: connectionId,
  FROM_PARENT_ID: 'dxcon-old1',
  TO_PARENT_ID: 'dxlag-new1',
});

/** The next event of a request; what else the notification service gets is passed over. */
async function eventOf(requestId: string): Promise<EventDetail> {
  for (;;) {
    const detail = await stack.nextEvent('Notification');
    if (detail.data.request?.requestId === requestId) return detail;
  }
}

/** `it`, or a skipped one whose name says why. */
const itWith = ({ found, missing }: Tool, name: string, act: () => Promise<void>) =>
  it.skipIf(missing !== undefined)(`${name} (${missing === undefined ? found : `skipped: ${missing}`})`, act);

/** Runs an example twice, as a resend; the line is moved once, and the answer named the message that moved it. */
async function expectMoved(orderId: string, run: () => Promise<Ran>): Promise<void> {
  const ran = await run();
  expect(ran).toMatchObject({ status: 0, stderr: '' });
  const { data, metadata } = await eventOf(`order-${orderId}.move-1`);
  expect(data).toMatchObject({ outcome: 'MIGRATED', disposition: MOVED, tenant: 'orders', request: { orderId } });
  expect(ran.stdout).toContain(metadata.causationId);
  expect(await run()).toMatchObject({ status: 0, stderr: '' });
}

it('all blocks of programs on the page are run here', () => {
  const programs = BLOCKS.filter(({ language }) => ['ts', 'python', 'sh'].includes(language));
  expect(programs.map(({ heading, language }) => `${heading}: ${language}`)).toEqual([
    ...['Try it on your machine: sh', 'Try it on your machine: sh'],
    // Each begins with its order.
    ...['TypeScript: sh', 'TypeScript: ts', 'Python: sh', 'Python: python'],
    ...['AWS CLI: sh', 'AWS CLI: sh', 'Plain HTTP: sh', 'Plain HTTP: sh', 'Send many: ts'],
  ]);
});

// Four programs that start twice each, on a machine that may be busy.
describe('sending one request', () => {
  it(`TypeScript (Node.js ${process.versions.node})`, () => {
    const order = { ...anOrder('ts', 'dxcon-line1'), TRACEPARENT: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
    return expectMoved('ts', () => runTypeScript(block('TypeScript', 'ts'), order));
  });

  itWith(boto3(), 'Python', () => {
    const order = anOrder('py', 'dxcon-line2');
    return expectMoved('py', () => runPython(block('Python', 'python'), order));
  });

  itWith(awsCli(), 'AWS CLI', () => {
    const order = anOrder('cli', 'dxcon-line3');
    return expectMoved('cli', () => runShell(block('AWS CLI', 'sh', 1), order));
  });

  itWith(curl(), 'plain HTTP', () => {
    const order = anOrder('http', 'dxcon-line4');
    return expectMoved('http', () => runShell(block('Plain HTTP', 'sh', 1), order));
  });

  itWith(curl(), 'plain HTTP is signed as AWS wants it, also with temporary credentials', async () => {
    const server = await startSignatureCheck('local');
    const order = { ...anOrder('http', 'dxcon-line4'), AWS_ENDPOINT_URL_SQS: server.url, AWS_SESSION_TOKEN: 'a/b+c=' };

    await runShell(block('Plain HTTP', 'sh', 1), order);

    const { signedHeaders, isRight } = await server.seen;
    server.close();
    expect(signedHeaders).toEqual(['content-type', 'host', 'x-amz-date', 'x-amz-security-token', 'x-amz-target']);
    expect(isRight).toBe(true);
  });

  it('in TypeScript passes a strict type checker', async () => {
    expect(await typeCheck([block('TypeScript', 'ts'), block('Send many', 'ts')])).toBe('');
  });
});

describe('sending many', () => {
  it('sends a file and prints what is not in the queue', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dx-migrator-docs-'));
    const requests = ['dxcon-line1', 'dxcon-line2'].map((line) => stackRequest(`many-${line}`, line, { dryRun: true }));
    const lines = [...requests, stackRequest('many-wrong', 'dxcon-line3', { expectedVlan: 0 })];
    const path = join(folder, 'requests.jsonl');
    await writeFile(path, lines.map((line) => JSON.stringify(line)).join('\n'));

    const ran = await runTypeScript(block('Send many', 'ts'), environment, path);

    await rm(folder, { recursive: true });
    expect(ran.stdout).toBe('many-wrong INVALID expectedVlan: must be an integer from 1 to 4094\n');
    expect(ran.stderr).toBe('{ read: 3, accepted: 2, notAccepted: 1 }\n');
    expect(ran.status).toBe(1);
    const seen = [await stack.nextEvent('Notification'), await stack.nextEvent('Notification')];
    expect(new Set(seen.map(({ data }) => `${data.request?.requestId} ${data.outcome}`))).toEqual(
      new Set(['many-dxcon-line1 PLANNED', 'many-dxcon-line2 PLANNED']),
    );
  });
});

describe('trying it on your machine', () => {
  const HEADING = 'Try it on your machine';

  itWith(curl(), 'shows the outcome', async () => {
    await stack.send(stackRequest('check', 'dxcon-line1', { dryRun: true }));

    // Verdicts on what was moved before may come first.
    await eventually(async () => {
      const { status, stdout } = await runShell(block(HEADING, 'sh', 1), environment);
      expect(status).toBe(0);
      expect(stdout).toContain('check');
    });
  });
});
