import { describe, expect, it } from 'vitest';
import { drainEvent } from '../../src/contract/operations/drain-event.ts';
import type { DrainEventData } from '../../src/contract/operations/drain-schema.ts';
import { announcedEvent, cancelledEvent, maintenanceDoneEvent } from '../../src/contract/operations/maintenance.ts';
import type {
  AnnouncedData,
  CancelledData,
  MaintenanceDoneData,
} from '../../src/contract/operations/maintenance-schema.ts';
import {
  DRAIN_EVENTS,
  type DrainEventName,
  MAINTENANCE_ANNOUNCED,
  MAINTENANCE_CANCELLED,
  MAINTENANCE_DONE,
} from '../../src/contract/operations/names.ts';
import type { OperationsEventToPublish } from '../../src/contract/operations/operations-event.ts';
import type { OperatorMetadata } from '../../src/contract/operations/operator-metadata.ts';
import { parseOperationsEvent } from '../../src/contract/operations/parse-event.ts';
import { examplesOf, OPERATIONS } from './contracts.ts';

interface Detail {
  metadata: OperatorMetadata;
  data: Record<string, unknown>;
}

const events = examplesOf('events', OPERATIONS)
  .map(([name, event]) => ({ name, type: String(event['detail-type']), event, detail: event.detail as Detail }))
  .filter(({ name }) => /^(maintenance|drain)-/.test(name));
const ofType = (type: string) => events.filter((event) => event.type === type);

/** As the service makes it. */
function made(type: string, metadata: OperatorMetadata, data: unknown): OperationsEventToPublish<string> {
  switch (type) {
    case MAINTENANCE_ANNOUNCED:
      return announcedEvent(metadata, data as AnnouncedData);
    case MAINTENANCE_CANCELLED:
      return cancelledEvent(metadata, data as CancelledData);
    case MAINTENANCE_DONE:
      return maintenanceDoneEvent(metadata, data as MaintenanceDoneData);
    default:
      return drainEvent(type as DrainEventName, metadata, data as DrainEventData);
  }
}

it.each(events)(
  'the golden event $name is what the service makes of its data, under the same id',
  ({ type, detail }) => {
    const { occurredAt, serviceVersion } = detail.metadata;
    const { detail: text, ...rest } = made(type, { occurredAt, serviceVersion } as OperatorMetadata, detail.data);
    expect(JSON.parse(text)).toEqual(detail);
    expect(rest).toEqual({
      eventId: detail.metadata.eventId,
      source: 'dx-migrator.operations',
      detailType: type,
    });
  },
);

it('there is a golden event of each type, cause and outcome, and of a rollback', () => {
  const types = [MAINTENANCE_ANNOUNCED, MAINTENANCE_CANCELLED, MAINTENANCE_DONE, ...DRAIN_EVENTS];
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(types));
  expect(types).toHaveLength(11);
  const seen = (type: string, field: string) => new Set(ofType(type).map(({ detail }) => detail.data[field]));
  expect(seen(MAINTENANCE_CANCELLED, 'cause')).toEqual(new Set(['SET_ASIDE', 'NOT_MOVED', 'DRAIN_ENDED', 'REPLANNED']));
  expect(seen(MAINTENANCE_DONE, 'outcome')).toEqual(new Set(['HEALTHY', 'OTHER']));
  expect(seen('Drain Started', 'rollbackOf')).toEqual(new Set([undefined, 'fra-old-1']));
  const contacts = ofType(MAINTENANCE_ANNOUNCED).map(({ detail }) => detail.data.contact !== undefined);
  expect(new Set(contacts)).toEqual(new Set([true, false]));
});

describe.each(events)('the golden event $name', ({ type, event, detail }) => {
  it('names no one who has decided something, and no reason', () => {
    expect(JSON.stringify(event)).not.toMatch(/an operator|it is not in the event|"(?:by|why)"/);
  });

  it('says whom to tell only where it announces something', () => {
    const isTold = 'contact' in detail.data || 'customer' in detail.data || JSON.stringify(event).includes('@');
    expect(isTold && type !== MAINTENANCE_ANNOUNCED).toBe(false);
  });

  it('names no line but its own, if it is about a line', () => {
    if (!type.includes('Maintenance')) return;
    const named = new Set(JSON.stringify(event).match(/dxcon-fg\w+/g));
    expect(named).toEqual(new Set([detail.data.connectionId]));
  });
});

