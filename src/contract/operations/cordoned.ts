import { SERVICE } from '../event-names.ts';
import { hashOf } from '../hash-of.ts';
import { toSqsJson } from '../text.ts';
import type { CordonedData } from './cordoned-schema.ts';
import { CORDONED, OPERATIONS_SOURCE } from './names.ts';
import type { OperatorMetadata } from './operator-metadata.ts';

/** `detail` of the event. */
export interface CordonedDetail {
  metadata: OperatorMetadata;
  data: CordonedData;
}

/** The event as it is stored and published, to the letter. */
export interface CordonedEvent {
  eventId: string;
  source: typeof OPERATIONS_SOURCE;
  detailType: typeof CORDONED;
  detail: string;
}

/**
 * Says neither who decided it nor why: that is for those who run the service, and who subscribes may pass events on to customers.
 *
 * @param metadata its `occurredAt` is later than that of every earlier event about cordons
 */
export function cordonedEvent(
  metadata: Pick<OperatorMetadata, 'occurredAt' | 'serviceVersion'>,
  data: CordonedData,
): CordonedEvent {
  const eventId = cordonedEventId(data.parentConnectionId, metadata.occurredAt);
  const detail: CordonedDetail = { metadata: { eventId, schemaVersion: '1', service: SERVICE, ...metadata }, data };
  return { eventId, source: OPERATIONS_SOURCE, detailType: CORDONED, detail: toSqsJson(detail) };
}

/** By its first part it is no id of another event. */
export function cordonedEventId(parentConnectionId: string, occurredAt: string): string {
  return hashOf(['cordoned', parentConnectionId, occurredAt]);
}
