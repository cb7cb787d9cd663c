import {
  type EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_REQUEST_BYTES } from '../../../local/eventbridge/entry-size.ts';
import { type EventBridgeServer, startEventBridge } from '../../../local/eventbridge/start-event-bridge.ts';
import { ManualClock } from '../../unit/eventbridge/manual-clock.ts';
import { ACCOUNT, clientOf, FakeTargets, REGION } from './harness.ts';

const good: PutEventsRequestEntry = { Source: 'dx-migrator', DetailType: 'Moved', Detail: '{"a":1}' };

// Sources: PutEvents, PutEventsRequestEntry and PutEventsResultEntry in the EventBridge API Reference; "Sending events
// with PutEvents" in the User Guide. Texts are those of recorded AWS answers.
describe('PutEvents', () => {
  let server: EventBridgeServer;
  let client: EventBridgeClient;

  beforeEach(async () => {
    server = await startEventBridge({
      region: REGION,
      account: ACCOUNT,
      targets: new FakeTargets(),
      clock: new ManualClock(),
    });
    client = clientOf(server.url);
  });

  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));

  it('listens on 127.0.0.1 only', async () => {
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    await expect(fetch(`http://127.0.0.2:${server.port}`)).rejects.toThrow();
  });

  it('gives every accepted entry the id of its event', async () => {
    const answer = await put(good, good);

    const ids = server.received().map((entry) => entry.event.id);
    expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: ids.map((EventId) => ({ EventId })) });
    expect(new Set(ids).size).toBe(2);
    expect(server.counters()).toMatchObject({ accepted: 2, matched: 0 });
  });

  it('wraps an entry into the envelope, its time the time of the call in whole seconds', async () => {
    await put({ ...good, Resources: ['arn:a'] });

    expect(server.received()).toEqual([
      {
        busName: 'default',
        event: {
          version: '0',
          id: expect.any(String),
          'detail-type': 'Moved',
          source: 'dx-migrator',
          account: ACCOUNT,
          time: '2026-01-02T03:04:05Z',
          region: REGION,
          resources: ['arn:a'],
          detail: { a: 1 },
        },
      },
    ]);
  });

  it('keeps the time of the entry', async () => {
    await put({ ...good, Time: new Date('2025-06-07T08:09:10.999Z') });

    expect(server.received()[0]?.event.time).toBe('2025-06-07T08:09:10Z');
  });

  it.each<[what: string, entry: PutEventsRequestEntry, code: string, message: string]>([
    [
      'no source',
      { ...good, Source: undefined },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      'no detail type',
      { ...good, DetailType: undefined },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ],
    [
      'no detail',
      { ...good, Detail: undefined },
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    ],
    [
      'a long detail type',
      { ...good, DetailType: 'x'.repeat(129) },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType must not be longer than 128 characters.',
    ],
    ['a detail that is no JSON', { ...good, Detail: '{"a":' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a detail that is a string', { ...good, Detail: '"a"' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a detail that is an array', { ...good, Detail: '[]' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a detail that is null', { ...good, Detail: 'null' }, 'MalformedDetail', 'Detail is malformed.'],
    [
      "AWS's own source",
      { ...good, Source: 'aws.ec2' },
      'NotAuthorizedForSourceException',
      'Not authorized for the source.',
    ],
  ])('fails one entry for %s and accepts the others', async (_what, entry, ErrorCode, ErrorMessage) => {
    const answer = await put(good, entry, good);

    expect(answer.$metadata.httpStatusCode).toBe(200);
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries).toEqual([
      { EventId: expect.any(String) },
      { ErrorCode, ErrorMessage },
      { EventId: expect.any(String) },
    ]);
    expect(server.received()).toHaveLength(2);
  });

  it('rejects a request without entries, and one with more than ten', async () => {
    await expect(put()).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("at 'entries' failed to satisfy constraint"),
      $metadata: { httpStatusCode: 400 },
    });
    await expect(put(...Array.from({ length: 11 }, () => good))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('length less than or equal to 10'),
    });
    await expect(put(...Array.from({ length: 10 }, () => good))).resolves.toMatchObject({ FailedEntryCount: 0 });
    expect(server.received()).toHaveLength(10);
  });

  it('rejects a request whose entries together are over the limit', async () => {
    const overhead = 'dx-migrator'.length + 'Moved'.length + '{"a":""}'.length;
    const filled = (bytes: number) => ({ ...good, Detail: `{"a":"${'x'.repeat(bytes - overhead)}"}` });

    await expect(put(filled(MAX_REQUEST_BYTES / 2), filled(MAX_REQUEST_BYTES / 2 + 1))).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
    });
    await expect(put(filled(MAX_REQUEST_BYTES))).resolves.toMatchObject({ FailedEntryCount: 0 });
  });

  it('rejects a name that no bus can have', async () => {
    await expect(put({ ...good, EventBusName: 'a b' })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put({ ...good, EventBusName: '' })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(put({ ...good, EventBusName: 'x'.repeat(1601) })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  // Not documented; reported of AWS in github.com/aws/aws-cli issue 9186 and github.com/aws/aws-sdk issue 186.
  it('answers a bus that does not exist like any other', async () => {
    server.createBus('dx');
    const answer = await put(
      { ...good, EventBusName: 'no-such-bus' },
      { ...good, EventBusName: `arn:aws:events:${REGION}:999999999999:event-bus/dx` },
    );

    expect(answer.FailedEntryCount).toBe(0);
    expect(answer.Entries).toEqual([{ EventId: expect.any(String) }, { EventId: expect.any(String) }]);
    expect(server.received().map((entry) => entry.busName)).toEqual([
      'no-such-bus',
      `arn:aws:events:${REGION}:999999999999:event-bus/dx`,
    ]);
  });

  it('takes the bus by name or by ARN', async () => {
    const arn = server.createBus('dx');
    await put({ ...good, EventBusName: 'dx' }, { ...good, EventBusName: arn });

    expect(server.received().map((entry) => entry.busName)).toEqual(['dx', 'dx']);
  });

  it('knows no other operation', async () => {
    await expect(client.send(new ListRulesCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      $metadata: { httpStatusCode: 400 },
    });
    expect((await fetch(server.url)).status).toBe(400);
  });

  it.each([
    ['no JSON', 'x'],
    ['entries of the wrong type', '{"Entries":{}}'],
    ['a detail of the wrong type', '{"Entries":[{"Detail":{}}]}'],
  ])('rejects an invalid body: %s', async (_what, body) => {
    const answer = await raw(body);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: 'SerializationException' });
  });

  it('treats a null member as an absent one', async () => {
    const answer = await raw(JSON.stringify({ Entries: [{ ...good, EventBusName: null, Time: null }] }));

    expect(await answer.json()).toMatchObject({ FailedEntryCount: 0 });
  });

  it('rejects a body that is far too long, and keeps running', async () => {
    expect((await raw('x'.repeat(9 * 1_048_576))).status).toBe(413);
    expect(await put(good)).toMatchObject({ FailedEntryCount: 0 });
  });

  describe('faults', () => {
    it('fails entries, alternating between the two retriable errors', async () => {
      server.faults.failNext(1, 'entry');

      const answer = await put(good, good);

      expect(answer.FailedEntryCount).toBe(2);
      expect(answer.Entries?.map((entry) => entry.ErrorCode)).toEqual(['InternalFailure', 'ThrottlingException']);
      expect(server.received()).toEqual([]);
      expect(await put(good)).toMatchObject({ FailedEntryCount: 0 });
    });

    it('rejects requests', async () => {
      server.faults.failNext(2, 'refuse');

      for (let attempt = 0; attempt < 2; attempt += 1) {
        await expect(put(good)).rejects.toMatchObject({
          name: 'InternalException',
          $metadata: { httpStatusCode: 500 },
        });
      }
      expect(await put(good)).toMatchObject({ FailedEntryCount: 0 });
      expect(server.received()).toHaveLength(1);
    });

    it('accepts the events and breaks the connection', async () => {
      server.faults.failNext(1, 'drop');

      await expect(put(good)).rejects.toMatchObject({ code: 'ECONNRESET' });
      expect(server.received()).toHaveLength(1);
    });

    it('needs a positive number', () => {
      expect(() => server.faults.failNext(0, 'drop')).toThrow(RangeError);
    });
  });

  function raw(body: string): Promise<Response> {
    return fetch(server.url, { method: 'POST', headers: { 'x-amz-target': 'AWSEvents.PutEvents' }, body });
  }
});
