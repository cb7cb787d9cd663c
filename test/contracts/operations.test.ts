import { describe, expect, it } from 'vitest';
import { schemasIn, validatorOf } from '../../contracts/generate/compatibility.ts';
import { toConnectionRecord } from '../../src/aws/to-connection-record.ts';
import { cordonedEventId } from '../../src/contract/operations/cordoned.ts';
import { CORDONED, FAILINGS, RELEASED, VERDICTS, VERIFIED, type Verdict } from '../../src/contract/operations/names.ts';
import { parseOperationsEvent } from '../../src/contract/operations/parse-event.ts';
import { releasedEventId } from '../../src/contract/operations/released.ts';
import { type VerifiedDetail, verifiedEvent, verifiedEventId } from '../../src/contract/operations/verified.ts';
import { parseEvent } from '../../src/contract/parse-event.ts';
import { CONNECTION, OLD } from '../support/world.ts';
import { CONTRACTS, examplesOf, OPERATIONS } from './contracts.ts';

const schemas = [...schemasIn(OPERATIONS), ...schemasIn(CONTRACTS)].map(
  ([name, schema]) => [name, validatorOf(schema)] as const,
);
const events = examplesOf('events', OPERATIONS);
const all = events.map(([name, example]) => {
  const result = parseOperationsEvent(JSON.stringify(example));
  if (!result.ok) throw new Error(`${name}: ${result.problem}`);
  return result.event;
});
const read = all.flatMap((event) => (event['detail-type'] === VERIFIED ? [event.detail] : []));
const releases = all.flatMap((event) => (event['detail-type'] === RELEASED ? [event.detail] : []));
const cordons = all.flatMap((event) => (event['detail-type'] === CORDONED ? [event.detail] : []));

describe.each(events)('the golden event %s', (_name, example) => {
  it('is valid by its own schema, and by none of version 1 of the contract', () => {
    const valid = schemas.filter(([, isValid]) => isValid(example)).map(([name]) => name);
    expect(valid).toEqual([String(example['detail-type']).toLowerCase().replaceAll(' ', '-')]);
  });

  it('is read in full by a consumer, and not at all by one of version 1', () => {
    const { version, resources, ...known } = example;
    expect(parseOperationsEvent(example)).toEqual({ ok: true, event: known });
    expect(parseEvent(example)).toEqual({ ok: false, problem: 'detail-type: is not as the contract says' });
  });
});

it.each(events.filter(([name]) => name.startsWith('verified-')))(
  '%s is what the service makes of what it saw',
  (_name, example) => {
    const { metadata, data } = example.detail as VerifiedDetail;
    const { eventId, schemaVersion, service, ...recorded } = metadata;
    const { detail, ...event } = verifiedEvent(recorded, data);
    expect(JSON.parse(detail)).toEqual(example.detail);
    expect(event).toEqual({ eventId, source: example.source, detailType: example['detail-type'] });
  },
);

it('there is a golden event of every verdict, with its own id, and one that overrides another', () => {
  expect(new Set(read.map(({ data }) => data.verdict))).toEqual(new Set(VERDICTS));
  for (const { metadata, data } of read) {
    expect(metadata.eventId).toBe(verifiedEventId(data.tenant, data.requestId, data.verdict));
  }
  expect(new Set(all.map(({ detail }) => detail.metadata.eventId)).size).toBe(events.length);
  const sameMove = read.filter(({ data }) => data.requestId === 'order-unhealthy.move-1');
  const [first, second, ...more] = sameMove.map(({ data }) => data.verdict);
  expect(new Set([first, second])).toEqual(new Set<Verdict>(['UNHEALTHY', 'HEALTHY']));
  expect(more).toEqual([]);
});

