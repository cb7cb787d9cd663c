import { BatchWriteItemCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLogs } from '../../../local/logs/start-logs.ts';
import { eventually } from '../../support/eventually.ts';
import { stackRequest } from '../../support/stack.ts';
import { atShell, findsNothing, PATIENT, step, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

// The lists that the runbooks read, in a world in which each is longer than a page.

const CROWD = 250;
let walk: Walk;
beforeAll(async () => {
  walk = await startWalk('withoutReconcile', CROWD);
});
afterAll(() => walk.close());

const TARGET = { TO_PARENT_ID: 'dxlag-new1' };
const lineCount = (text: string) => text.trimEnd().split('\n').length;

describe.skipIf(TOOLS.missing)(`lists of more than a page (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('of hosted connections: all are listed, the last is found, and one that is not there is not', async () => {
    const all = await walk.prints('calling', 'Look', 2, TARGET);
    expect(lineCount(all)).toBe(CROWD);
    expect(all).toContain('dxcon-crowd1\tavailable\n');
    const findOnTarget = (CONNECTION_ID: string) => walk.follow('held', 'Look', 2, { ...TARGET, CONNECTION_ID });
    for (const id of ['dxcon-crowd1', 'dxcon-crowd101', 'dxcon-crowd250'])
      expect(await findOnTarget(id)).toEqual({ status: 0, stdout: `${id}\tavailable\n`, stderr: '' });
    await findsNothing(findOnTarget('dxcon-line1'), 'dxcon-line1 among 250 on dxlag-new1');

    const whose = { FROM_PARENT_ID: 'dxlag-new1', ...TARGET, CONNECTION_ID: 'dxcon-crowd250' };
    expect(await walk.prints('not-permitted', 'Look', 2, whose)).toBe('dxcon-crowd250\t111122223333\tavailable\n');
    expect(await walk.prints('out-of-band-moves', 'Look', 1, whose)).toBe('dxcon-crowd250\t111122223333\tavailable\n');
  });

  it('of hosted connections: a list that breaks off on its second page reports nothing', async () => {
    await walk.stack.directConnectAdmin.armFault({
      kind: 'accessDenied',
      operation: 'DescribeHostedConnections',
      times: 1,
      afterCalls: 1,
    });

    const ran = await walk.follow('held', 'Look', 2, { ...TARGET, CONNECTION_ID: 'dxcon-crowd250' });

    expect(ran).toMatchObject({ status: 2, stdout: '' });
    expect(ran.stderr).toContain('what is on dxlag-new1 is not known');
    expect(ran.stderr).not.toContain('not found');
  });

  it('of unfinished requests: all are printed, by state', async () => {
    await findsNothing(walk.follow('held', 'Over when'), 'no request is HELD');
    await parked(600);

    expect(lineCount(await walk.prints('faults', 'Over when'))).toBe(600);
  });

  it('of log lines: the one on the third page is found', async () => {
    const logs = await startLogs();
    for (const part of ['migrate', 'reconcile', 'dispatch', 'resolve'])
      logs.create(`/aws/lambda/dx-migrator-local-${part}`);
    const put = (line: object) => logs.put('/aws/lambda/dx-migrator-local-migrate', JSON.stringify(line));
    for (let count = 0; count < 2500; count++) put({ message: 'published', tenant: 'orders', requestId: 'r2' });
    put({ message: 'published', tenant: 'others', requestId: 'r1', timestamp: 'then', function_name: 'migrate' });
    put({ message: 'published', tenant: 'orders', requestId: 'r1', timestamp: 'now', function_name: 'migrate' });

    const found = await atShell(walk.stack, step('README', 'The story of a request', 2), {
      REQUEST_ID: 'r1',
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url,
    });
    await logs.close();

    expect(found).toEqual({ status: 0, stdout: 'now  migrate  published  -\n', stderr: '' });
  });

  it('of copies in quarantine: all are counted, those of one tenant and reason are deleted, the others stay', async () => {
    const known = Array.from({ length: 23 }, () => walk.stack.send('not JSON'));
    const unknown = Array.from({ length: 14 }, (_, index) =>
      walk.stack.send(stackRequest(`u${index}`, 'dxcon-line4'), 'AROANEWROLE'),
    );
    await Promise.all([...known, ...unknown]);
    const messageRejected = () => walk.stack.logs.filter((line) => line.includes('messageRejected'));
    await eventually(() => expect(messageRejected()).toHaveLength(37));

    const counted = await walk.prints('quarantine', 'Look');
    expect(counted).toMatch(/^ *23 INVALID_REQUEST\torders\tAROAORDERSYSTEM\n *14 UNKNOWN_SENDER\t-\tAIDALOCAL\w+\n$/);
    const chosen = { TENANT: 'orders', REASON: 'INVALID_REQUEST' };
    const swept = await walk.follow('quarantine', 'Act', 1, chosen);
    expect(swept).toMatchObject({ status: 0, stdout: '' });
    expect(swept.stderr).toMatch(/\ndeleted 23 of 37, of about 37\n$/);

    expect(await walk.prints('quarantine', 'Look')).toMatch(/^ *14 UNKNOWN_SENDER\t-\tAIDALOCAL\w+\n$/);
    expect(lineCount(await walk.prints('quarantine', 'Look', 1))).toBeGreaterThan(14);
    const again = await walk.follow('quarantine', 'Act', 1, chosen);
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('nothing was to be deleted') });
  });
});

/**
 * So many requests that wait until tomorrow, under keys as long as DynamoDB takes them (of legal ones it would need
 * thousands): more than a page of the index, which is seen too.
 */
async function parked(count: number): Promise<void> {
  const { region, endpointVariables } = walk.stack;
  const credentials = { accessKeyId: 'AROAOPERATOR', secretAccessKey: 'local' };
  const endpoint = String(endpointVariables.AWS_ENDPOINT_URL_DYNAMODB);
  const client = new DynamoDBClient({ region, endpoint, credentials });
  const tenant = 't'.repeat(1900);
  const item = (index: number) => {
    const requestId = `${'r'.repeat(123)}${String(index).padStart(5, '0')}`;
    return {
      pk: { S: `REQUEST#${tenant}#${requestId}` },
      tenant: { S: tenant },
      request: { S: JSON.stringify(stackRequest(requestId, 'dxcon-line1')) },
      state: { S: 'RECEIVED' },
      history: { M: { '0': { S: JSON.stringify({ atMs: Date.now(), what: 'received', attempts: 0 }) } } },
      due: { S: 'due' },
      dueAtMs: { N: String(Date.now() + 86_400_000) },
      postponements: { N: '0' },
    };
  };
  const TableName = 'dx-migrator-local-ledger';
  for (let start = 0; start < count; start += 25) {
    const puts = Array.from({ length: 25 }, (_, index) => ({ PutRequest: { Item: item(start + index) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
  }
  const page = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'due',
      KeyConditionExpression: 'due = :due',
      ExpressionAttributeValues: { ':due': { S: 'due' } },
    }),
  );
  expect(page.LastEvaluatedKey, 'one page has them all').toBeDefined();
  client.destroy();
}
