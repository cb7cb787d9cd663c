import type { AnnouncedData, CancelledData, MaintenanceDoneData } from 'dx-migrator/operations';
import { type MaintenanceEvent, parseNotified } from '../../../examples/consumers/notification/parse.ts';
import { announced } from '../calendar/announced-lines.ts';

type Line = Pick<AnnouncedData, 'drainId' | 'connectionId' | 'ownerAccount' | 'window' | 'maintenanceId'>;

/** Events, checked against the contract. `occurredAt` is RFC 3339; by default they come in this order. */
export function announcedOf(
  connectionId: string,
  more: Partial<AnnouncedData> = {},
  occurredAt = '2026-12-01T00:00:00.000Z',
): MaintenanceEvent {
  return eventOf('Announced', announced(connectionId, more), occurredAt);
}

export function cancelledOf(
  line: MaintenanceEvent,
  cause: CancelledData['cause'],
  occurredAt = '2026-12-10T00:00:00.000Z',
): MaintenanceEvent {
  return eventOf('Cancelled', { ...commonOf(line), cause }, occurredAt);
}

export function doneOf(
  line: MaintenanceEvent,
  outcome: MaintenanceDoneData['outcome'] = 'HEALTHY',
  occurredAt = '2026-12-24T22:00:00.000Z',
): MaintenanceEvent {
  return eventOf('Done', { ...commonOf(line), parentConnectionId: 'dxlag-fra00001', outcome }, occurredAt);
}

function commonOf({ detail: { data } }: MaintenanceEvent): Line {
  const { drainId, connectionId, ownerAccount, window, maintenanceId } = data;
  return { drainId, connectionId, ownerAccount, window, maintenanceId };
}

function eventOf<Data extends Line>(kind: string, data: Data, occurredAt: string): MaintenanceEvent {
  const parsed = parseNotified(
    JSON.stringify({
      ...{ version: '0', id: crypto.randomUUID(), source: 'dx-migrator.operations', resources: [] },
      'detail-type': `Hosted Connection Maintenance ${kind}`,
      ...{ account: '777788889999', region: 'eu-central-1', time: '2026-12-01T00:00:00Z' },
      detail: {
        metadata: {
          ...{ eventId: JSON.stringify([kind, data.drainId, data.connectionId, data.window.from]), schemaVersion: '1' },
          ...{ occurredAt, service: 'dx-migrator', serviceVersion: '0.0.0-test' },
        },
        data,
      },
    }),
  );
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.event as MaintenanceEvent;
}
