import type { Context, SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { deliverBatch } from '../../../src/handlers/deliver-batch.ts';
import type { Message } from '../../../src/migration/model/message.ts';
import type { LogFields } from '../../../src/migration/ports/log.ts';
import { type Delivery, OnlyInQueueError } from '../../../src/migration/receive.ts';

const QUEUE = 'arn:aws:sqs:eu-central-1:111122223333:dx-migrator-prod-requests_acme-2.fifo';

function record(messageId: string, group: string, fields: Partial<SQSRecord> = {}): SQSRecord {
  return {
    messageId,
    receiptHandle: `handle-${messageId}`,
    body: 'body',
    attributes: {
      ApproximateReceiveCount: '3',
      SentTimestamp: '1000',
      SenderId: 'AROA:x',
      ApproximateFirstReceiveTimestamp: '1',
      MessageGroupId: group,
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: QUEUE,
    awsRegion: '',
    ...fields,
  };
}

const CONTEXT = { getRemainingTimeInMillis: () => 60_000 } as Context;

function batch(answers: Record<string, Delivery | Error>) {
  const delivered: Message[] = [];
  const deferred: [string, number][] = [];
  const deferredOf: string[] = [];
  const logged: [string, LogFields][] = [];
  const handle = deliverBatch({
    deliver: async (message) => {
      await Promise.resolve();
      delivered.push(message);
      const answer = answers[message.id] ?? { kind: 'acknowledge' };
      if (answer instanceof Error) throw answer;
      return answer;
    },
    defer: async (queue, handle, seconds) => {
      deferredOf.push(queue);
      deferred.push([handle, seconds]);
    },
    settings: { callTimeoutMs: 20_000 },
    random: () => 0.5,
    log: (what, fields) => void logged.push([what, fields]),
  });
  const context = { getRemainingTimeInMillis: () => 60_000 - 12_000 * delivered.length } as Context;
  return { delivered, deferred, deferredOf, logged, handle: (Records: SQSRecord[]) => handle({ Records }, context) };
}

describe('a batch', () => {
  it('reports no failures when all messages are acknowledged', async () => {
    const { handle } = batch({});
    expect(await handle([record('a', 'g1'), record('b', 'g2')])).toEqual({ batchItemFailures: [] });
  });

  it('passes the core what it needs from a message', async () => {
    const { handle, delivered } = batch({});
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const attribute = { dataType: 'String', stringValue: traceparent };
    await handle([record('a', 'g', { messageAttributes: { traceparent: attribute } }), record('b', 'g')]);
    expect(delivered).toEqual([
      { id: 'a', body: 'body', tenant: 'acme-2', senderId: 'AROA:x', sentAtMs: 1000, receives: 3, traceparent },
      { id: 'b', body: 'body', tenant: 'acme-2', senderId: 'AROA:x', sentAtMs: 1000, receives: 3 },
    ]);
  });

  it('sets the visibility at the queue that the message came from', async () => {
    const { handle, deferredOf } = batch({ a: { kind: 'retry', seconds: 7 } });
    await handle([record('a', 'g')]);
    expect(deferredOf).toEqual([QUEUE]);
  });

  it.each(['', QUEUE.replace('requests_', 'requests-dlq_'), QUEUE.replace('_acme-2', ''), `${QUEUE}x`])(
    'of another queue fails as a whole: %s',
    async (eventSourceARN) => {
      const { handle, delivered } = batch({});
      await expect(handle([record('a', 'g', { eventSourceARN })])).rejects.toThrow('not from a requests queue');
      expect(delivered).toEqual([]);
    },
  );

  it('after a failure returns the later messages of its group at the same time, and processes the other groups', async () => {
    const { handle, delivered, deferred } = batch({ a2: { kind: 'retry', seconds: 7 } });
    const records = [record('a1', 'a'), record('b1', 'b'), record('a2', 'a'), record('a3', 'a'), record('b2', 'b')];
    expect(await handle(records)).toEqual({ batchItemFailures: [{ itemIdentifier: 'a2' }, { itemIdentifier: 'a3' }] });
    expect(new Set(delivered.map(({ id }) => id))).toEqual(new Set(['a1', 'a2', 'b1', 'b2']));
    expect(deferred).toEqual([
      ['handle-a2', 7],
      ['handle-a3', 7],
    ]);
  });

  it('keeps the messages of one group in order, one at a time', async () => {
    let active = 0;
    const order: string[] = [];
    const handle = deliverBatch({
      deliver: async ({ id }) => {
        expect(++active).toBe(1);
        await new Promise(setImmediate);
        order.push(id);
        active--;
        return { kind: 'acknowledge' };
      },
      defer: async () => {},
      settings: { callTimeoutMs: 0 },
      random: () => 0,
      log: () => {},
    });
    await handle({ Records: ['1', '2', '3', '4'].map((id) => record(id, 'g')) }, CONTEXT);
    expect(order).toEqual(['1', '2', '3', '4']);
  });

  it('returns at once the messages for which the invocation has no time left', async () => {
    const { handle, delivered, deferred } = batch({});
    const records = ['1', '2', '3', '4', '5'].map((id) => record(id, 'g'));
    expect(await handle(records)).toEqual({ batchItemFailures: [{ itemIdentifier: '4' }, { itemIdentifier: '5' }] });
    expect(delivered.map(({ id }) => id)).toEqual(['1', '2', '3']);
    expect(deferred).toEqual([
      ['handle-4', 0],
      ['handle-5', 0],
    ]);
  });

  it('reports a message whose delivery throws, and never lets the exception escape', async () => {
    const { handle, deferred, logged } = batch({ a: new TypeError('broken') });
    expect(await handle([record('a', 'g'), record('b', 'h')])).toEqual({
      batchItemFailures: [{ itemIdentifier: 'a' }],
    });
    expect(deferred).toEqual([['handle-a', 8]]);
    expect(logged).toEqual([['faulted', { messageId: 'a', error: 'TypeError: broken' }]]);
  });

  it('hides a message for longer when it is only in the queue', async () => {
    const { handle, deferred } = batch({ a: new OnlyInQueueError(new Error('away')) });
    const late = record('a', 'g', { attributes: { ...record('a', 'g').attributes, ApproximateReceiveCount: '20' } });
    expect(await handle([late])).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    expect(deferred).toEqual([['handle-a', 450]]);
  });

  it('reports a failure even when the visibility timeout cannot be set', async () => {
    const handle = deliverBatch({
      deliver: async () => ({ kind: 'retry', seconds: 1 }),
      defer: async () => {
        throw new Error('SQS is away');
      },
      settings: { callTimeoutMs: 0 },
      random: () => 0,
      log: () => {},
    });
    expect(await handle({ Records: [record('a', 'g')] }, CONTEXT)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'a' }],
    });
  });

  it('treats each message without a group on its own', async () => {
    const { handle, delivered } = batch({ a: { kind: 'retry', seconds: 1 } });
    const standard = (id: string) => {
      const { MessageGroupId: _group, ...attributes } = record(id, '').attributes;
      return record(id, '', { attributes });
    };
    expect(await handle([standard('a'), standard('b')])).toEqual({ batchItemFailures: [{ itemIdentifier: 'a' }] });
    expect(delivered).toHaveLength(2);
  });
});
