import type { Verdict } from 'dx-migrator/operations';
import { parseNotified, type VerdictEvent } from '../../../examples/consumers/notification/parse.ts';
import { at, CONNECTION, NEW, OLD } from './event-factory.ts';

interface VerdictFields {
  verdict: Verdict;
  /** When it was recorded, in milliseconds since the story's start; by default the verdicts come in the order of LATER. */
  occurredAtMs?: number;
  /** More and other fields of `data`, and of the records before and after. */
  data?: object;
  before?: object;
  after?: object | null;
  metadata?: object;
}

/** A verdict may follow any before it; the last four follow none of each other. */
const LATER: readonly Verdict[] = ['UNKNOWN', 'UNHEALTHY', 'HEALTHY', 'OVERTAKEN', 'GONE', 'MOVED_AWAY'];

const MINUTE = 60_000;

/** An event about the move of `r1`, checked against the contract; by default what an event of that verdict looks like. */
export function verdictOf(fields: VerdictFields): VerdictEvent {
  const parsed = parseNotified(JSON.stringify(jsonOfVerdict(fields)));
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.event as VerdictEvent;
}

/** The same before it is parsed. */
export function jsonOfVerdict({ verdict, occurredAtMs, data, before, after, metadata }: VerdictFields): object {
  const recordedMs = occurredAtMs ?? (LATER.indexOf(verdict) + 1) * 10 * MINUTE;
  const record = {
    ...{ connectionId: CONNECTION, connectionName: 'alder-core', ownerAccount: '111122223333', vlan: 101 },
    ...{ bandwidth: '1Gbps', connectionState: 'available' },
  };
  const isSeen = verdict !== 'UNKNOWN' && verdict !== 'GONE';
  const isWell = verdict === 'HEALTHY';
  return {
    ...{ version: '0', id: crypto.randomUUID(), source: 'dx-migrator.operations', resources: [] },
    'detail-type': 'Hosted Connection Migration Verified',
    ...{ account: '777788889999', region: 'eu-central-1', time: '2026-11-23T12:00:01Z' },
    detail: {
      metadata: {
        ...{ eventId: `r1-${verdict}`, schemaVersion: '1', occurredAt: at(recordedMs) },
        ...{ service: 'dx-migrator', serviceVersion: '0.0.0-test', correlationId: 'r1', causationId: 'message-r1' },
        ...metadata,
      },
      data: {
        ...{ verdict, tenant: 'orders', requestId: 'r1', connectionId: CONNECTION, movedAt: at(2_000) },
        ...{ failings: isWell ? [] : ['NOT_ON_TARGET'], looks: 6 },
        before: { parentConnectionId: OLD, connection: { ...record, ...before } },
        after: isSeen && after !== null ? { parentConnectionId: NEW, connection: { ...record, ...after } } : null,
        ...{ lastBadAt: isWell ? null : at(recordedMs - 1_000), observedAt: at(recordedMs - 1_000) },
        ...{ firstGoodAt: isWell ? at(60_000) : null, resolutionSeconds: isWell ? 57.5 : null },
        ...data,
      },
    },
  };
}
