import { describe, expect, it, onTestFinished } from 'vitest';
import { type EventBridgeServer, startEventBridge } from '../../../local/eventbridge/start-event-bridge.ts';
import { bus, EventNotAcceptedError } from '../../../src/aws/bus.ts';
import type { Bus, BusEvent } from '../../../src/migration/ports/bus.ts';
import { ManualClock } from '../../unit/eventbridge/manual-clock.ts';
import { ACCOUNT, FakeTargets, REGION } from '../eventbridge/harness.ts';
import { answerJson, clientsIn, closedPort, failureOf, startRawServer, withoutPauses } from './harness.ts';

const EVENT: BusEvent = {
  eventId: 'event-1',
  source: 'dx-migrator',
  detailType: 'Hosted Connection Migrated',
  // Blanks, order and escapes are the stored event's own: a republication is byte for byte the same.
  detail: '{"metadata": {"eventId":"event-1"},"data":{"z":"\\u00e9","note":"é","a":1.50}}',
};

const VERDICT: BusEvent = {
  ...EVENT,
  source: 'dx-migrator.operations',
  detailType: 'Hosted Connection Migration Verified',
};

async function startBridge(): Promise<EventBridgeServer> {
  const clock = new ManualClock();
  const server = await startEventBridge({ region: REGION, account: ACCOUNT, targets: new FakeTargets(), clock });
  onTestFinished(() => server.close());
  server.createBus('outcomes');
  return server;
}

const busAt = (url: string): Bus => bus(clientsIn({ AWS_ENDPOINT_URL_EVENTBRIDGE: url }).eventBridge, 'outcomes');

describe('publish', () => {
  it.each([EVENT, VERDICT])('puts one event on the bus, with its own source: $source', async (event) => {
    const server = await startBridge();

    await busAt(server.url).publish(event);

    const [entry, ...rest] = server.received();
    expect(rest).toEqual([]);
    expect(entry).toMatchObject({
      busName: 'outcomes',
      event: { source: event.source, 'detail-type': event.detailType, detail: JSON.parse(event.detail) },
    });
  });

  it('sends the detail byte for byte, and nothing that the contract does not name', async () => {
    const server = await startRawServer((response) => answerJson(response, ACCEPTED));

    await busAt(server.url).publish(EVENT);

    const Entries = [
      { EventBusName: 'outcomes', Source: 'dx-migrator', DetailType: EVENT.detailType, Detail: EVENT.detail },
    ];
    expect(server.bodies.map((body) => JSON.parse(body))).toEqual([{ Entries }]);
  });

  // "Handling failures with PutEvents" (EventBridge User Guide): HTTP 200, the failure is in the entry.
  it('throws if the entry was rejected, for either reason, and does not repeat it', async () => {
    const server = await startBridge();
    const { publish } = busAt(server.url);
    server.faults.failNext(2, 'entry');

    const failures = [await failureOf(publish(EVENT)), await failureOf(publish(EVENT))];

    expect(failures[0]).toBeInstanceOf(EventNotAcceptedError);
    expect(failures.map(String)).toEqual([
      'EventNotAcceptedError: event event-1: InternalFailure',
      'EventNotAcceptedError: event event-1: ThrottlingException',
    ]);
    expect(server.received()).toEqual([]);
    await publish(EVENT);
    expect(server.received()).toHaveLength(1);
  });

  it('retries a rejected request, up to four attempts in all', async () => {
    withoutPauses();
    const server = await startBridge();
    const { publish } = busAt(server.url);
    server.faults.failNext(3, 'refuse');

    await publish(EVENT);
    const accepted = server.received().length;
    server.faults.failNext(4, 'refuse');
    const failure = await failureOf(publish(EVENT));

    expect(accepted).toBe(1);
    expect(failure).toMatchObject({ name: 'InternalException' });
    expect(server.received()).toHaveLength(1);
  });

  it('may publish twice after a lost answer, with the same detail, and never reports a false success', async () => {
    withoutPauses();
    const server = await startBridge();
    const { publish } = busAt(server.url);
    server.faults.failNext(1, 'drop');

    await publish(EVENT);
    const details = server.received().map(({ event }) => event.detail);
    server.faults.failNext(4, 'drop');
    const failure = await failureOf(publish(EVENT));

    expect(details).toEqual([JSON.parse(EVENT.detail), JSON.parse(EVENT.detail)]);
    expect(failure).toMatchObject({ code: 'ECONNRESET' });
  });

  it('throws where nothing listens', async () => {
    withoutPauses();

    expect(await failureOf(busAt(await closedPort()).publish(EVENT))).toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.each([
    ['nothing', {}],
    ['no entries', { FailedEntryCount: 0 }],
    ['an empty list of entries', { FailedEntryCount: 0, Entries: [] }],
    ['an entry without an id', { FailedEntryCount: 0, Entries: [{}] }],
    ['an id, but no count', { Entries: [{ EventId: 'id-1' }] }],
    ['an id and a failure', { FailedEntryCount: 1, Entries: [{ EventId: 'id-1' }] }],
  ])('does not treat an answer with %s as acceptance', async (_name, answer) => {
    const server = await startRawServer((response) => answerJson(response, answer));

    const failure = await failureOf(busAt(server.url).publish(EVENT));

    expect(failure).toBeInstanceOf(EventNotAcceptedError);
    expect(String(failure)).not.toContain('note');
  });
});

const ACCEPTED = { FailedEntryCount: 0, Entries: [{ EventId: 'id-1' }] };
