import { describe, expect, it } from 'vitest';
import type { ItemKey } from '../../../src/aws/item-key.ts';
import { findLogged } from '../../../src/cli/ledger/logs.ts';
import { readItems } from '../../../src/cli/ledger/read-items.ts';
import { scanDue } from '../../../src/cli/ledger/scan-due.ts';
import { readUnfinished } from '../../../src/cli/ledger/unfinished.ts';
import { scanForRequests } from '../../../src/cli/ledger/whole-ledger.ts';
import { depthsOf, listQueues, listTenants } from '../../../src/cli/queues/queues.ts';
import { madeContext, queuesOf, tableOf } from '../../support/cli-context.ts';
import { groupItem, madeRequest, madeVerification, requestItem, verificationItem } from '../../support/cli-items.ts';

const key = (number: number): ItemKey => `REQUEST#orders#r${number}`;
const TABLE = 'dx-migrator-prod-ledger';

interface Batch {
  RequestItems: Record<string, { Keys: { pk: { S: string } }[]; ConsistentRead: boolean }>;
}

describe('reading items', () => {
  it('asks for a hundred at a time, consistently, and each once', async () => {
    const sizes: number[] = [];
    const context = madeContext({
      BatchGetItem: ({ RequestItems }: Batch) => {
        const { Keys = [], ConsistentRead } = RequestItems[TABLE] ?? {};
        sizes.push(Keys.length);
        expect(ConsistentRead).toBe(true);
        return { Responses: { [TABLE]: Keys } };
      },
    });
    const keys = Array.from({ length: 250 }, (_, number) => key(number));
    const items = await readItems(context, [...keys, ...keys]);
    expect(new Set(items.keys())).toEqual(new Set(keys));
    expect(sizes.toSorted((a, b) => a - b)).toEqual([50, 100, 100]);
  });

  it('asks again for what DynamoDB had no room for', async () => {
    const context = madeContext({
      BatchGetItem: ({ RequestItems }: Batch) => {
        const [first, ...left] = RequestItems[TABLE]?.Keys ?? [];
        const rest = left.length > 0 ? { UnprocessedKeys: { [TABLE]: { Keys: left } } } : {};
        return { Responses: { [TABLE]: first ? [first] : [] }, ...rest };
      },
    });
    expect((await readItems(context, [key(1), key(2), key(3)])).size).toBe(3);
  });

  it('gives up where nothing comes any more, and says nothing of what is not there', async () => {
    const context = madeContext({ BatchGetItem: ({ RequestItems }: Batch) => ({ UnprocessedKeys: RequestItems }) });
    await expect(readItems(context, [key(1)])).rejects.toThrow('no capacity left');
  });
});

describe('the index of what is due', () => {
  /** Pages of a scan; what is read again is another list. */
  const pages = (...lists: string[][][]) => {
    const left = lists.flatMap((list) =>
      list.map((pks, at) => ({
        Items: pks.map((pk) => ({ pk: { S: pk }, due: { S: 'due' } })),
        ...(at < list.length - 1 ? { LastEvaluatedKey: { pk: { S: `after ${at}` } } } : {}),
      })),
    );
    return madeContext({ Scan: () => left.shift() ?? expect.fail('one scan too many') });
  };

  it('is read once where it is one page', async () => {
    expect([...(await scanDue(pages([['a', 'b']]))).keys()]).toEqual(['a', 'b']);
  });

  it('is read to its last page, and twice: what moved meanwhile is found', async () => {
    const context = pages([['a'], ['b']], [['a', 'moved'], ['b']]);
    expect([...(await scanDue(context)).keys()].toSorted()).toEqual(['a', 'b', 'moved']);
    expect(context.sent.map(({ input }) => input.ExclusiveStartKey)).toEqual([
      undefined,
      { pk: { S: 'after 0' } },
      undefined,
      { pk: { S: 'after 0' } },
    ]);
  });
});

describe('what is unfinished', () => {
  it('is as the items say, not as the index does: what has ended meanwhile is left out', async () => {
    const { dueAtMs: _, ...ended } = madeRequest({ requestId: 'ended' });
    const open = requestItem(madeRequest());
    const table = tableOf([
      open,
      requestItem(ended),
      verificationItem('r1', madeVerification()),
      groupItem({ entries: [] }),
    ]);
    const stale = {
      ...table,
      Scan: () => ({ Items: [{ pk: { S: 'REQUEST#orders#ended' }, due: { S: 'due' } }, open] }),
    };
    expect((await readUnfinished(madeContext(stale))).requests.map(({ item }) => item.request.requestId)).toEqual([
      'r1',
    ]);
    const { requests, verifications, groups } = await readUnfinished(madeContext(table));
    expect([requests.length, verifications.length, groups.length]).toEqual([1, 1, 1]);
  });

  it('names what it cannot read, and goes on', async () => {
    const broken = { ...requestItem(madeRequest({ requestId: 'broken' })), history: { S: 'gone' } };
    const context = madeContext(tableOf([broken, requestItem(madeRequest())]));
    const { requests, unreadable } = await readUnfinished(context);
    expect(requests).toHaveLength(1);
    expect(unreadable).toEqual(['REQUEST#orders#broken']);
  });
});

