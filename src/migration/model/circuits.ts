import { type Circuit, type Circuits, FOR_ALL, type UnclearCall } from '../ports/control.ts';
import { attemptOf, formatKey, keyOf, type RequestItem } from './request-item.ts';
import { effectOverAfter, type Settings } from './settings.ts';

/*
 * What becomes of the circuit breakers, as values: steps/circuit-breaker.ts reads and writes them. A call has to pass two of
 * them, its target parent's and the one for all.
 */

/** How far apart two unclear calls may be, on two parents and for lines of two accounts, to open the one for all. */
const TOGETHER_MS = 5 * 60_000;

/** One that no one has tried for so long is forgotten: no one moves lines to that parent any more. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;

type Times = Pick<Settings, 'circuitOpenMs' | 'effectTimeoutMs' | 'clockSkewMs' | 'pollIntervalMs'>;

/** Those that a call for the request has to pass. */
export function circuitsFor({ request }: RequestItem, circuits: Circuits): Circuits {
  return pick(circuits, (name) => name === request.parentConnectionId || name === FOR_ALL);
}

/** Until when the request must not call, in milliseconds since the epoch; undefined if it may, perhaps as a trial. */
export function closedUntil(item: RequestItem, circuits: Circuits, now: number, settings: Times): number | undefined {
  return closedBy(item, circuits, now, settings)?.untilMs;
}

/** The circuit breaker that keeps the request from calling for longest, and until when. */
export function closedBy(
  item: RequestItem,
  circuits: Circuits,
  now: number,
  settings: Times,
): { name: string; untilMs: number } | undefined {
  const closed = Object.entries(circuitsFor(item, circuits)).flatMap(([name, circuit]) => {
    const openUntilMs = circuit.openUntilMs + (isForOthersFirst(item, name, circuits) ? settings.pollIntervalMs : 0);
    if (now < openUntilMs) return [{ name, untilMs: openUntilMs }];
    return isTriedByAnother(item, circuit, now, settings) ? [{ name, untilMs: now + settings.pollIntervalMs }] : [];
  });
  return closed.toSorted((a, b) => b.untilMs - a.untilMs)[0];
}

/**
 * Once a trial was unclear, the next is for tenants first whose calls were not: lines of one tenant that never are answered must
 * not take trial after trial, and with each of them everyone's time.
 */
function isForOthersFirst({ tenant }: RequestItem, name: string, circuits: Circuits): boolean {
  const { streak = 0, unclear = [] } = circuits[name] ?? {};
  const calls = name === FOR_ALL ? Object.values(circuits).flatMap(({ unclear = [] }) => unclear) : unclear;
  return streak > 1 && calls.some((call) => call.tenant === tenant);
}

/** A request that finds itself the trial did not get as far as its call, or it would not be asking. */
function isTriedByAnother(item: RequestItem, circuit: Circuit, now: number, settings: Times): boolean {
  return (
    circuit.trial !== undefined && !isTrial(item, circuit) && now <= effectOverAfter(circuit.trial.sinceMs, settings)
  );
}

function isTrial(item: RequestItem, { trial }: Circuit): boolean {
  return trial?.key === formatKey(keyOf(item));
}

/** The request's call tries, for all that it has to pass, whether Direct Connect answers again. */
export function withTrial(item: RequestItem, circuits: Circuits, now: number): Circuits {
  const trial = { key: formatKey(keyOf(item)), sinceMs: now };
  return { ...circuits, ...map(circuitsFor(item, circuits), (circuit) => ({ ...circuit, trial })) };
}

/**
 * After an unclear answer, or a call that no one saw answered. Opens its parent's, each time for twice as long while they go
 * on, up to the effect timeout; and the one for all, if two parents are unclear for lines of two accounts: one account's
 * lines may have a fault of their own.
 */
export function afterUnclear(item: RequestItem, circuits: Circuits, now: number, settings: Times): Circuits {
  const { parentConnectionId: parent } = item.request;
  const mine = circuits[parent];
  const unclear = withCall(item, mine?.unclear ?? [], now);
  const opened = mine && isCovered(item, mine, now) ? mine : openedAgain(mine, now, settings);
  const next: Circuits = { ...circuits, [parent]: { ...opened, unclear } };
  const forAll = circuits[FOR_ALL];
  const opensForAll = forAll ? !isCovered(item, forAll, now) : isBrownOut(next);
  return opensForAll ? { ...next, [FOR_ALL]: openedAgain(forAll, now, settings) } : next;
}

