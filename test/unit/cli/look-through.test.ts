import { beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/cli/context/context.ts';
import { type Letter, lookThrough, type Visit } from '../../../src/cli/queues/look-through.ts';

/** A queue of so many messages, in as many groups; what SQS would hide is hidden. */
class FakeQueue {
  readonly visible: string[];
  readonly hidden = new Set<string>();
  /** Of the calls that fail. */
  failing: string | undefined;

  constructor(count: number) {
    this.visible = Array.from({ length: count }, (_none, index) => `m${index}`);
  }

  async send({ constructor: { name }, input }: { constructor: { name: string }; input: object }): Promise<object> {
    if (name === this.failing) throw new Error(`${name} failed`);
    const handles = ('Entries' in input ? (input.Entries as { Id: string; ReceiptHandle: string }[]) : []).filter(
      ({ ReceiptHandle }) => this.hidden.delete(ReceiptHandle),
    );
    const Successful = handles.map(({ Id }) => ({ Id }));
    if (name === 'GetQueueAttributesCommand') {
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(this.visible.length),
          ApproximateNumberOfMessagesNotVisible: String(this.hidden.size),
        },
      };
    }
    if (name === 'ReceiveMessageCommand') {
      const ten = this.visible.splice(0, 10);
      for (const handle of ten) this.hidden.add(handle);
      return { Messages: ten.map((id) => ({ MessageId: id, ReceiptHandle: id, Body: '{}' })) };
    }
    if (name === 'ChangeMessageVisibilityBatchCommand')
      this.visible.push(...handles.map(({ ReceiptHandle }) => ReceiptHandle));
    return { Successful };
  }
}

let queue: FakeQueue;
beforeEach(() => {
  queue = new FakeQueue(25);
});

const look = (visit: Visit, signal = new AbortController().signal) =>
  lookThrough('url', visit, { aws: { sqs: queue } as unknown as Context['aws'], clock: Date.now }, { signal });

describe('a look through a queue', () => {
  it('sees all of it, and leaves it as it was', async () => {
    const seen: string[] = [];
    const visit: Visit = async (ten) => {
      seen.push(...ten.map(({ id }) => id));
      return [];
    };
    expect(await look(visit)).toEqual({ seen: 25, deleted: 0, count: 25 });
    expect(new Set(seen).size).toBe(25);
    expect([queue.visible.length, queue.hidden.size]).toEqual([25, 0]);
  });

  it('deletes what the visitor is done with, and nothing else', async () => {
    const isEven = ({ id }: Letter) => Number(id.slice(1)) % 2 === 0;
    expect(await look(async (ten) => ten.filter(isEven))).toEqual({ seen: 25, deleted: 13, count: 25 });
    expect(queue.visible.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'm1',
      'm11',
      'm13',
      'm15',
      'm17',
      'm19',
      'm21',
      'm23',
      'm3',
      'm5',
      'm7',
      'm9',
    ]);
    expect(queue.hidden.size).toBe(0);
  });

  it.each(['the visitor', 'DeleteMessageBatchCommand'])('makes all visible again when %s fails', async (failing) => {
    queue.failing = failing;
    const visit: Visit = async (ten) => {
      if (failing === 'the visitor') throw new Error('the visitor failed');
      return ten;
    };
    await expect(look(visit)).rejects.toThrow(`${failing} failed`);
    expect([queue.visible.length, queue.hidden.size]).toEqual([25, 0]);
  });

  it('makes all visible again when it is interrupted, whatever the visitor still waits for', async () => {
    const interruption = new AbortController();
    const visit: Visit = () => {
      interruption.abort();
      return new Promise(() => {});
    };
    expect(await look(visit, interruption.signal)).toMatchObject({ seen: 10, deleted: 0 });
    expect([queue.visible.length, queue.hidden.size]).toEqual([25, 0]);
  });

  it('says until when those are hidden that it could not make visible', async () => {
    queue.failing = 'ChangeMessageVisibilityBatchCommand';
    expect(await look(async () => [])).toMatchObject({ hiddenUntilMs: expect.any(Number) });
  });
});