describe('queues', () => {
  it('are of this stage and no other, on all pages', async () => {
    const url = (name: string) => `https://sqs/1/dx-migrator-prod-${name}`;
    const context = madeContext({
      ListQueues: ({ NextToken }: { NextToken?: string }) =>
        NextToken
          ? { QueueUrls: [url('quarantine'), url('requests_b-b.fifo')] }
          : {
              QueueUrls: [url('eu-quarantine'), url('eu-requests_x.fifo'), url('requests_a.fifo'), url('billing')],
              NextToken: 'more',
            },
    });
    expect((await listQueues(context)).map(({ kind, name, tenant }) => [kind, name, tenant])).toEqual([
      ['quarantine', 'quarantine', undefined],
      ['requests', 'requests_a.fifo', 'a'],
      ['requests', 'requests_b-b.fifo', 'b-b'],
    ]);
    expect(await listTenants(context)).toEqual(['a', 'b-b']);
    expect(context.sent[0]?.input).toMatchObject({ QueueNamePrefix: 'dx-migrator-prod-', MaxResults: 1000 });
  });

  it('come in their order, whichever is told first', async () => {
    let asked = 0;
    const context = madeContext({
      ...queuesOf({ quarantine: 0, 'requests_a.fifo': 0, 'requests_b.fifo': 0 }),
      GetQueueAttributes: async () => {
        // The first to be asked is the last to answer.
        for (let turns = 10 - 3 * asked++; turns > 0; turns--) await Promise.resolve();
        return { Attributes: { ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesNotVisible: '2' } };
      },
    });
    const depths = await depthsOf(context, await listQueues(context));
    expect([...depths.keys()].map(({ name }) => name)).toEqual(['quarantine', 'requests_a.fifo', 'requests_b.fifo']);
    expect([...depths.values()][0]).toEqual({ waiting: 1, hidden: 2 });
  });

  it('that are not there, nor told, are an error and not empty', async () => {
    await expect(listQueues(madeContext({ ListQueues: () => ({}) }))).rejects.toThrow(
      'has no queue dx-migrator-prod-quarantine',
    );
    const context = madeContext({ ...queuesOf({ quarantine: 1 }), GetQueueAttributes: () => ({}) });
    await expect(depthsOf(context, await listQueues(context))).rejects.toThrow('does not say how deep');
  });
});

describe('the logs', () => {
  it('are searched in each function, to the last page, and say what was asked for: * is no star there', async () => {
    const line = (message: object | string, timestamp: number) => ({
      message: typeof message === 'string' ? message : JSON.stringify(message),
      timestamp,
    });
    const context = madeContext({
      FilterLogEvents: ({ logGroupName, nextToken }: { logGroupName: string; nextToken?: string }) => {
        if (!logGroupName.endsWith('-migrate')) return { events: [line({ eventId: 'e*' }, 1)] };
        if (nextToken) return { events: [line({ messageId: 'e*' }, 3), line('no JSON', 3)] };
        return { events: [line({ eventId: 'else' }, 2)], nextToken: 'more' };
      },
    });
    const lines = await findLogged(
      context,
      [{ messageId: 'e*' }, { eventId: 'e*', tenant: 'orders' }, { eventId: 'e*' }],
      7,
    );
    expect(lines.map(({ atMs, function: part }) => [atMs, part])).toEqual([
      [1, 'reconcile'],
      [1, 'dispatch'],
      [1, 'resolve'],
      [3, 'migrate'],
    ]);
    expect(context.sent[0]?.input).toMatchObject({
      filterPattern: '{ $.messageId = "e*" || $.eventId = "e*" && $.tenant = "orders" || $.eventId = "e*" }',
      startTime: 7,
    });
  });
});

it('a long search of the logs says how far it is', async () => {
  let pages = 0;
  const context = madeContext({
    FilterLogEvents: () => ({ events: [], ...(++pages < 50 ? { nextToken: 'more' } : {}) }),
  });
  await findLogged(context, [{ eventId: 'e' }], 0);
  expect(context.notes[0]).toBe('… 25 pages of the logs were searched');
});

it('the whole ledger is read to its end, where that is asked for', async () => {
  const left = [
    { Items: [{ pk: { S: 'REQUEST#orders#r1' } }], ScannedCount: 10, LastEvaluatedKey: { pk: { S: 'x' } } },
    { Items: [{ pk: { S: 'GROUP#1' } }, { pk: { S: 'REQUEST#orders#r2' } }], ScannedCount: 5 },
  ];
  const said: number[] = [];
  const keys = await scanForRequests(madeContext({ Scan: () => left.shift() }), 'id', (items) => void said.push(items));
  expect(keys.map(({ requestId }) => requestId)).toEqual(['r1', 'r2']);
  expect(said).toEqual([10, 15]);
});
