import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { MigrationRequestInput } from '../../../src/contract/request-schema.ts';
import { FakeSqs } from './fake-sqs.ts';
import { aClient, aRequest } from './given.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('a request that is sent', () => {
  it('is the JSON as given, grouped by connection, under a deduplication id of its own', async () => {
    const sqs = new FakeSqs();
    const request = aRequest('r1', { requestedAt: '2026-11-23T12:59:00.5+01:00', note: 'Grüße' });

    const submission = await aClient(sqs).client.submit(request);

    expect(submission).toEqual({ accepted: true, requestId: 'r1', messageId: 'm-r1' });
    expect(sqs.calls).toEqual([
      [
        {
          Id: '0',
          MessageBody: JSON.stringify(request),
          MessageGroupId: 'dxcon-r1',
          MessageDeduplicationId: 'id-1',
        },
      ],
    ]);
  });

  it('has a new deduplication id each time it is submitted', async () => {
    const sqs = new FakeSqs();
    const { client } = aClient(sqs);

    await client.submit(aRequest());
    await client.submit(aRequest());

    expect(sqs.queue.map(({ MessageDeduplicationId }) => MessageDeduplicationId)).toEqual(['id-1', 'id-2']);
  });

  it('carries the trace context it is given', async () => {
    const sqs = new FakeSqs();

    await aClient(sqs).client.submit(aRequest(), { traceparent: TRACEPARENT });

    expect(sqs.queue[0]?.MessageAttributes).toEqual({
      traceparent: { DataType: 'String', StringValue: TRACEPARENT },
    });
  });

  it.each(['', 'nonsense', `${TRACEPARENT}\u0000`])(
    'is sent without a trace context that is invalid (%j)',
    async (traceparent) => {
      const sqs = new FakeSqs();

      expect(await aClient(sqs).client.submit(aRequest(), { traceparent })).toMatchObject({ accepted: true });

      expect(sqs.queue[0]).not.toHaveProperty('MessageAttributes');
    },
  );

  it('with characters that SQS does not accept is not sent', async () => {
    const sqs = new FakeSqs();
    const submission = await aClient(sqs).client.submit(aRequest('r1', { note: 'a\uFFFEb\uFFFFc' }));
    expect(submission).toMatchObject({ accepted: false, code: 'INVALID' });
    expect(sqs.queue).toEqual([]);
  });
});

describe('a request that is not valid', () => {
  const circular: Record<string, unknown> = {};
  circular.self = circular;

  it.each<[string, unknown, object]>([
    [
      'is reported with its id and the field that is wrong, and nothing else of it',
      aRequest('r1', { expectedVlan: 4711 }),
      { requestId: 'r1', problem: 'expectedVlan: must be an integer from 1 to 4094' },
    ],
    [
      'may have a time too far ahead of the clock',
      aRequest('r1', { requestedAt: '2026-11-23T12:05:01Z' }),
      { requestId: 'r1', problem: 'requestedAt: must be at most 5 minutes after the message was sent' },
    ],
    [
      'comes back without an id that is none',
      aRequest('not an id', { connectionId: 'dxcon-a1' }),
      { problem: expect.stringContaining('requestId: must be') },
    ],
    ['may be something else than an object', null, { problem: 'the body is not a JSON object' }],
    ['may be nothing at all', undefined, { problem: 'the request cannot be written as JSON' }],
    [
      'may be something that has no JSON',
      { ...aRequest(), note: 1n },
      { problem: 'the request cannot be written as JSON', requestId: 'r1' },
    ],
    ['may be circular', circular, { problem: 'the request cannot be written as JSON' }],
  ])('%s', async (_name, request, expected) => {
    const sqs = new FakeSqs();

    const submission = await aClient(sqs).client.submit(request as never);

    expect(submission).toEqual({ accepted: false, code: 'INVALID', ...expected });
    expect(sqs.calls).toEqual([]);
  });
});

describe('a request that JSON would lose part of', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a function', () => '2026-11-24T00:00:00Z'],
    ['a symbol', Symbol('2026-11-24T00:00:00Z')],
    ['a number that is none', Number.NaN],
    ['infinite', Number.POSITIVE_INFINITY],
    ['a date', new Date('2026-11-24T00:00:00Z')],
    ['text in an object', new String('2026-11-24T00:00:00Z')],
  ])('is not sent: its notAfter is %s', async (_name, notAfter) => {
    const sqs = new FakeSqs();

    const submission = await aClient(sqs).client.submit(aRequest('r1', { notAfter }));

    const problem = expect.stringMatching(/^notAfter: is no value that JSON has/);
    expect(submission).toEqual({ accepted: false, code: 'INVALID', requestId: 'r1', problem });
    expect(sqs.calls).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['lack a value', { site: 'fra', wave: undefined }],
    ['are a Map', new Map([['site', 'fra']])],
  ])('is not sent: its labels %s', async (_name, labels) => {
    const submission = await aClient(new FakeSqs()).client.submit(aRequest('r1', { labels }));

    expect(submission).toMatchObject({ code: 'INVALID', problem: expect.stringMatching(/^labels: is no value/) });
  });

  it('is not sent: its notAfter is inherited', async () => {
    class Order {
      get notAfter(): string {
        return '2026-11-24T00:00:00Z';
      }
    }
    const submission = await aClient(new FakeSqs()).client.submit(Object.assign(new Order(), aRequest()));

    expect(submission).toMatchObject({ code: 'INVALID', problem: expect.stringMatching(/^notAfter: /) });
  });

  it('is not sent, and a field outside of the contract is not named', async () => {
    const submission = await aClient(new FakeSqs()).client.submit(aRequest('r1', { notafter: undefined }));

    expect(submission).toMatchObject({ code: 'INVALID', problem: expect.stringMatching(/is no value that JSON has/) });
    expect(submission).not.toMatchObject({ problem: expect.stringContaining('notafter') });
  });

  it.each<[string, MigrationRequestInput]>([
    ['an instance of a class', Object.assign(new (class Order {})(), aRequest())],
    ['an object without a prototype', Object.assign(Object.create(null), aRequest())],
    ['labels without a prototype', aRequest('r1', { labels: Object.assign(Object.create(null), { site: 'fra' }) })],
    ['an object of another realm', runInNewContext('JSON.parse(body)', { body: JSON.stringify(aRequest()) })],
  ])('is not meant by %s', async (_name, request) => {
    expect(await aClient(new FakeSqs()).client.submit(request)).toMatchObject({ accepted: true });
  });
});
