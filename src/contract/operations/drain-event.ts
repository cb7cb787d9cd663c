import { hashOf } from '../hash-of.ts';
import type { DrainEventData } from './drain-schema.ts';
import type { DrainEventName } from './names.ts';
import { type OperationsEventToPublish, operationsEvent } from './operations-event.ts';
import type { OperatorMetadata } from './operator-metadata.ts';

export type DrainEvent = OperationsEventToPublish<DrainEventName>;

/** @param metadata its `occurredAt` is later than that of every earlier event of the drain with this name */
export function drainEvent(
  name: DrainEventName,
  metadata: Pick<OperatorMetadata, 'occurredAt' | 'serviceVersion'>,
  data: DrainEventData,
): DrainEvent {
  return operationsEvent(name, hashOf(['drain', name, data.drainId, metadata.occurredAt]), metadata, data);
}
