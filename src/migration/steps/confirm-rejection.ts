import type { Reason, ReasonCode } from '../../contract/reason.ts';
import { keyOf, type RequestItem } from '../model/request-item.ts';
import { conclusiveAfter } from '../model/settings.ts';
import { type Seen, seenIn } from '../outcome/build-outcome.ts';
import { recordBeforeCall } from '../outcome/record-outcome.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { PROCEED, REREAD, type StepResult, type Stop, sleepUntil } from '../step-result.ts';
import { answerDryRun } from './dry-run.ts';
import type { Run } from './step.ts';

/** What a check ends with that the latest observation does not meet: a dry run at once, a real one once it is confirmed. */
export async function rejectAsObserved(run: Run, reason: Reason): Promise<Stop> {
  const { item, found, ports } = run;
  if (item.request.dryRun) return answerDryRun(run, reason);
  return rejectOnceConfirmed(item, reason, seenIn(found), found.atMs, ports);
}

/**
 * Rejects what an observation does not allow, once it is confirmed.
 *
 * @param observedAtMs when the observation was taken
 */
export async function rejectOnceConfirmed(
  item: RequestItem,
  reason: Reason,
  seen: Seen | undefined,
  observedAtMs: number,
  ports: AdvancePorts,
): Promise<Stop> {
  const wait = await untilConfirmed(item, reason.code, observedAtMs, ports);
  return wait ?? recordBeforeCall(item, { state: 'REJECTED', reason, ...(seen ? { seen } : {}) }, ports);
}

/**
 * An observation can lag behind the truth, so a rejection is final only when a second one, more than STALE after the first, says
 * the same: gives the wait for it, or undefined if this is the second one.
 *
 * @param observedAtMs when the observation was taken
 */
export async function untilConfirmed(
  item: RequestItem,
  code: ReasonCode,
  observedAtMs: number,
  ports: AdvancePorts,
): Promise<Stop | undefined> {
  const since = item.pendingRejection?.code === code ? item.pendingRejection.sinceMs : observedAtMs;
  const proven = conclusiveAfter(since, ports.settings);
  if (observedAtMs > proven) return undefined;
  if (item.pendingRejection?.code !== code) {
    const noted = await ports.ledger.notePendingRejection(keyOf(item), item.attempts, { code, sinceMs: since });
    if (!noted) return REREAD;
  }
  return sleepUntil('secondObservation', proven + 1);
}

/** Forgets a rejection that a later observation did not confirm, so that it cannot be the first of a later pair. */
export async function clearPendingRejection(item: RequestItem, { ledger }: AdvancePorts): Promise<void> {
  if (item.pendingRejection) await ledger.notePendingRejection(keyOf(item), item.attempts, undefined);
}

/** The step after all checks, wherever in their list one stands: what was pending of any of them is not confirmed. */
export async function forgetPendingRejection({ item, ports }: Run): Promise<StepResult> {
  await clearPendingRejection(item, ports);
  return PROCEED;
}
