import type { Verdict } from '../../contract/operations/names.ts';
import { type VerifiedEvent, verifiedEvent } from '../../contract/operations/verified.ts';
import type { Place } from '../../contract/operations/verified-schema.ts';
import { formatTime } from '../../contract/time.ts';
import { leaveSettled } from '../groups/keep-apart.ts';
import { isSettled } from '../groups/leave.ts';
import { noteUnhealthy } from '../guards/close-parent.ts';
import { describeError } from '../model/describe-error.ts';
import { attemptOf, keyOf, type RequestItem } from '../model/request-item.ts';
import { logTransition } from '../model/transition.ts';
import type { VerifyPorts } from '../ports/ports.ts';
import type { StoredVerification } from '../ports/verifications.ts';
import { nextLookAt } from './progress.ts';
import { isDecided, type Verification } from './verification.ts';

/** What a verdict rests on: where the line was seen, and when; neither where it rests on no look. */
export interface Basis {
  seen: Place | null;
  atMs?: number;
}

/** Of whom an alarm wakes people. */
const RINGING: readonly Verdict[] = ['UNHEALTHY', 'UNKNOWN', 'MOVED_AWAY'];

/**
 * Stores a verdict together with its event, as W4 does with an outcome, and publishes it. Whoever looks next publishes what the bus
 * has not accepted, before anything else: so no verdict is lost behind a later one.
 */
export async function conclude(
  item: RequestItem,
  read: StoredVerification,
  { verification, verdict }: { verification: Verification; verdict: Verdict },
  basis: Basis,
  ports: VerifyPorts,
): Promise<void> {
  const now = ports.clock();
  const judged = { ...verification, verdict, verdictAtMs: now };
  const concluded = { ...judged, event: buildEvent(item, judged, verdict, basis, now, ports.serviceVersion) };
  if (!(await ports.ledger.setVerification(keyOf(item), read.version, concluded, now))) return;
  const age = (now - verification.movedAtMs) / 1000;
  logTransition(ports, item, RINGING.includes(verdict) ? 'notVerified' : 'verified', { cause: verdict, age });
  await noteUnhealthy(item, concluded, ports);
  if (isSettled(verdict)) await leaveSettled(item, ports);
  await publishVerdict(item, { verification: concluded, version: read.version + 1 }, ports);
}

/** Publishes its event, if one is left to be; undefined if the bus does not accept it, or another was faster. */
export async function publishVerdict(
  item: RequestItem,
  read: StoredVerification,
  ports: VerifyPorts,
): Promise<StoredVerification | undefined> {
  const { event, ...verification } = read.verification;
  if (!event) return read;
  const now = ports.clock();
  try {
    await ports.bus.publish(event);
  } catch (error) {
    const age = (now - (verification.verdictAtMs ?? now)) / 1000;
    logTransition(ports, item, 'unpublished', { eventId: event.eventId, age, error: describeError(error) });
    return undefined;
  }
  const dueAtMs = isDecided(verification) ? undefined : nextLookAt(verification, now, ports.settings);
  if (!(await ports.ledger.setVerification(keyOf(item), read.version, verification, dueAtMs))) return undefined;
  logTransition(ports, item, 'published', { eventId: event.eventId });
  return { verification, version: read.version + 1 };
}

function buildEvent(
  item: RequestItem,
  verification: Verification,
  verdict: Verdict,
  { seen, atMs }: Basis,
  now: number,
  serviceVersion: string,
): VerifiedEvent {
  const { tenant, request, messageId, traceparent } = item;
  const { firstGoodAtMs, resolutionMs, lastBadAtMs, movedAtMs, looks, failings, source } = verification;
  const metadata = {
    occurredAt: formatTime(now),
    serviceVersion,
    correlationId: request.correlationId,
    causationId: messageId,
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  return verifiedEvent(metadata, {
    verdict,
    tenant,
    requestId: request.requestId,
    connectionId: request.connectionId,
    failings: verdict === 'HEALTHY' ? [] : failings,
    before: { parentConnectionId: source, connection: attemptOf(item).seen },
    after: seen,
    movedAt: formatTime(movedAtMs),
    looks,
    lastBadAt: formatOptional(lastBadAtMs),
    firstGoodAt: formatOptional(firstGoodAtMs),
    resolutionSeconds: resolutionMs === undefined ? null : resolutionMs / 1000,
    observedAt: formatOptional(atMs),
  });
}

function formatOptional(time: number | undefined): string | null {
  return time === undefined ? null : formatTime(time);
}
