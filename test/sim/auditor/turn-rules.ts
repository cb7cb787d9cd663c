import { formatKey } from '../../../src/migration/model/request-item.ts';
import type { Waiting } from '../due-index.ts';
import type { Invocation } from '../invocation.ts';
import type { Postponement } from '../ports/ledger.ts';
import { SECOND } from '../settings.ts';
import type { Evidence, KnownRequest } from './evidence.ts';

/** A run of `dispatch`, as its calls, its visits and the ledger's backlog show it. */
export interface Turns {
  run: Invocation;
  /** By tenant: how many calls others have had since it was last visited for, while it had requests in the backlog. */
  passedOver: Map<string, number>;
  /** By request: how many calls its own tenant has had for requests whose time ends later. */
  overtaken: Map<string, number>;
  /** By request: the due time that it was visited with, and whether processes have ended during visits to it. */
  visits: Map<string, { dueAtMs: number; isSuspect: boolean }>;
}

export function turnsOf(run: Invocation): Turns {
  return { run, passedOver: new Map(), overtaken: new Map(), visits: new Map() };
}

/**
 * Fairness of turns, as soon as all faults are over: no tenant with a request that waits in the backlog is passed over by more
 * calls for others than were prepared when it came, one for each of them in the round, and those made while it is taken up;
 * and within a tenant, no later end goes first but what was prepared. The auditor sees neither what `dispatch` keeps in
 * memory nor whom it prepares: only who waits, who is visited and who is called for.
 */
export function judgeTurns(evidence: Evidence, called: KnownRequest): void {
  const { turns } = evidence;
  const callByMs = evidence.item(called.key)?.callByMs ?? 0;
  if (!turns || !isCalm(evidence, turns) || isOver(called.key, evidence)) return;
  evidence.count('calls in turn');
  const waiting = waitingIn(turns, evidence);
  countPassedOver(evidence, turns, called, waiting);
  for (const { key, callByMs: endsAtMs } of waiting) {
    if (key.tenant !== called.draft.tenant || endsAtMs >= callByMs) continue;
    const name = formatKey(key);
    const times = countUp(turns.overtaken, name);
    if (times > mostPrepared(evidence))
      evidence.object('turns', `${called.key} is the ${times}th with a later end that is called for before ${name}`);
  }
}

function countPassedOver(
  evidence: Evidence,
  { passedOver, run }: Turns,
  { key, draft }: KnownRequest,
  waiting: readonly Waiting[],
): void {
  const most = mostPrepared(evidence) + run.deployment.tenants.length - 1;
  for (const { name } of run.deployment.tenants) {
    if (name === draft.tenant) continue;
    if (!waiting.some((entry) => entry.key.tenant === name)) passedOver.delete(name);
    else if (countUp(passedOver, name) > most)
      evidence.object('turns', `${key} is the ${passedOver.get(name)}th that is called for while ${name} waits`);
  }
}

/** A visit, or what is recorded at one: the tenant had its turn in the round, whatever comes of it. */
export function followTurn({ turns }: Evidence, tenant: string, invocation: Invocation): void {
  if (turns?.run === invocation) turns.passedOver.delete(tenant);
}

/**
 * Deaths one at a time: a request during whose visit a process has ended is visited with nothing beside it, so that it costs no
 * other its visit, and says for certain whether it is why.
 */
