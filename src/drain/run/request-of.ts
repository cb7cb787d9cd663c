import type { MigrationRequest } from '../../contract/request-schema.ts';
import { formatTime, toExactTime } from '../../contract/time.ts';
import type { Try } from './line.ts';
import type { Move } from './moves.ts';

/** Whose line, and which try, a request of a drain is. Drains' ids have no dot. */
export interface ReleaseKey {
  drainId: string;
  connectionId: string;
  try: number;
}

export function requestIdOf({ drainId, connectionId, try: number }: ReleaseKey): string {
  return `${drainId}.${connectionId}.${number}`;
}

/** Of a request that checks a line, and moves nothing. */
export function rehearsalIdOf(drainId: string, connectionId: string, number: number): string {
  return `${drainId}.${connectionId}.r${number}`;
}

/** Undefined for a request that no drain can have sent. */
export function parseRequestId(requestId: string): (ReleaseKey & { isRehearsal: boolean }) | undefined {
  const [, drainId, connectionId, r, number] = /^([^.]+)\.([^.]+)\.(r?)([1-9]\d{0,5})$/.exec(requestId) ?? [];
  if (drainId === undefined || connectionId === undefined) return undefined;
  return { drainId, connectionId, try: Number(number), isRehearsal: r === 'r' };
}

/** The request of a try, a function of what is stored alone: however often it is sent, it is the same. */
export function requestOf(
  drainId: string,
  move: Move,
  { number, requestedAtMs, notAfterMs }: Try,
  ticket?: string,
): MigrationRequest {
  const requestId = requestIdOf({ drainId, connectionId: move.connectionId, try: number });
  return {
    ...commonOf(requestId, drainId, move, requestedAtMs, ticket),
    notAfter: formatTime(notAfterMs),
    dryRun: false,
  };
}

/** The same as a dry run. */
export function rehearsalOf(
  drainId: string,
  move: Move,
  number: number,
  atMs: number,
  ticket?: string,
): MigrationRequest {
  const requestId = rehearsalIdOf(drainId, move.connectionId, number);
  return { ...commonOf(requestId, drainId, move, atMs, ticket), dryRun: true };
}

function commonOf(
  requestId: string,
  drainId: string,
  { connectionId, from, to, vlan, group }: Move,
  requestedAtMs: number,
  ticket?: string,
) {
  return {
    schemaVersion: '1' as const,
    requestId,
    connectionId,
    expectedParentConnectionId: from,
    parentConnectionId: to,
    requestedAt: exact(requestedAtMs),
    ...(vlan === undefined ? {} : { expectedVlan: vlan }),
    ...(group === undefined ? {} : { redundancyGroup: group }),
    correlationId: drainId,
    ...(ticket === undefined ? {} : { orderId: ticket }),
  };
}

/** As the contract writes the time of an order, to the nanosecond. */
function exact(ms: number): string {
  const text = toExactTime(formatTime(ms));
  if (text === undefined) throw new Error('a time of the clock is a time');
  return text;
}
