import type { Reason } from '../../contract/reason.ts';
import { formatTime, toSortable } from '../../contract/time.ts';
import { callThatMoved, lastCallShowsFrom } from '../call/earlier-call.ts';
import type { RequestItem } from '../model/request-item.ts';
import type { Settings } from '../model/settings.ts';
import { reason } from '../outcome/build-outcome.ts';
import { recordBeforeCall } from '../outcome/record-outcome.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { PROCEED, type StepResult, type Stop, sleepUntil } from '../step-result.ts';
import { clearPendingRejection } from './confirm-rejection.ts';
import { answerDryRun } from './dry-run.ts';
import { seenOrKnown } from './stale-observation.ts';
import type { Run } from './step.ts';

/** The times that the request may be called in. */
export async function checkChangeWindow(run: Run): Promise<StepResult> {
  const { item, ports } = run;
  const rejected = expiry(item, ports.clock()) ?? tooOld(item, ports.settings);
  if (rejected) return item.request.dryRun ? answerDryRun(run, rejected) : rejectLate(run, rejected);
  const { notBefore } = item.request;
  const isEarly = notBefore !== undefined && ports.clock() < Date.parse(notBefore);
  if (!isEarly || item.request.dryRun) return PROCEED;
  // Hours may pass: what was seen before them is no first observation of a pair.
  await clearPendingRejection(item, ports);
  return sleepUntil('window', Date.parse(notBefore));
}

/** Said not to have run, the last call may have moved the line all the same: then the request ends as MIGRATED. */
async function rejectLate({ item, found, ports }: Run, reason: Reason): Promise<StepResult> {
  const showsFrom = lastCallShowsFrom(item, found, ports.settings);
  if (showsFrom !== undefined) return sleepUntil('staleObservation', showsFrom);
  if (callThatMoved(item, found)) return PROCEED;
  const seen = seenOrKnown(item, found, await ports.ledger.readConnection(item.request.connectionId), ports);
  return recordBeforeCall(item, { state: 'REJECTED', reason, seen }, ports);
}

/**
 * A request whose window is over, and whose connection cannot be observed: nothing that could be seen would let it be
 * called for. Undefined where it is not over, or a call was made, whose effect has to be observed.
 */
export async function expireUnseen(item: RequestItem, ports: AdvancePorts): Promise<Stop | undefined> {
  const reason = item.attempt ? undefined : expiry(item, ports.clock());
  return reason && recordBeforeCall(item, { state: item.request.dryRun ? 'PLANNED' : 'REJECTED', reason }, ports);
}

/** The reason of a request whose window is over. */
export function expiry({ request: { notAfter } }: RequestItem, now: number): Reason | undefined {
  if (notAfter === undefined || now <= Date.parse(notAfter)) return undefined;
  return reason('EXPIRED', `the change window ended at ${notAfter}; it was ${formatTime(now)}`);
}

/** The reason of a request from before the ledger was restored, when it may have been called for already. */
export function tooOld(
  { orderKey }: RequestItem,
  { minRequestedAt }: Pick<Settings, 'minRequestedAt'>,
): Reason | undefined {
  if (orderKey >= toSortable(minRequestedAt)) return undefined;
  return reason('SUPERSEDED', `requests given before ${minRequestedAt} are not taken any more`);
}
