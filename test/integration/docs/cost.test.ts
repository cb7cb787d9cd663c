import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTopology } from '#direct-connect-simulator';
import { roleIdOf } from '../../../local/stack/identities.ts';
import { eventually } from '../../support/eventually.ts';
import { itemSize } from '../../support/item-size.ts';
import { tableUnder } from '../../support/markdown-table.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';

const PAGE = fileURLToPath(new URL('../../../docs/operations/cost.md', import.meta.url));

/** Of the stack: dispatch asks for the backlog of each, and for that of drains. */
const TOPOLOGY = fileURLToPath(new URL('../../support/stack-topology.yaml', import.meta.url));
const TENANTS = (parseTopology(readFileSync(TOPOLOGY, 'utf8'), 'stack-topology.yaml').tenants as unknown[]).length;

/** The figures of one of the page's tables, by what they count. */
function figures(heading: string): Record<string, number> {
  const rows = tableUnder(PAGE, heading).map(([what = '', figure = '']) => [what, Number(figure.replaceAll(',', ''))]);
  return Object.fromEntries(rows);
}

/** Whoever signs: order systems and consumers of the tests, the functions, the poller, the bus. `drain` comes each minute besides. */
const OF_THE_SERVICE = [
  ...['MigrateRole', 'ReconcileRole', 'DispatchRole'].map(roleIdOf),
  ...['ASIALOCALPOLLER', 'LOCALDEPLOYER'],
];

/** What EventBridge sends on a schedule: `drain` is invoked with commands too. */
const SCHEDULED = JSON.stringify({ source: 'aws.events', 'detail-type': 'Scheduled Event' });

// All local servers are in this process, which reports here every request that they get.
const CHANNEL = 'http.server.request.start';
let seen: string[] = [];
let counted: readonly string[] = OF_THE_SERVICE;
const onRequest = (message: unknown) => {
  const { headers } = (message as { request: IncomingMessage }).request;
  const [, keyId = ''] = /Credential=([^/]+)/.exec(headers.authorization ?? '') ?? [];
  if (counted.includes(keyId)) seen.push(String(headers['x-amz-target']));
};

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack('withoutReconcile');
  subscribe(CHANNEL, onRequest);
  // The first invocation starts the process. It lists nothing, which would spare the next a listing.
  await move('warm', 'dxcon-line1', { dryRun: true, parentConnectionId: 'dxcon-ofothers' });
});
afterAll(async () => {
  unsubscribe(CHANNEL, onRequest);
  await stack.close();
});

/** Counts what is called for one request, from its sending to its message's deletion. */
async function move(requestId: string, connectionId: string, more: object = {}): Promise<Record<string, number>> {
  seen = [];
  stack.logs.length = 0;
  await stack.send(stackRequest(requestId, connectionId, { orderId: '4711', ...more }));
  await eventually(() => expect(seen).toContain('AmazonSQS.DeleteMessageBatch'));
  return counts();
}

function counts(): Record<string, number> {
  const count = (pattern: RegExp) => seen.filter((target) => pattern.test(target)).length;
  return {
    'ledger, writes': count(/^DynamoDB.*\.(Put|Update)Item$/),
    'ledger, strongly consistent reads': count(/^DynamoDB.*\.GetItem$/),
    'ledger, queries of the index': count(/^DynamoDB.*\.Query$/),
    'Direct Connect, Describe calls': count(/^OvertureService\.Describe/),
    'Direct Connect, AssociateHostedConnection': count(/^OvertureService\.Associate/),
    'EventBridge, events': count(/^AWSEvents\.PutEvents$/),
    'SQS, messages received and deleted': count(/^AmazonSQS\.DeleteMessageBatch$/),
    'SQS, deliveries to consumers': count(/^AmazonSQS\.SendMessage$/),
  };
}

/** Of an item in the stack's ledger. */
async function sizeOf(requestId: string, kind = 'REQUEST'): Promise<number> {
  const response = await fetch(stack.dynamoDb.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      'x-amz-date': '20261123T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=TEST/20261123/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({
      TableName: stack.outputs.LedgerName,
      Key: { pk: { S: `${kind}#orders#${requestId}` } },
      ConsistentRead: true,
    }),
  });
  const { Item } = (await response.json()) as { Item: object };
  return itemSize(Item);
}

async function runReconcile(): Promise<[Record<string, number>, { looks: number }]> {
  seen = [];
  const answer = await stack.functions.get('reconcile')?.invoke('{}');
  expect(answer).not.toHaveProperty('functionError');
  return [counts(), JSON.parse(answer?.payload ?? '{}')];
}

