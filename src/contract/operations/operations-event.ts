import { SERVICE } from '../event-names.ts';
import { toSqsJson } from '../text.ts';
import { OPERATIONS_SOURCE } from './names.ts';
import type { OperatorMetadata } from './operator-metadata.ts';

/** An event about operations as it is stored and published: `detail` is JSON text, so that a republication is the same to the letter. */
export interface OperationsEventToPublish<Type extends string> {
  eventId: string;
  source: typeof OPERATIONS_SOURCE;
  detailType: Type;
  detail: string;
}

/** Says neither who decided it nor why: that is for those who run the service, and who subscribes may pass events on to customers. */
export function operationsEvent<const Type extends string>(
  detailType: Type,
  eventId: string,
  metadata: Pick<OperatorMetadata, 'occurredAt' | 'serviceVersion'>,
  data: object,
): OperationsEventToPublish<Type> {
  const detail = { metadata: { eventId, schemaVersion: '1', service: SERVICE, ...metadata }, data };
  return { eventId, source: OPERATIONS_SOURCE, detailType, detail: toSqsJson(detail) };
}
