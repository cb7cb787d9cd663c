import { seenBefore } from './answer.ts';
import { openCircuit } from './circuit.ts';
import { lookOn } from './look.ts';
import { reason } from './outcome.ts';
import type { AdvancePorts } from './ports.ts';
import { long, type Turn } from './progress.ts';
import { type Attempt, attemptOf, keyOf, type RequestItem } from './request-item.ts';
import { effectOverAfter, provesAfter } from './settings.ts';
import { settleCalled, tell } from './settle.ts';
import { entryFor, transition } from './transition.ts';

/**
 * Step 8 for a call whose answer nobody has: looks whether its effect shows. A look proves it only if taken more than
 * STALE after the intent; before, the target may show a state of the past. That it does not show proves nothing before
 * SETTLE, and then only that a person has to decide.
 */
export async function observeCall(item: RequestItem, ports: AdvancePorts): Promise<Turn> {
  const attempt = attemptOf(item);
  // Of a call that is open again, the event of an earlier HELD is not told any more.
  const isTold = item.state !== 'HELD' || (await tell(item, ports));
  await noticeUnanswered(item, attempt, ports);
  noticeOverdue(item, attempt, ports);
  const provenFrom = provesAfter(attempt.startedAt, ports.settings);
  if (ports.clock() <= provenFrom) return long('settling', provenFrom + 1);
  const { connectionId, parentConnectionId } = item.request;
  const { at, record } = await lookOn(parentConnectionId, connectionId, ports);
  if (record) {
    const seen = { previousParent: attempt.previousParent, parent: parentConnectionId, record };
    return settleCalled(item, { state: 'MIGRATED', disposition: 'observed', seen, observedAt: at }, ports);
  }
  if (item.state !== 'HELD' && attempt.refusal) {
    return settleCalled(item, { state: 'FAILED', reason: attempt.refusal, seen: seenBefore(item) }, ports);
  }
  if (item.state !== 'HELD') return waitOrHold(item, attempt, at, ports);
  return isTold ? { kind: 'held' } : long('unpublished');
}

async function waitOrHold(item: RequestItem, attempt: Attempt, lookedAt: number, ports: AdvancePorts): Promise<Turn> {
  const { pollInterval, reattemptAfterSettle } = ports.settings;
  const settledFrom = effectOverAfter(attempt.startedAt, ports.settings);
  if (lookedAt <= settledFrom) return long('settling', Math.min(settledFrom + 1, ports.clock() + pollInterval));
  if (item.attempts <= reattemptAfterSettle) {
    const now = ports.clock();
    const entry = entryFor(item, 'reopened', now, { cause: 'reattempt' });
    if (await ports.ledger.reopen(keyOf(item), attempt, undefined, now + pollInterval, entry)) {
      transition(ports, item, 'reopened', { cause: 'reattempt' });
    }
    return 'again';
  }
  const unknown = reason(
    'OUTCOME_UNKNOWN',
    `the call of attempt ${item.attempts} was not answered clearly, and no effect has shown since`,
  );
  const seen = { previousParent: attempt.previousParent, parent: null, record: attempt.seen };
  return settleCalled(item, { state: 'HELD', reason: unknown, seen }, ports);
}

/** A call that is settled by nobody although SETTLE is over: its effect cannot be looked for. */
function noticeOverdue(item: RequestItem, attempt: Attempt, ports: AdvancePorts): void {
  const age = (ports.clock() - effectOverAfter(attempt.startedAt, ports.settings)) / 1000;
  if (item.state === 'CALLING' && age > 0) transition(ports, item, 'overdue', { age });
}

/** A call that should have been answered by now, but nobody wrote an answer down: its caller died. */
async function noticeUnanswered(item: RequestItem, attempt: Attempt, ports: AdvancePorts): Promise<void> {
  const { settings, ledger, clock } = ports;
  if (item.state !== 'CALLING' || attempt.unclear) return;
  if (clock() <= attempt.startedAt + settings.callTimeout + settings.clockSkew) return;
  // First: a process that dies in between must not leave it unnoticed.
  await openCircuit(item, ports);
  const entry = entryFor(item, 'unanswered', clock());
  if (await ledger.markUnclear(keyOf(item), attempt, provesAfter(clock(), settings), entry)) {
    transition(ports, item, 'unanswered');
  }
}
