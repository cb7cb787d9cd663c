import { type Attempt, attemptOf, keyOf, type RequestItem } from '../model/request-item.ts';
import { conclusiveAfter, effectOverAfter } from '../model/settings.ts';
import { entryFor, logTransition } from '../model/transition.ts';
import { reason } from '../outcome/build-outcome.ts';
import { publish } from '../outcome/publish.ts';
import { recordCalled } from '../outcome/record-outcome.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { REREAD, type Stop, sleepUntil } from '../step-result.ts';
import { openCircuit } from '../steps/circuit-breaker.ts';
import { findOn, timeToList } from '../steps/find-connection.ts';
import { seenBefore } from './apply-answer.ts';

/**
 * For a call whose answer no one has: looks whether its effect shows. A look proves it only if taken more than
 * STALE after the intent; before, the target may show a state of the past. That it does not show proves nothing before
 * SETTLE, and then only that a person has to decide.
 *
 * @param remaining milliseconds left of the invocation
 */
export async function checkEffect(item: RequestItem, remaining: () => number, ports: AdvancePorts): Promise<Stop> {
  const attempt = attemptOf(item);
  // Of a call that is open again, the event of an earlier HELD is not told any more.
  const isTold = item.state !== 'HELD' || (await publish(item, ports));
  await noticeUnanswered(item, attempt, ports);
  noticeOverdue(item, attempt, ports);
  const provenFrom = conclusiveAfter(attempt.startedAt, ports.settings);
  if (ports.clock() <= provenFrom) return sleepUntil('settling', provenFrom + 1);
  const { connectionId, parentConnectionId } = item.request;
  const { at, record } = await findOn(parentConnectionId, connectionId, ports, timeToList(remaining));
  if (record) {
    const seen = { previousParent: attempt.previousParent, parent: parentConnectionId, record };
    return recordCalled(item, { state: 'MIGRATED', disposition: 'observed', seen, observedAt: at }, ports);
  }
  if (item.state !== 'HELD' && attempt.refusal) {
    return recordCalled(item, { state: 'FAILED', reason: attempt.refusal, seen: seenBefore(item) }, ports);
  }
  if (item.state !== 'HELD') return waitOrHold(item, attempt, at, ports);
  return isTold ? { kind: 'held' } : sleepUntil('unpublished');
}

async function waitOrHold(item: RequestItem, attempt: Attempt, lookedAt: number, ports: AdvancePorts): Promise<Stop> {
  const { pollInterval, reattemptAfterSettle } = ports.settings;
  const settledFrom = effectOverAfter(attempt.startedAt, ports.settings);
  if (lookedAt <= settledFrom) return sleepUntil('settling', Math.min(settledFrom + 1, ports.clock() + pollInterval));
  if (item.attempts <= reattemptAfterSettle) {
    const now = ports.clock();
    const entry = entryFor(item, 'reopened', now, { cause: 'reattempt' });
    if (await ports.ledger.reopen(keyOf(item), attempt, undefined, now + pollInterval, entry)) {
      logTransition(ports, item, 'reopened', { cause: 'reattempt' });
    }
    return REREAD;
  }
  const unknown = reason(
    'OUTCOME_UNKNOWN',
    `the call of attempt ${item.attempts} was not answered clearly, and no effect has shown since`,
  );
  const seen = { previousParent: attempt.previousParent, parent: null, record: attempt.seen };
  return recordCalled(item, { state: 'HELD', reason: unknown, seen }, ports);
}

/** A call that is settled by no one although SETTLE is over: its effect cannot be looked for. */
function noticeOverdue(item: RequestItem, attempt: Attempt, ports: AdvancePorts): void {
  const age = (ports.clock() - effectOverAfter(attempt.startedAt, ports.settings)) / 1000;
  if (item.state === 'CALLING' && age > 0) logTransition(ports, item, 'overdue', { age });
}

/** A call that should have been answered by now, but no one wrote an answer down: its caller died. */
async function noticeUnanswered(item: RequestItem, attempt: Attempt, ports: AdvancePorts): Promise<void> {
  const { settings, ledger, clock } = ports;
  if (item.state !== 'CALLING' || attempt.unclear) return;
  if (clock() <= attempt.startedAt + settings.callTimeout + settings.clockSkew) return;
  // First: a process that dies in between must not leave it unnoticed.
  await openCircuit(item, ports);
  const entry = entryFor(item, 'unanswered', clock());
  if (await ledger.markUnclear(keyOf(item), attempt, conclusiveAfter(clock(), settings), entry)) {
    logTransition(ports, item, 'unanswered');
  }
}
