import type { Context, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { deliverBatch } from '../../../src/handlers/deliver-batch.ts';
import { OnlyInQueueError, receive } from '../../../src/migration/receive.ts';
import { MINUTE, request, SECOND, START, World } from '../../support/world.ts';

/** maxReceiveCount of infra/requests-queues.ts. */
const MAX_RECEIVES = 100;

/** A message in a group of the requests queue, and how often it was received. */
interface Queued {
  id: string;
  body: object;
  receives: number;
}

/** Delivers what is in one group of the requests queue, so many at a time, until the group is empty. */
async function drain(world: World, batchSize: number, bodies: object[]) {
  let queue: Queued[] = bodies.map((body, index) => ({ id: `m${index}`, body, receives: 0 }));
  const buried: string[] = [];
  const rests = new Map<string, number>();
  let mostReceives = 0;
  const handle = deliverBatch({
    ...world.ports,
    deliver: (message, remaining) => receive(message, remaining, world.ports),
    defer: async (_queue, id, seconds) => void rests.set(id, seconds),
  });
  while (queue.length > 0) {
    const batch = queue.slice(0, batchSize);
    for (const message of batch) mostReceives = Math.max(mostReceives, ++message.receives);
    const [dead, live] = [batch.filter(isDead), batch.filter((message) => !isDead(message))];
    const { batchItemFailures } = await handle({ Records: live.map((message) => record(message, world)) }, CONTEXT);
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    buried.push(...dead.map(({ id }) => id));
    queue = queue.filter((message) => !batch.includes(message) || failed.has(message.id));
    world.now += Math.max(0, ...live.map(({ id }) => rests.get(id) ?? 0)) * SECOND;
  }
  return { buried, mostReceives, took: world.now - START };
}

function isDead({ receives }: Queued): boolean {
  return receives > MAX_RECEIVES;
}

const CONTEXT = { getRemainingTimeInMillis: () => 60_000 } as Context;

function record({ id, body, receives }: Queued, world: World): SQSRecord {
  return {
    ...{ messageId: id, receiptHandle: id, body: JSON.stringify(body), messageAttributes: {}, md5OfBody: '' },
    ...{
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:111122223333:dx-migrator-test-requests_orders.fifo',
      awsRegion: '',
    },
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: String(world.now),
      SenderId: 'AROAORDERSYSTEM:session',
      ApproximateFirstReceiveTimestamp: String(world.now),
      MessageGroupId: 'g',
    },
  };
}

/** A world in which whatever is done for these requests, once they are stored, ends with an exception. */
function worldWithFault(isFaulty: (requestId: string) => boolean): World {
  const world = new World();
  const { takeLock } = world.ledger;
  world.ledger.takeLock = async (connectionId, key, ...rest) => {
    if (isFaulty(key.requestId)) throw new TypeError('a mistake in the program');
    return takeLock.call(world.ledger, connectionId, key, ...rest);
  };
  return world;
}

describe.each([1, 2, 10])('in batches of up to %d', (batchSize) => {
  const ids = Array.from({ length: 3 * batchSize }, (_, index) => `r${index}`);
  const bodies = ids.map((requestId) => request({ requestId }));

  it.each([
    ['the first', (requestId: string) => requestId === 'r0', 5 * MINUTE],
    // One after the other if each comes alone; together if a batch holds them.
    ['all', () => true, 15 * MINUTE],
  ])(
    'stored requests that always fail send no other message to the dead-letter queue: %s',
    async (_which, isFaulty, most) => {
      const world = worldWithFault(isFaulty);
      const { buried, mostReceives, took } = await drain(world, batchSize, bodies);
      expect(buried).toEqual([]);
      expect(mostReceives).toBeLessThanOrEqual(13);
      expect(took).toBeLessThan(most);
      for (const requestId of ids) expect(world.request(requestId).state).toBeDefined();
      expect(world.request('r0').dueAtMs).toBeGreaterThan(0);
    },
  );
});

describe('a request whose processing throws', () => {
  const broken = () => worldWithFault(() => true);

  it('is retried from the queue while the fault may be short', async () => {
    await expect(broken().deliver(request(), { receives: 11 })).rejects.toThrow('a mistake in the program');
  });

  it('is then left to the ledger, which has its due time, and this is logged', async () => {
    const world = broken();
    expect(await world.deliver(request(), { id: 'm1', receives: 12 })).toEqual({ kind: 'acknowledge' });
    expect(world.request().dueAtMs).toBe(START + 2 * MINUTE);
    const error = 'TypeError: a mistake in the program';
    const fields = { tenant: 'orders', requestId: 'r1', messageId: 'm1', error };
    expect(world.logged.at(-1)).toEqual({ transition: 'faulted', fields });
    await world.pass(3 * MINUTE);
    expect(world.logged.at(-1)).toMatchObject({ transition: 'faulted', fields: { requestId: 'r1' } });
  });

  it.each([
    [
      'that is gone from the ledger',
      (world: World) => {
        world.ledger.intend = async () => {
          world.ledger.requests.clear();
          return false;
        };
      },
    ],
    [
      'that cannot be stored',
      (world: World) => Object.assign(world.ledger, { claim: () => Promise.reject(new Error('away')) }),
    ],
  ])('%s stays in the queue however often it was received', async (_what, arrange) => {
    const world = new World();
    arrange(world);
    await expect(world.deliver(request(), { receives: 99 })).rejects.toThrow(OnlyInQueueError);
  });
});
