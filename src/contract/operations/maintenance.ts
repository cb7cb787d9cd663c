import { hashOf } from '../hash-of.ts';
import type { AnnouncedData, CancelledData, MaintenanceDoneData } from './maintenance-schema.ts';
import { MAINTENANCE_ANNOUNCED, MAINTENANCE_CANCELLED, MAINTENANCE_DONE } from './names.ts';
import { type OperationsEventToPublish, operationsEvent } from './operations-event.ts';
import type { OperatorMetadata } from './operator-metadata.ts';

export type MaintenanceEvent = OperationsEventToPublish<
  typeof MAINTENANCE_ANNOUNCED | typeof MAINTENANCE_CANCELLED | typeof MAINTENANCE_DONE
>;

type Metadata = Pick<OperatorMetadata, 'occurredAt' | 'serviceVersion'>;

/** The same for a line in a drain, whatever window it is announced for. */
export function maintenanceId(drainId: string, connectionId: string): string {
  return `${drainId}.${connectionId}`;
}

/**
 * Once for a line and window, whatever revision of the plan it is of: with the same `drainId`, `connectionId` and `window` it is the
 * same event, and has to have the same `data`.
 *
 * @param metadata its `occurredAt` is later than that of every announcement of the line for another window
 */
export function announcedEvent(metadata: Metadata, data: AnnouncedData): MaintenanceEvent {
  return operationsEvent(MAINTENANCE_ANNOUNCED, idOf('announced', data), metadata, data);
}

/** Once for a line and window. */
export function cancelledEvent(metadata: Metadata, data: CancelledData): MaintenanceEvent {
  return operationsEvent(MAINTENANCE_CANCELLED, idOf('cancelled', data), metadata, data);
}

/** Once for a line and window. */
export function maintenanceDoneEvent(metadata: Metadata, data: MaintenanceDoneData): MaintenanceEvent {
  return operationsEvent(MAINTENANCE_DONE, idOf('done', data), metadata, data);
}

function idOf(
  kind: string,
  { drainId, connectionId, window }: Pick<CancelledData, 'drainId' | 'connectionId' | 'window'>,
): string {
  return hashOf(['maintenance', kind, drainId, connectionId, window.from, window.to]);
}
