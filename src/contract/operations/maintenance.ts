import { hashOf } from '../hash-of.ts';
import type { AnnouncedData, CancelledData, MaintenanceDoneData } from './maintenance-schema.ts';
import { MAINTENANCE_ANNOUNCED, MAINTENANCE_CANCELLED, MAINTENANCE_DONE } from './names.ts';
import { type OperationsEventToPublish, operationsEvent } from './operations-event.ts';
import type { OperatorMetadata } from './operator-metadata.ts';

export type MaintenanceEvent = OperationsEventToPublish<
  typeof MAINTENANCE_ANNOUNCED | typeof MAINTENANCE_CANCELLED | typeof MAINTENANCE_DONE
>;

type Metadata = Pick<OperatorMetadata, 'occurredAt' | 'serviceVersion'>;

export function maintenanceId(drainId: string, connectionId: string): string {
  return `${drainId}.${connectionId}`;
}

/** Once for a line and window, whatever revision of the plan it is of. */
export function announcedEvent(metadata: Metadata, data: AnnouncedData): MaintenanceEvent {
  return operationsEvent(MAINTENANCE_ANNOUNCED, idOf('announced', data), metadata, data);
}

export function cancelledEvent(metadata: Metadata, data: CancelledData): MaintenanceEvent {
  return operationsEvent(MAINTENANCE_CANCELLED, idOf('cancelled', data), metadata, data);
}

export function maintenanceDoneEvent(metadata: Metadata, data: MaintenanceDoneData): MaintenanceEvent {
  return operationsEvent(MAINTENANCE_DONE, idOf('done', data), metadata, data);
}

function idOf(
  kind: string,
  { drainId, connectionId, window }: Pick<CancelledData, 'drainId' | 'connectionId' | 'window'>,
): string {
  return hashOf(['maintenance', kind, drainId, connectionId, window.from, window.to]);
}