describe('the id of an event', () => {
  const metadata = { occurredAt: '2026-12-02T08:00:00.000Z', serviceVersion: '1' };
  const later = { ...metadata, occurredAt: '2026-12-03T08:00:00.000Z' };
  const window = { from: '2026-12-24T21:00:00.000Z', to: '2026-12-25T01:00:00.000Z' };
  const line = { drainId: 'd', connectionId: 'dxcon-1', ownerAccount: null, maintenanceId: 'd.dxcon-1', window };
  const where = { parentConnectionId: 'dxcon-a', targetParentConnectionId: 'dxcon-b' };
  const announced: AnnouncedData = { ...line, ...where, impact: 'OUTAGE', linesOfOwner: 1 };
  const idOf = (data: Partial<AnnouncedData>, at = metadata) => announcedEvent(at, { ...announced, ...data }).eventId;

  it('is that of the line and window in the drain, whenever and of whatever revision it is told', () => {
    expect(idOf({}, later)).toBe(idOf({}));
    const moved = { from: window.from, to: '2026-12-25T00:00:00.000Z' };
    const others = [idOf({ window: moved }), idOf({ connectionId: 'dxcon-2' }), idOf({ drainId: 'e' })];
    const cancelled = cancelledEvent(metadata, { ...line, cause: 'SET_ASIDE' }).eventId;
    const done = maintenanceDoneEvent(metadata, { ...line, parentConnectionId: 'dxcon-b', outcome: 'HEALTHY' }).eventId;
    expect(new Set([idOf({}), ...others, cancelled, done]).size).toBe(6);
    expect(cancelledEvent(later, { ...line, cause: 'DRAIN_ENDED' }).eventId).toBe(cancelled);
  });

  it('is that of the drain, the name and the time, without the revision', () => {
    const stopped = ofType('Drain Stopped')[0]?.detail.data as DrainEventData;
    const id = (name: DrainEventName, at: typeof metadata, data: Partial<DrainEventData> = {}) =>
      drainEvent(name, at, { ...stopped, ...data }).eventId;
    expect(id('Drain Stopped', metadata, { rev: 7 })).toBe(id('Drain Stopped', metadata));
    const ids = [
      ...[id('Drain Stopped', metadata), id('Drain Stopped', later), id('Drain Resumed', metadata)],
      id('Drain Stopped', metadata, { drainId: 'other' }),
    ];
    expect(new Set(ids).size).toBe(4);
  });
});

describe('a consumer that reads an event about a maintenance or a drain', () => {
  const changed = (name: string, change: object) => {
    const found = events.find((event) => event.name === name);
    return { ...found?.event, detail: { ...found?.detail, data: { ...found?.detail.data, ...change } } };
  };

  it.each([
    ['no window', 'maintenance-announced', { window: undefined }, 'window'],
    ['half a window', 'maintenance-announced', { window: { from: '2026-12-24T21:00:00.000Z' } }, 'window.to'],
    ['an owner that is missing', 'maintenance-done', { ownerAccount: undefined }, 'ownerAccount'],
    ['no lines at all', 'maintenance-announced', { linesOfOwner: 0 }, 'linesOfOwner'],
    ['another impact', 'maintenance-announced', { impact: 'NONE' }, 'impact'],
    ['a cause that is none', 'maintenance-cancelled-replanned', { cause: 'MOOD' }, 'cause'],
    ['an outcome that is none', 'maintenance-done', { outcome: 'FINE' }, 'outcome'],
    ['a stop without an id', 'drain-stopped', { stops: [{ kind: 'person' }] }, 'stops.0.id'],
    ['lines that are no numbers', 'drain-started', { lines: { planned: '2' } }, 'lines.planned'],
  ])('gets an error that names the place: %s', (_what, name, change, where) => {
    expect(parseOperationsEvent(changed(name, change))).toEqual({
      ok: false,
      problem: `detail.data.${where}: is not as the contract says`,
    });
  });
});
