import type { Reason } from '../../contract/reason.ts';
import { leaveAfterCall } from '../groups/keep-apart.ts';
import type { HistoryEntry } from '../model/history.ts';
import { attemptOf, keyOf, type RequestItem, type TransitioningPeriod } from '../model/request-item.ts';
import { conclusiveAfter, type Settings } from '../model/settings.ts';
import { entryFor, logTransition } from '../model/transition.ts';
import { type Waiting, waitsFor } from '../model/waits-for.ts';
import { reason, type Seen } from '../outcome/build-outcome.ts';
import { recordAfterCall } from '../outcome/record-outcome.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { REREAD, retryMessage, type Stop, sleepUntil } from '../step-result.ts';
import type { Answer } from './classify-answer.ts';

/** The item with what the answer says of its attempt: when it came, and AWS's id of it. */
export function withAnswer(item: RequestItem, answer: Answer, now: number): RequestItem {
  const attempt = {
    ...attemptOf(item),
    ...(isAnswered(answer) ? { finishedAtMs: now } : {}),
    ...(answer.awsRequestId === undefined ? {} : { awsRequestId: answer.awsRequestId }),
  };
  return { ...item, attempt };
}

function isAnswered(answer: Answer): boolean {
  if (answer.kind === 'unclear') return answer.answered;
  return answer.kind !== 'neverRan' || answer.cause !== 'unreachable';
}

/** What the answer to a call means. */
export async function applyAnswer(item: RequestItem, answer: Answer, ports: AdvancePorts): Promise<Stop> {
  const { settings, clock } = ports;
  switch (answer.kind) {
    case 'moved':
      return recordAfterCall(
        item,
        { state: 'MIGRATED', disposition: 'moved', seen: movedTo(item, answer.connection) },
        ports,
      );
    case 'refused': {
      const refusal = reason(answer.code, answer.message, answer.awsError);
      if (item.attempts > 1) return checkRefusal(item, refusal, ports);
      return recordAfterCall(item, { state: 'FAILED', reason: refusal, seen: seenBefore(item) }, ports);
    }
    case 'transitioning':
      return waitForTransition(item, answer.awsError, ports);
    case 'neverRan':
      return reopen(item, retryMessage(answer.cause), clock() + settings.pollIntervalMs, ports);
    case 'denied': {
      const until = clock() + settings.pollIntervalMs;
      logTransition(ports, item, 'denied', { cause: answer.awsError });
      return reopen(item, sleepUntil('denied', until), until, ports);
    }
    case 'unclear':
      return stayUnclear(item, answer.error, ports);
  }
}

/** Stays CALLING until an observation shows that no earlier call has moved the line: then checkEffect believes the refusal. */
async function checkRefusal(item: RequestItem, refusal: Reason, ports: AdvancePorts): Promise<Stop> {
  const attempt = { ...attemptOf(item), refusal };
  const until = conclusiveAfter(attempt.startedAtMs, ports.settings) + 1;
  const entry = entryFor(item, 'unclear', ports.clock(), { cause: refusal.code });
  return markUnclear({ ...item, attempt }, until, entry, ports);
}

/** The call is known to have moved nothing: back to RECEIVED, to be called again at `dueAtMs`. */
async function reopen(item: RequestItem, rest: Waiting, dueAtMs: number, ports: AdvancePorts): Promise<Stop> {
  const { cause } = rest;
  const now = ports.clock();
  const entry = entryFor(item, 'reopened', now, { cause });
  // As the item was before the call: who is throttled again has waited for that all the time.
  const waits = waitsFor(rest, item, now);
  const { transitioning } = item;
  if (!(await ports.ledger.reopen(keyOf(item), attemptOf(item), transitioning, dueAtMs, entry, waits))) return REREAD;
  logTransition(ports, item, 'reopened', { cause });
  await leaveAfterCall(item, ports);
  return rest;
}

async function waitForTransition(item: RequestItem, awsError: string, ports: AdvancePorts): Promise<Stop> {
  const now = ports.clock();
  const transitioning = extendPeriod(now, item.transitioning, ports.settings);
  const lasted = now - transitioning.sinceMs;
  if (lasted >= ports.settings.transitionLimitMs) {
    const minutes = Math.round(lasted / 60_000);
    const text = `Direct Connect has answered for ${minutes} minutes that the connection is in a transitioning state`;
    const failed = reason('CONNECTION_STATE', text, awsError);
    return recordAfterCall(item, { state: 'FAILED', reason: failed, seen: seenBefore(item) }, ports);
  }
  const until = now + ports.settings.pollIntervalMs;
  return reopen({ ...item, transitioning }, sleepUntil('transitioning', until), until, ports);
}

/** So many answers make a period, however far apart they are: else a request that is rarely called would never end. */
const ENOUGH_ANSWERS = 3;

/** With one more answer. After a gap as long as the limit the connection may have come out of it and back: it begins anew. */
function extendPeriod(
  now: number,
  period: TransitioningPeriod | undefined,
  { transitionLimitMs }: Pick<Settings, 'transitionLimitMs'>,
): TransitioningPeriod {
  const answers = (period?.answers ?? 0) + 1;
  if (!period || (now - period.lastMs > transitionLimitMs && answers <= ENOUGH_ANSWERS)) {
    return { sinceMs: now, lastMs: now, answers };
  }
  return { ...period, lastMs: now, answers };
}

/** Stays CALLING: from `until` an observation can prove the effect. */
async function stayUnclear(item: RequestItem, error: string, ports: AdvancePorts): Promise<Stop> {
  const attempt = attemptOf(item);
  const until = conclusiveAfter(attempt.startedAtMs, ports.settings) + 1;
  const entry = entryFor(item, 'unclear', ports.clock(), { cause: error });
  const stop = await markUnclear(item, until, entry, ports);
  logTransition(ports, item, 'unclear', { cause: error });
  return stop;
}

async function markUnclear(item: RequestItem, until: number, entry: HistoryEntry, ports: AdvancePorts): Promise<Stop> {
  const rest = sleepUntil('effectPending', until);
  await ports.ledger.markUnclear(keyOf(item), attemptOf(item), until, entry, waitsFor(rest, item, ports.clock()));
  return rest;
}

function movedTo(item: RequestItem, record: Seen['record']): Seen {
  return { previousParent: attemptOf(item).previousParent, parent: item.request.parentConnectionId, record };
}

/** After a refused call the connection is where it was just before. */
export function seenBefore(item: RequestItem): Seen {
  const { previousParent, seen } = attemptOf(item);
  return { previousParent, parent: previousParent, record: seen };
}
