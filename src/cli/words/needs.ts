import type { Verdict } from '../../contract/operations/names.ts';
import { keyOf } from '../../migration/model/request-item.ts';
import type { WaitCause } from '../../migration/model/waits-for.ts';
import { isShortByNature } from '../../migration/waiting/log-wait.ts';
import type { StoredRequest } from '../ledger/stored-request.ts';
import type { OpenVerification } from '../ledger/unfinished.ts';
import { printable } from '../output/printable.ts';
import { isUnpublished, named } from './requests.ts';
import { waitOf, waitText } from './waits.ts';

/** What may need a person, the most urgent first: a line that is down before an order that waits, and that before what can wait. */
export const NEEDS = [
  'unhealthy',
  'drainLine',
  'parentClosedByItself',
  'calling',
  'unverified',
  'outOfBandMoves',
  'changedByOthers',
  'overdue',
  'denied',
  'deadLetters',
  'held',
  'drainStopped',
  'circuit',
  'parentClosed',
  'paused',
  'drainUnapproved',
  'drainGate',
  'stuck',
  'faulting',
  'unpublished',
  'consumers',
  'quarantine',
] as const;

/** One thing that needs a person, and what to do about it. */
export interface Need {
  kind: (typeof NEEDS)[number];
  /** A sentence about what is wrong; printable. */
  what: string;
  /** The one command. */
  todo: string;
  /** The page that explains it, in docs/operations. */
  page: string;
  /** Milliseconds since the epoch. */
  sinceMs?: number;
}

const MINUTE = 60_000;

/** As the alarms have it: what is over in minutes should be, what is due is taken up each minute, a call has its effect in ten. */
const STUCK_AFTER_MS = 30 * MINUTE;
const OVERDUE_AFTER_MS = 10 * MINUTE;
const CALLING_TOO_LONG_MS = 15 * MINUTE;
const UNPUBLISHED_AFTER_MS = 10 * MINUTE;

/** After so many visits that did not come to their end, it is no bad luck. */
const FAULTING_VISITS = 2;

/** What a request needs a person for; undefined if it gets on by itself. */
export function needOf(request: StoredRequest, now: number): Need | undefined {
  const { item } = request;
  const { connectionId, parentConnectionId } = item.request;
  const wait = waitOf(request, now);
  if (!wait) return undefined;
  const name = named(keyOf(item));
  const lastMs = item.history.at(-1)?.atMs ?? wait.sinceMs;
  const show = { todo: `dxm show ${name}`, sinceMs: wait.sinceMs };
  if (item.state === 'HELD') {
    const what = `${name} is held: whether ${connectionId} was moved to ${parentConnectionId} is not known`;
    return { kind: 'held', what, todo: `dxm resolve ${name}`, page: 'alarms/held.md', sinceMs: lastMs };
  }
  if (item.state === 'CALLING' && now - lastMs > CALLING_TOO_LONG_MS) {
    const what = `${name}: what became of its call for ${connectionId} cannot be found out`;
    return { kind: 'calling', what, ...show, page: 'alarms/calling.md', sinceMs: lastMs };
  }
  return waitingNeed(request, { name, cause: wait.cause, text: waitText(wait), show, lastMs }, now);
}

function waitingNeed(
  { item, isInBacklog }: StoredRequest,
  { name, cause, text, show, lastMs }: { name: string; cause: string; text: string; show: Shown; lastMs: number },
  now: number,
): Need | undefined {
  const { dueAtMs = now, postponements, request } = item;
  const logs = { ...show, todo: `${show.todo} --logs` };
  if (cause === 'denied')
    return { kind: 'denied', what: `${name} waits for ${text}`, ...logs, page: 'alarms/access-denied.md' };
  if (isUnpublished(item) && now - lastMs > UNPUBLISHED_AFTER_MS)
    return {
      kind: 'unpublished',
      what: `${name}: the bus does not take its outcome`,
      ...logs,
      page: 'alarms/unpublished.md',
    };
  if (!isInBacklog && now - dueAtMs > OVERDUE_AFTER_MS) {
    const what = `${name} is due, and nothing takes it up: does reconcile run?`;
    return { kind: 'overdue', what, ...logs, sinceMs: dueAtMs, page: 'alarms/silent.md' };
  }
  if (isInBacklog && postponements >= FAULTING_VISITS)
    return {
      kind: 'faulting',
      what: `${name} was taken up ${postponements} times, and each time something failed`,
      ...logs,
      page: 'alarms/faults.md',
    };
  const beginMs = Math.max(item.history[0]?.atMs ?? now, request.notBefore ? Date.parse(request.notBefore) : 0);
  // In a backlog it has perhaps waited for its turn for hours; elsewhere one such wait follows another.
  const fromMs = isInBacklog ? Math.max(beginMs, show.sinceMs) : beginMs;
  if (isShortByNature(cause as WaitCause) && now - fromMs > STUCK_AFTER_MS)
    return { kind: 'stuck', what: `${name} gets no further: it waits for ${text}`, ...logs, page: 'alarms/stuck.md' };
  return undefined;
}

interface Shown {
  todo: string;
  sinceMs: number;
}

const BAD: readonly (Verdict | undefined)[] = ['UNHEALTHY', 'UNKNOWN'];

/** What a line needs a person for that a request has moved. */
export function needOfLine({ key, verification }: OpenVerification): Need | undefined {
  const { verdict, verdictAtMs, connectionId, target, failings, goodLooks } = verification;
  if (!BAD.includes(verdict)) return undefined;
  const more = {
    todo: `dxm show ${named(key)}`,
    page: 'alarms/unhealthy.md',
    ...(verdictAtMs === undefined ? {} : { sinceMs: verdictAtMs }),
  };
  if (verdict === 'UNKNOWN')
    return {
      kind: 'unverified',
      what: `${connectionId} was moved to ${target}, and could not be looked at since`,
      ...more,
    };
  const wrong = printable(failings.join(', '));
  const what = `${connectionId} was moved to ${target} and is not well there: ${wrong}`;
  return { kind: 'unhealthy', what: goodLooks > 0 ? `${what}; the last looks were good` : what, ...more };
}

/** The most urgent first, of one kind the oldest; the same each time. */
export function byUrgency(needs: readonly Need[]): Need[] {
  const rank = ({ kind }: Need) => NEEDS.indexOf(kind);
  return needs.toSorted(
    (a, b) => rank(a) - rank(b) || (a.sinceMs ?? 0) - (b.sinceMs ?? 0) || (a.what < b.what ? -1 : 1),
  );
}