interface MetricsLine {
  _aws?: { CloudWatchMetrics: { Dimensions: string[][]; Metrics: object[] }[] };
}

/** What the functions have logged: lines, bytes, and the series of metrics in them, which CloudWatch charges for. */
function logged() {
  // What stands before the JSON is the local stack's.
  const lines = stack.logs.map((line) => line.replace(/^[^{]*/, '')).filter((line) => line !== '');
  const directives = lines.flatMap((line) => (JSON.parse(line) as MetricsLine)._aws?.CloudWatchMetrics ?? []);
  return {
    lines: lines.length,
    bytes: lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0),
    series: directives.reduce((sum, { Dimensions, Metrics }) => sum + Dimensions.length * Metrics.length, 0),
  };
}

/** Ids, times and names vary; a tenth is enough to say what it costs. */
function expectNear(measured: number, figure = 0): void {
  expect({ measured, isNear: Math.abs(measured - figure) <= figure / 10 }).toEqual({ measured, isNear: true });
}

describe('the page on cost', () => {
  // First: a line that was moved is looked at for minutes, and its group is swept.
  it.each(['reconcile', 'dispatch', 'drain'])('has the calls of a run of %s that finds nothing', async (part) => {
    const {
      'bytes logged': bytesWritten,
      'ledger, queries of the index': queries = 0,
      ...rest
    } = figures(`A run of ${part}`);
    const expected = { ...rest, 'ledger, queries of the index': queries * (part === 'dispatch' ? TENANTS + 1 : 1) };
    counted = part === 'drain' ? [roleIdOf('DrainRole')] : OF_THE_SERVICE;
    // The schedule may come in between.
    await eventually(async () => {
      seen = [];
      stack.logs.length = 0;

      const result = await stack.functions.get(part)?.invoke(SCHEDULED);

      expect(result).not.toHaveProperty('functionError');
      const used = Object.fromEntries(Object.entries(counts()).filter(([, figure]) => figure > 0));
      const { lines, bytes, series } = logged();
      expect({ ...used, 'lines logged': lines, 'series of metrics': series }).toEqual(expected);
      expectNear(bytes, bytesWritten);
    }).finally(() => {
      counted = OF_THE_SERVICE;
    });
  });

  it('has the calls of a migration as they are', async () => {
    const counted = await move('r1', 'dxcon-line4');

    const { 'ledger, queries of the index': queries, ...expected } = counted;
    expect(queries).toBe(0);
    expect(figures('What a migration does')).toMatchObject(expected);
  });

  it('has the size of an item, and what is logged', async () => {
    await move('r2', 'dxcon-line2');

    const { lines, bytes, series } = logged();
    const item = await sizeOf('r2');

    const written = figures('What a migration stores');
    expect({ lines, series }).toEqual({ lines: written['lines logged'], series: written['series of metrics'] });
    expectNear(bytes, written['bytes logged']);
    expectNear(item, written['bytes of the item with its outcome']);
  });

  it('has the size of the item while it calls, which the intent is charged by', async () => {
    await stack.directConnectAdmin.armFault({ kind: 'latency', ms: 2_700, connectionId: 'dxcon-line3' });
    const moved = move('r3', 'dxcon-line3');
    await eventually(() => expect(seen).toContain('OvertureService.AssociateHostedConnection'));

    const size = await sizeOf('r3');

    await moved;
    expectNear(size, figures('What a migration stores')['bytes of the item with its intent']);
  });

  it('has the calls of a look at a line that was moved, and of its parents', async () => {
    await move('r4', 'dxcon-line1');
    const { 'bytes of the verification as it begins': bytes, ...ofLine } = figures(
      'What the verification of a move does',
    );
    const ofParents = figures('And for each parent that is listed for it');
    // Other lines may have been moved before, between the same parents; and in some runs their group is swept as well.
    await eventually(async () => {
      const [[looked, { looks }], [idle]] = [await runReconcile(), await runReconcile()] as const;
      expect(looks).toBeGreaterThan(0);
      const more = Object.entries(looked).map(([what, count]) => [what, count - (idle[what] ?? 0)]);
      const expected = Object.keys(ofParents).map((what) => [
        what,
        looks * (ofLine[what] ?? 0) + 2 * (ofParents[what] ?? 0),
      ]);
      expect(Object.fromEntries(more)).toMatchObject(Object.fromEntries(expected));
    });
    expectNear(await sizeOf('r4', 'VERIFICATION'), bytes);
  });
});
