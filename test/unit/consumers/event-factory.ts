import { DETAIL_TYPES, type MigrationEvent, type Outcome, parseEvent, type ReasonCode } from 'dx-migrator/contract';

export const OLD = 'dxcon-old';
export const NEW = 'dxlag-new';
export const CONNECTION = 'dxcon-line1';

/** When the stories of these tests begin; all times are given in milliseconds since then. */
const START = Date.parse('2026-11-23T12:00:00.000Z');
export const at = (offset: number): string => new Date(START + offset).toISOString();

export interface EventFields {
  outcome: Outcome;
  code?: ReasonCode;
  requestId?: string;
  eventId?: string;
  /** More and other fields of `data`, its request, its connection and of `metadata`. */
  data?: object;
  request?: object;
  connection?: object;
  metadata?: object;
}

/** An event as a consumer receives it, held against the contract, so that no test rests on one that could not be. */
export function eventOf(fields: EventFields): MigrationEvent {
  const parsed = parseEvent(JSON.stringify(jsonOf(fields)));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.event;
}

/** The same before it is parsed. By default, `r1` asked to move CONNECTION from OLD to NEW at START. */
export function jsonOf({ outcome, code, requestId = 'r1', eventId, data, request, connection, metadata }: EventFields) {
  return {
    ...{ version: '0', id: crypto.randomUUID(), source: 'dx-migrator', 'detail-type': DETAIL_TYPES[outcome] },
    ...{ account: '777788889999', region: 'eu-central-1', time: '2026-11-23T12:00:01Z', resources: [] },
    detail: {
      metadata: {
        ...{ eventId: eventId ?? `${requestId}-${outcome}`, schemaVersion: '1', occurredAt: at(2_000) },
        ...{ service: 'dx-migrator', serviceVersion: '0.0.0-test' },
        ...{ correlationId: requestId, causationId: `message-${requestId}` },
        ...metadata,
      },
      data: {
        ...{ outcome, tenant: 'orders', attempts: outcome === 'REJECTED' || outcome === 'PLANNED' ? 0 : 1 },
        request: {
          ...{ schemaVersion: '1', requestId, connectionId: CONNECTION, dryRun: outcome === 'PLANNED' },
          ...{ expectedParentConnectionId: OLD, parentConnectionId: NEW, requestedAt: at(0), correlationId: requestId },
          ...request,
        },
        ...seenWith(outcome),
        connection: {
          ...{ connectionId: CONNECTION, connectionName: 'alder-core', ownerAccount: '111122223333', vlan: 101 },
          ...{ bandwidth: '1Gbps', connectionState: 'available', awsDeviceV2: 'device-1' },
          ...connection,
        },
        reason: code === undefined ? null : { code, message: `because of ${code}`, awsError: null },
        ...data,
      },
    },
  };
}

/** Where the connection was and is, and when the call was, as an outcome of this kind says by itself. */
function seenWith(outcome: Outcome) {
  const called = outcome === 'MIGRATED' || outcome === 'FAILED' || outcome === 'HELD';
  return {
    ...(outcome === 'MIGRATED' ? { disposition: 'moved' } : {}),
    previousParentConnectionId: OLD,
    parentConnectionId: outcome === 'MIGRATED' ? NEW : outcome === 'HELD' ? null : OLD,
    startedAt: called ? at(1_000) : null,
    finishedAt: called && outcome !== 'HELD' ? at(2_000) : null,
    awsRequestId: called && outcome !== 'HELD' ? 'aws-1' : null,
  };
}

/** `data` of an event that says nothing but why. */
export const NOTHING_TOLD = {
  ...{ previousParentConnectionId: null, parentConnectionId: null, connection: null },
  ...{ startedAt: null, finishedAt: null, awsRequestId: null },
};