/** Calls that were under way when it opened do not lengthen it, however late they are noticed. */
function isCovered(item: RequestItem, circuit: Circuit, now: number): boolean {
  // The trial's clock may be behind that of whoever opened it; its call came after it all the same.
  const wasUnderWay = attemptOf(item).startedAtMs <= circuit.openedAtMs && !isTrial(item, circuit);
  return now < circuit.openUntilMs || wasUnderWay;
}

function openedAgain(circuit: Circuit | undefined, now: number, settings: Times): Circuit {
  const streak = circuit?.streak ?? 0;
  const openFor = Math.min(settings.circuitOpenMs * 2 ** streak, settings.effectTimeoutMs);
  return { openedAtMs: now, openUntilMs: now + openFor, streak: streak + 1 };
}

/** The latest of each tenant and account, as long as they count. */
function withCall(item: RequestItem, calls: readonly UnclearCall[], now: number): UnclearCall[] {
  const { seen, startedAtMs } = attemptOf(item);
  const { tenant } = item;
  const ownerAccount = seen.ownerAccount ?? '';
  const isSame = (call: UnclearCall) => call.tenant === tenant && call.ownerAccount === ownerAccount;
  const atMs = Math.max(startedAtMs, ...calls.filter(isSame).map(({ atMs }) => atMs));
  const others = calls.filter((call) => !isSame(call) && call.atMs >= now - TOGETHER_MS);
  return [...others, { tenant, ownerAccount, atMs }];
}

function isBrownOut(circuits: Circuits): boolean {
  const calls = Object.entries(circuits).flatMap(([parent, { unclear = [] }]) =>
    unclear.map((call) => ({ parent, ...call })),
  );
  return calls.some((one) =>
    calls.some(
      (other) =>
        one.parent !== other.parent &&
        one.ownerAccount !== other.ownerAccount &&
        Math.abs(one.atMs - other.atMs) <= TOGETHER_MS,
    ),
  );
}

/**
 * After the trial's clear answer: everyone may call again. Another worker on the same request may have named the trial anew,
 * or dropped it; what was opened again meanwhile stays open. When the one for all is closed, what was unclear before is no
 * sign of a brown-out any more.
 */
export function afterClear(circuits: Circuits, halfOpen: Circuits): Circuits {
  const left = pick(circuits, (name, circuit) => !isSameOpening(circuit, halfOpen[name]));
  const isOverForAll = FOR_ALL in circuits && !(FOR_ALL in left);
  return isOverForAll ? map(left, (circuit) => ({ ...circuit, unclear: [] })) : left;
}

/** The trial made no call, or one that proves nothing (a throttle): the next may try, after a rest. */
export function afterNothing(circuits: Circuits, halfOpen: Circuits, now: number, settings: Times): Circuits {
  return map(circuits, (circuit, name) => {
    const { trial, ...rest } = circuit;
    const mine = halfOpen[name];
    const isMine =
      isSameOpening(circuit, mine) && trial?.key === mine?.trial?.key && trial?.sinceMs === mine?.trial?.sinceMs;
    return isMine ? { ...rest, openUntilMs: now + settings.circuitOpenMs } : circuit;
  });
}

function isSameOpening(circuit: Circuit, read: Circuit | undefined): boolean {
  return circuit.openedAtMs === read?.openedAtMs && circuit.streak === read.streak;
}

/** Without those that no one has tried for long. */
export function withoutForgotten(circuits: Circuits, now: number, settings: Times): Circuits {
  return pick(circuits, (_, { openUntilMs, trial }) => {
    const since = Math.max(openUntilMs, trial ? effectOverAfter(trial.sinceMs, settings) : 0);
    return now <= since + FORGOTTEN_AFTER_MS;
  });
}

/** Those that were opened, or opened again. */
export function openedBetween(before: Circuits, after: Circuits): string[] {
  return Object.keys(after).filter((name) => after[name]?.openedAtMs !== before[name]?.openedAtMs);
}

export function closedBetween(before: Circuits, after: Circuits): string[] {
  return Object.keys(before).filter((name) => !(name in after));
}

function pick(circuits: Circuits, isKept: (name: string, circuit: Circuit) => boolean): Circuits {
  return Object.fromEntries(Object.entries(circuits).filter(([name, circuit]) => isKept(name, circuit)));
}

function map(circuits: Circuits, change: (circuit: Circuit, name: string) => Circuit): Circuits {
  return Object.fromEntries(Object.entries(circuits).map(([name, circuit]) => [name, change(circuit, name)]));
}
