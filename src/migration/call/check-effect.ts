import { leaveAfterCall } from '../groups/keep-apart.ts';
import { noteTrouble } from '../guards/close-parent.ts';
import { type Attempt, attemptOf, keyOf, type RequestItem } from '../model/request-item.ts';
import { conclusiveAfter, effectOverAfter } from '../model/settings.ts';
import { entryFor, logTransition } from '../model/transition.ts';
import { waitsFor } from '../model/waits-for.ts';
import { reason } from '../outcome/build-outcome.ts';
import { publish } from '../outcome/publish.ts';
import { recordAfterCall } from '../outcome/record-outcome.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { REREAD, type Stop, sleepUntil } from '../step-result.ts';
import { openCircuits } from '../steps/circuit-breaker.ts';
import { findOn, timeToList } from '../steps/find-connection.ts';
import { seenBefore } from './apply-answer.ts';

/**
 * For a call whose answer no one has: observes whether its effect shows. An observation proves it only if taken more than
 * STALE after the intent; before, the target may show a state of the past. That it does not show proves nothing before
 * the effect timeout, and then only that a person has to decide.
 *
 * @param remaining milliseconds left of the invocation
 */
export async function checkEffect(item: RequestItem, remaining: () => number, ports: AdvancePorts): Promise<Stop> {
  const attempt = attemptOf(item);
  // Of a call that is open again, the event of an earlier HELD is not published any more.
  const isPublished = item.state !== 'HELD' || (await publish(item, ports));
  await noteHeld(item, attempt, ports);
  await noticeUnanswered(item, attempt, ports);
  noticeOverdue(item, attempt, ports);
  const provenFrom = conclusiveAfter(attempt.startedAtMs, ports.settings);
  if (ports.clock() <= provenFrom) return sleepUntil('effectPending', provenFrom + 1);
  const { connectionId, parentConnectionId } = item.request;
  const { atMs, record } = await findOn(parentConnectionId, connectionId, ports, timeToList(remaining));
  if (record) {
    const seen = { previousParent: attempt.previousParent, parent: parentConnectionId, record };
    return recordAfterCall(item, { state: 'MIGRATED', disposition: 'observed', seen, observedAtMs: atMs }, ports);
  }
  if (attempt.refusal) {
    return recordAfterCall(item, { state: 'FAILED', reason: attempt.refusal, seen: seenBefore(item) }, ports);
  }
  if (item.state !== 'HELD') return waitOrHold(item, attempt, atMs, ports);
  return isPublished ? { kind: 'held' } : sleepUntil('unpublished');
}

/** Perhaps it is the parent. */
async function noteHeld({ state, ended, request }: RequestItem, { seen }: Attempt, ports: AdvancePorts): Promise<void> {
  if (state !== 'HELD' || !ended) return;
  const { connectionId, parentConnectionId } = request;
  const trouble = { connectionId, ownerAccount: seen.ownerAccount ?? '', atMs: ended.atMs };
  await noteTrouble(parentConnectionId, trouble, ports);
}

async function waitOrHold(
  item: RequestItem,
  attempt: Attempt,
  observedAtMs: number,
  ports: AdvancePorts,
): Promise<Stop> {
  const { pollIntervalMs, reattemptsAfterEffectTimeout } = ports.settings;
  const overFrom = effectOverAfter(attempt.startedAtMs, ports.settings);
  if (observedAtMs <= overFrom)
    return sleepUntil('effectPending', Math.min(overFrom + 1, ports.clock() + pollIntervalMs));
  if (item.attempts <= reattemptsAfterEffectTimeout) {
    const now = ports.clock();
    const entry = entryFor(item, 'reopened', now, { cause: 'reattempt' });
    if (await ports.ledger.reopen(keyOf(item), attempt, undefined, now + pollIntervalMs, entry)) {
      logTransition(ports, item, 'reopened', { cause: 'reattempt' });
      await leaveAfterCall(item, ports);
    }
    return REREAD;
  }
  const unknown = reason(
    'OUTCOME_UNKNOWN',
    `the call of attempt ${item.attempts} was not answered clearly, and no effect has shown since`,
  );
  const seen = { previousParent: attempt.previousParent, parent: null, record: attempt.seen };
  return recordAfterCall(item, { state: 'HELD', reason: unknown, seen }, ports);
}

/** A call without an outcome although the effect timeout is over: its effect cannot be observed. */
function noticeOverdue(item: RequestItem, attempt: Attempt, ports: AdvancePorts): void {
  const age = (ports.clock() - effectOverAfter(attempt.startedAtMs, ports.settings)) / 1000;
  if (item.state === 'CALLING' && age > 0) logTransition(ports, item, 'overdue', { age });
}

/** A call that should have been answered by now, but no one wrote an answer down: its caller died. */
async function noticeUnanswered(item: RequestItem, attempt: Attempt, ports: AdvancePorts): Promise<void> {
  const { settings, ledger, clock } = ports;
  if (item.state !== 'CALLING' || attempt.unclear) return;
  if (clock() <= attempt.startedAtMs + settings.callTimeoutMs + settings.clockSkewMs) return;
  // First: a process that dies in between must not leave it unnoticed.
  await openCircuits(item, ports);
  const entry = entryFor(item, 'unanswered', clock());
  const dueAtMs = conclusiveAfter(clock(), settings);
  const waits = waitsFor(sleepUntil('effectPending', dueAtMs), item, clock());
  if (await ledger.markUnclear(keyOf(item), attempt, dueAtMs, entry, waits)) {
    logTransition(ports, item, 'unanswered');
  }
}