export function judgeVisit(evidence: Evidence, change: Postponement, invocation: Invocation): void {
  const { turns } = evidence;
  followTurn(evidence, change.key.tenant, invocation);
  const name = formatKey(change.key);
  countDeaths(evidence, name, change, invocation);
  const item = evidence.item(name);
  // One that has thrown in this run is postponed once more, and one that waits for another line of its owner without a visit.
  const hasThrown = turns?.visits.get(name)?.dueAtMs === change.dueAtMs;
  const isVisit = item?.dueAtMs === change.dueAtMs && !change.isWait && !hasThrown && !mayBeStopped(evidence);
  // An earlier visit to it is over.
  turns?.visits.delete(name);
  if (!turns || turns.run !== invocation || !isVisit || !isCalm(evidence, turns)) return;
  const open = [...turns.visits].filter(([name, { dueAtMs }]) => isVisited(evidence, name, dueAtMs));
  const isSuspect = item.postponements > 0 && !isOver(name, evidence);
  if (isSuspect) evidence.count('visits after a death');
  const beside = isSuspect ? open[0] : open.find(([, visit]) => visit.isSuspect);
  if (beside) {
    const [one, other] = isSuspect ? [name, beside[0]] : [beside[0], name];
    evidence.object('deaths', `${other} is visited beside ${one}, during whose visit a process has ended`);
  }
  turns.visits.set(name, { dueAtMs: change.nextDueAtMs, isSuspect });
}

function countDeaths(
  { requests }: Evidence,
  name: string,
  { postponements }: Postponement,
  { name: by }: Invocation,
): void {
  const request = requests.get(name);
  if (request && by.startsWith('dispatch')) request.deaths = Math.max(request.deaths, postponements - 1);
}

/** Who is stopped by a pause, a guard or a circuit breaker is postponed without a visit. */
function mayBeStopped({ stops, circuits }: Evidence): boolean {
  return stops.size > 0 || circuits.size > 0;
}

/** Every visit that comes to its end writes something, so long as nothing fails; one whose call has to be observed, that it is unclear. */
function isVisited(evidence: Evidence, name: string, dueAtMs: number): boolean {
  const item = evidence.item(name);
  const isCalling = item?.state === 'CALLING' && item.attempt?.unclear !== true;
  return isCalling || (item?.dueAtMs === dueAtMs && item.postponements > 0);
}

/** Begun when nothing fails any more, and no earlier run is left. */
function isCalm({ quietAtMs, settings }: Evidence, { run }: Turns): boolean {
  return run.startedAtMs >= quietAtMs + settings.dispatchTimeoutMs && !run.isOver;
}

/** Whether its window has ended, perhaps, so that it is only answered: that takes no one's turn. */
function isOver(name: string, { requests, time, settings }: Evidence): boolean {
  const end = requests.get(name)?.draft.notAfter ?? Number.POSITIVE_INFINITY;
  return end <= time.now + settings.clockSkewMs;
}

/** Who the run must know by now to wait: by its clock, and however far the index is behind. */
function waitingIn({ run }: Turns, evidence: Evidence): Waiting[] {
  const { time, settings, index } = evidence;
  const waiting = index.waiting();
  const offsets = run.clockReadings.map((reading) => reading - time.now);
  const longestReading = 2 * PAGE * (waiting.length / index.pageSize + 3) + 2 * SECOND;
  return waiting.filter(({ key, dueAtMs, sinceMs, postponements }) => {
    const shownFrom = Math.max(run.startedAtMs, dueAtMs - Math.max(...offsets));
    const readBy = Math.max(run.startedAtMs, dueAtMs - Math.min(...offsets)) + longestReading;
    const isKnown = sinceMs <= shownFrom - settings.staleMs && readBy <= time.now;
    return isKnown && postponements === 0 && !isOver(formatKey(key), evidence);
  });
}

/** The longest that a page of the index takes, in milliseconds. */
const PAGE = 30;

/** The longest from the end of another's preparation to a visit, in seconds: two readings and a write. */
const TAKING_UP = 0.1;

/** What `dispatch` prepares ahead of the turns, and what is called for meanwhile. */
function mostPrepared({ settings: { callsPerSecond } }: Evidence): number {
  return Math.ceil(1.1 * callsPerSecond) + 1 + Math.ceil(TAKING_UP * callsPerSecond) + 1;
}

function countUp(counts: Map<string, number>, name: string): number {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count;
}
