import { describe, expect, it } from 'vitest';
import { MigrationClient, type SubmissionProgress } from '../../../src/client/index.ts';
import { FakeSqs } from './fake-sqs.ts';
import { aClient, aRequest, NOW, outcomes, requests } from './given.ts';

describe('batches', () => {
  it('hold ten requests at most, one batch at a time', async () => {
    const sqs = new FakeSqs();

    const report = await aClient(sqs).client.submitAll(requests(23));

    expect(sqs.calls.map(({ length }) => length)).toEqual([10, 10, 3]);
    expect(sqs.mostAtOnce).toBe(1);
    expect(report).toMatchObject({ accepted: 23, notAccepted: 0 });
    expect(report.results.map(({ requestId }) => requestId)).toEqual(requests(23).map(({ requestId }) => requestId));
  });

  it('stay within 262,144 bytes, attributes included', async () => {
    const sqs = new FakeSqs();
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01-${'x'.repeat(200)}`;
    // A fraction of a second may be as long as the body allows. Ten of these fit in without their attributes only.
    const large = requests(20, { notBefore: `2026-11-23T11:59:00.${'0'.repeat(25_770)}Z` });
    const { client } = aClient(sqs);

    const report = await client.submitAll(large, { traceparentOf: () => traceparent });
    await client.submitAll(large.slice(0, 10));

    expect(report.accepted).toBe(20);
    expect(sqs.calls.map(({ length }) => length)).toEqual([9, 9, 2, 10]);
  });

  it('never hold two requests for one connection', async () => {
    const sqs = new FakeSqs();
    const chain = ['r1', 'r2'].map((id) => aRequest(id, { connectionId: 'dxcon-a' }));

    await aClient(sqs).client.submitAll([...chain, aRequest('r3'), aRequest('r4', { connectionId: 'dxcon-a' })]);

    expect(sqs.sent).toEqual([['r1'], ['r2', 'r3'], ['r4']]);
  });

  it('give each request its own trace context and deduplication id', async () => {
    const sqs = new FakeSqs();
    const traceparent = (n: string) => `00-${n.repeat(32)}-${n.repeat(16)}-01`;
    const traces = new Map([
      ['r1', traceparent('1')],
      ['r3', traceparent('3')],
    ]);

    await aClient(sqs).client.submitAll(requests(3), { traceparentOf: ({ requestId }) => traces.get(requestId) });

    const [entries = []] = sqs.calls;
    expect(entries.map(({ MessageAttributes }) => MessageAttributes?.traceparent?.StringValue)).toEqual([
      traceparent('1'),
      undefined,
      traceparent('3'),
    ]);
    expect(entries.map(({ MessageDeduplicationId }) => MessageDeduplicationId)).toEqual(['id-1', 'id-2', 'id-3']);
  });
});

describe('a batch that is accepted in part', () => {
  it('is sent again where SQS reports its own fault or nothing, before the next one', async () => {
    const sqs = new FakeSqs(['accepted', 'sqsFault', 'senderFault', 'missing', 'accepted'], ['accepted', 'sqsFault']);

    const report = await aClient(sqs).client.submitAll(requests(12));

    expect(sqs.sent.map((ids) => ids.join())).toEqual(['r1,r2,r3,r4,r5,r6,r7,r8,r9,r10', 'r2,r4', 'r4', 'r11,r12']);
    expect(outcomes(report)).toContain('r3 REFUSED');
    expect(report).toMatchObject({ accepted: 11, notAccepted: 1 });
  });
});

describe('requests for one connection', () => {
  const a = (id: string, fields: object = {}) => aRequest(id, { connectionId: 'dxcon-a', ...fields });

  it('are not sent behind one that SQS did not accept', async () => {
    const sqs = new FakeSqs(['senderFault', 'accepted']);

    const report = await aClient(sqs).client.submitAll([a('r1'), aRequest('r2'), a('r3'), a('r4'), aRequest('r5')]);

    expect(outcomes(report)).toEqual(['r1 REFUSED', 'r2 accepted', 'r3 NOT_SENT', 'r4 NOT_SENT', 'r5 accepted']);
    expect(report.results[2]).toMatchObject({
      problem: 'it was not sent: an earlier request for dxcon-a was not accepted',
    });
    expect(sqs.sent).toEqual([['r1', 'r2'], ['r5']]);
  });

  it('are not sent behind one that is invalid', async () => {
    const sqs = new FakeSqs();

    const report = await aClient(sqs).client.submitAll([a('r1', { requestedAt: 'today' }), a('r2'), aRequest('r3')]);

    expect(outcomes(report)).toEqual(['r1 INVALID', 'r2 NOT_SENT', 'r3 accepted']);
  });

  it('are not sent behind one that has no JSON', async () => {
    const sqs = new FakeSqs();
    const unwritable = aRequest('r1', { connectionId: 'dxcon-a', expectedVlan: 101n });

    const report = await aClient(sqs).client.submitAll([unwritable, aRequest('r2', { connectionId: 'dxcon-a' })]);

    expect(sqs.sent).toEqual([]);
    expect(report.results).toMatchObject([{ requestId: 'r1', code: 'INVALID' }, { code: 'NOT_SENT' }]);
  });

  it('are uncertain where the answer cannot be read', async () => {
    const sqs = { send: async () => undefined as never };
    const client = new MigrationClient({ sqs, queueUrl: 'q' }, { wait: async () => undefined, now: () => NOW });

    const report = await client.submitAll(requests(2));

    expect(report.results).toMatchObject([{ code: 'UNCERTAIN' }, { code: 'UNCERTAIN' }]);
  });

  it('are not sent behind one that is uncertain', async () => {
    const sqs = new FakeSqs(...Array(4).fill(['missing']));

    expect(outcomes(await aClient(sqs).client.submitAll([a('r1'), a('r2')]))).toEqual(['r1 UNCERTAIN', 'r2 NOT_SENT']);
  });
});

describe('progress', () => {
  it('is reported after each batch, and at the end if anything came after the last one', async () => {
    const reports: SubmissionProgress[] = [];
    const invalid = aRequest('r12', { expectedVlan: 0 });

    const given = [...requests(11), invalid];
    await aClient(new FakeSqs(['senderFault', 'accepted'])).client.submitAll(given, {
      onProgress: (progress) => reports.push(progress),
    });
    await aClient(new FakeSqs()).client.submitAll([invalid], { onProgress: (progress) => reports.push(progress) });

    expect(reports).toEqual([
      { read: 10, accepted: 9, notAccepted: 1 },
      { read: 12, accepted: 10, notAccepted: 2 },
      { read: 1, accepted: 0, notAccepted: 1 },
    ]);
  });

  it('is awaited', async () => {
    const events: string[] = [];
    const sqs = new FakeSqs();

    await aClient(sqs).client.submitAll(requests(11), {
      onProgress: async () => {
        events.push(`begins after ${sqs.calls.length}`);
        await new Promise((resolve) => setImmediate(resolve));
        events.push(`ends after ${sqs.calls.length}`);
      },
    });

    expect(events).toEqual(['begins after 1', 'ends after 1', 'begins after 2', 'ends after 2']);
  });
});

describe('the source', () => {
  it('is read no further than the batch to send', async () => {
    const sqs = new FakeSqs();
    let read = 0;
    const ahead: number[] = [];
    async function* source() {
      for (const request of requests(35)) {
        ahead.push(++read - sqs.calls.flat().length);
        yield request;
      }
    }

    await aClient(sqs).client.submitAll(source());

    expect(Math.max(...ahead)).toBe(10);
  });

  it('may be empty', async () => {
    const report = await aClient(new FakeSqs()).client.submitAll([]);
    expect(report).toEqual({ accepted: 0, notAccepted: 0, results: [] });
  });
});
