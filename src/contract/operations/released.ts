import { SERVICE } from '../event-names.ts';
import { hashOf } from '../hash-of.ts';
import { toSqsJson } from '../text.ts';
import { OPERATIONS_SOURCE, RELEASED } from './names.ts';
import type { OperatorMetadata } from './operator-metadata.ts';
import type { ReleasedData } from './released-schema.ts';

/** `detail` of the event. */
export interface ReleasedDetail {
  metadata: OperatorMetadata;
  data: ReleasedData;
}

/** The event as it is stored and published, to the letter. */
export interface ReleasedEvent {
  eventId: string;
  source: typeof OPERATIONS_SOURCE;
  detailType: typeof RELEASED;
  detail: string;
}

/** Says neither who decided it nor why, as with a cordon. */
export function releasedEvent(
  metadata: Pick<OperatorMetadata, 'occurredAt' | 'serviceVersion'>,
  data: ReleasedData,
): ReleasedEvent {
  const eventId = releasedEventId(data.connectionId, metadata.occurredAt);
  const detail: ReleasedDetail = { metadata: { eventId, schemaVersion: '1', service: SERVICE, ...metadata }, data };
  return { eventId, source: OPERATIONS_SOURCE, detailType: RELEASED, detail: toSqsJson(detail) };
}

/** By its first part it is no id of another event. */
export function releasedEventId(connectionId: string, occurredAt: string): string {
  return hashOf(['released', connectionId, occurredAt]);
}