it('there is a golden event of a parent that is cordoned, and no longer, which names no one and no reason', () => {
  expect(new Set(cordons.map(({ data }) => data.cordoned))).toEqual(new Set([true, false]));
  for (const { metadata, data } of cordons) {
    expect(metadata.eventId).toBe(cordonedEventId(data.parentConnectionId, metadata.occurredAt));
    expect(Object.keys(data).toSorted((a, b) => a.localeCompare(b))).toEqual(['cordoned', 'parentConnectionId']);
    expect(Object.keys(metadata).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'eventId',
      'occurredAt',
      'schemaVersion',
      'service',
      'serviceVersion',
    ]);
  }
});

it('there is a golden event of a line that is released, which names no one and no reason', () => {
  expect(releases).toHaveLength(1);
  for (const { metadata, data } of releases) {
    expect(metadata.eventId).toBe(releasedEventId(data.connectionId, metadata.occurredAt));
    expect(new Set(Object.keys(data))).toEqual(new Set(['ownerAccount', 'connectionId']));
  }
});

it('an outcome of the same request has another id, and so has every other verdict', () => {
  const ids = VERDICTS.map((verdict) => verifiedEventId('orders', 'r1', verdict));
  const outcomes = examplesOf('events').map(
    ([, event]) => (event.detail as { metadata: { eventId: string } }).metadata,
  );
  expect(new Set([...ids, ...outcomes.map(({ eventId }) => eventId)]).size).toBe(ids.length + outcomes.length);
});

describe('a consumer that reads an event about operations', () => {
  const [, healthy] = events.find(([name]) => name === 'verified-healthy') ?? [];
  const detail = healthy?.detail as { metadata: object; data: Record<string, unknown> };
  const withData = (change: object) => ({ ...healthy, detail: { ...detail, data: { ...detail.data, ...change } } });

  it('ignores fields that it does not know', () => {
    expect(parseOperationsEvent({ ...withData({ later: 'c' }), new: 1 })).toEqual(parseOperationsEvent(healthy));
  });

  it.each([
    ['not JSON', '{', 'the event'],
    ['an outcome', { ...healthy, source: 'dx-migrator' }, 'source'],
    ['of another type', { ...healthy, 'detail-type': 'Hosted Connection Lost' }, 'detail-type'],
    ['with a verdict that is none', withData({ verdict: 'FINE' }), 'detail.data.verdict'],
    ['with a failing that is none', withData({ failings: [FAILINGS[0], 'MOOD'] }), 'detail.data.failings.1'],
    ['with a place that is a list', withData({ after: [] }), 'detail.data.after'],
    ['with half a look', withData({ looks: 1.5 }), 'detail.data.looks'],
    ['that was good in the future', withData({ resolutionSeconds: -1 }), 'detail.data.resolutionSeconds'],
  ])('gets an error that names the place: %s', (_what, received, where) => {
    expect(parseOperationsEvent(received)).toEqual({ ok: false, problem: `${where}: is not as the contract says` });
  });
});

const AT = '2026-11-23T12:00:00.000Z';

it('the tags that fit are whole, and what is cut is marked', () => {
  const tags = Array.from({ length: 600 }, (_, index) => ({ key: `key-${index}`, value: 'v'.repeat(100) }));
  const record = toConnectionRecord({ connectionId: CONNECTION, tags });
  const place = { parentConnectionId: OLD, connection: record };
  const metadata = { occurredAt: AT, serviceVersion: '1', correlationId: 'r1', causationId: 'm1' };
  const event = verifiedEvent(metadata, {
    ...{ verdict: 'HEALTHY', tenant: 'orders', requestId: 'r1', connectionId: CONNECTION, failings: [] },
    ...{ before: place, after: null, movedAt: AT, looks: 3 },
    ...{ lastBadAt: null, firstGoodAt: AT, resolutionSeconds: 60, observedAt: AT },
  });
  const { data } = JSON.parse(event.detail) as VerifiedDetail;
  const told = data.before.connection.tags ?? [];
  expect(told.at(-1)).toEqual({ key: '…' });
  expect(told.slice(0, -1)).toEqual(tags.slice(0, told.length - 1));
  expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThan(16 * 1024 + 20);
  expect(Buffer.byteLength(JSON.stringify(told))).toBeGreaterThan(15 * 1024);
});
