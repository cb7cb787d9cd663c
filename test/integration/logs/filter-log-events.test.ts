import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogsServer, startLogs } from '../../../local/logs/start-logs.ts';
import { runShell } from '../docs/run-example.ts';
import { awsCli } from '../docs/tools.ts';

// FilterLogEvents, CloudWatch Logs API Reference:
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html

const GROUP = '/aws/lambda/dx-migrator-local-migrate';
let now = 1000;
let logs: LogsServer;
beforeEach(async () => {
  now = 1000;
  logs = await startLogs(() => now);
  logs.create(GROUP);
});
afterEach(() => logs.close());

async function filter(input: object): Promise<Record<string, unknown>> {
  const response = await fetch(logs.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' },
    body: JSON.stringify(input),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const messages = async (filterPattern: string) => {
  const { events } = await filter({ logGroupName: GROUP, filterPattern });
  return (events as { message: string }[]).map(({ message }) => message);
};

describe('FilterLogEvents', () => {
  const HELD = '{"message":"held","requestId":"r1"}';
  const PUBLISHED = '{"message":"published","requestId":"r1"}';

  it.each([
    ['', [HELD, PUBLISHED, 'no JSON']],
    ['{ $.message = "held" }', [HELD]],
    ['{ $.requestId = "r1" && $.message = "published" }', [PUBLISHED]],
    ['{ $.requestId = "r2" }', []],
    ['{ $.nothing = "r1" }', []],
    ['{ $.requestId = "r2" || $.message = "held" }', [HELD]],
    ['{ $.requestId = "r2" && $.message = "held" || $.requestId = "r1" && $.message = "published" }', [PUBLISHED]],
  ])('finds by the pattern %j', async (pattern, found) => {
    for (const line of [HELD, PUBLISHED, 'no JSON']) logs.put(GROUP, line);

    expect(await messages(pattern)).toEqual(found);
  });

  it('returns the time of a line, and leaves out earlier ones', async () => {
    logs.put(GROUP, 'early');
    now = 2000;
    logs.put(GROUP, 'late');

    const { events } = await filter({ logGroupName: GROUP, startTime: 2000 });

    expect(events).toEqual([{ timestamp: 2000, ingestionTime: 2000, message: 'late' }]);
  });

  it.each(['{ $.age > 300 }', '{ held }', 'held', '{ $.a = "b" || }', '{}'])(
    'rejects the pattern %s rather than finding something else',
    async (filterPattern) => {
      logs.put(GROUP, HELD);

      expect(await filter({ logGroupName: GROUP, filterPattern })).toMatchObject({
        status: 400,
        __type: 'InvalidParameterException',
        message: expect.stringContaining(filterPattern),
      });
    },
  );

  it('reports a group that was not created', async () => {
    expect(await filter({ logGroupName: '/aws/lambda/other' })).toMatchObject({
      status: 400,
      __type: 'ResourceNotFoundException',
    });
  });

  it('drops the oldest of more than 10,000 lines', async () => {
    for (let line = 0; line <= 10_000; line++) logs.put(GROUP, String(line));

    const found: string[] = [];
    let nextToken: unknown;
    do {
      const page = await filter({ logGroupName: GROUP, ...(nextToken === undefined ? {} : { nextToken }) });
      found.push(...(page.events as { message: string }[]).map(({ message }) => message));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);

    expect([found.length, found[0], found.at(-1)]).toEqual([10_000, '1', '10000']);
  });

  it('answers a page without a match with the token for the next, and rejects an invalid token', async () => {
    for (let line = 0; line < 1000; line++) logs.put(GROUP, PUBLISHED);
    logs.put(GROUP, HELD);
    const wanted = { logGroupName: GROUP, filterPattern: '{ $.message = "held" }' };

    const first = await filter(wanted);
    expect(first).toMatchObject({ events: [], nextToken: expect.any(String) });
    expect(await filter({ ...wanted, nextToken: first.nextToken })).toMatchObject({ events: [{ message: HELD }] });
    expect(await filter({ ...wanted, nextToken: 'x' })).toMatchObject({ __type: 'InvalidParameterException' });
  });

  const cli = awsCli();
  it.skipIf(cli.missing !== undefined)(`answers the AWS CLI (${cli.missing ?? cli.found})`, async () => {
    logs.put(GROUP, HELD);
    const command = `aws --endpoint-url "$URL" logs filter-log-events --log-group-name ${GROUP} \
      --filter-pattern '{ $.message = "held" }' --query 'events[].message' --output text`;

    const ran = await runShell(command, {
      URL: logs.url,
      AWS_ACCESS_KEY_ID: 'anyone',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_DEFAULT_REGION: 'eu-central-1',
    });

    expect(ran).toEqual({ status: 0, stdout: `${HELD}\n`, stderr: '' });
  });
});
