import { cutRecord } from '../cut-record.ts';
import { SERVICE } from '../event-names.ts';
import { hashOf } from '../hash-of.ts';
import { toSqsJson } from '../text.ts';
import { OPERATIONS_SOURCE, VERIFIED, type Verdict } from './names.ts';
import type { Place, VerifiedData, VerifiedMetadata } from './verified-schema.ts';

/** `detail` of the event. */
export interface VerifiedDetail {
  metadata: VerifiedMetadata;
  data: VerifiedData;
}

/** The event as it is stored and published: `detail` is JSON text, so that a republication is the same to the letter. */
export interface VerifiedEvent {
  eventId: string;
  source: typeof OPERATIONS_SOURCE;
  detailType: typeof VERIFIED;
  detail: string;
}

/** Of each of the two records: with all that an outcome's may have, the event would be over 128 KiB. */
const MAX_TAGS_BYTES = 16 * 1024;

export function verifiedEvent(
  metadata: Omit<VerifiedMetadata, 'eventId' | 'schemaVersion' | 'service'>,
  data: VerifiedData,
): VerifiedEvent {
  const eventId = verifiedEventId(data.tenant, data.requestId, data.verdict);
  const detail: VerifiedDetail = {
    metadata: { eventId, schemaVersion: '1', service: SERVICE, ...metadata },
    data: { ...data, before: cutPlace(data.before), after: data.after && cutPlace(data.after) },
  };
  return { eventId, source: OPERATIONS_SOURCE, detailType: VERIFIED, detail: toSqsJson(detail) };
}

/**
 * The identity of a verdict: a request has each at most once, so one that comes and goes is published when it comes first. By
 * its first part no outcome's id can be the same.
 */
export function verifiedEventId(tenant: string, requestId: string, verdict: Verdict): string {
  return hashOf(['verified', tenant, requestId, verdict]);
}

function cutPlace({ parentConnectionId, connection }: Place): Place {
  return { parentConnectionId, connection: cutRecord(connection, MAX_TAGS_BYTES) };
}
