import { isDeepStrictEqual } from 'node:util';
import { type Circuits, FOR_ALL } from '../../../src/migration/ports/control.ts';
import type { Intent, Invocation } from '../invocation.ts';
import type { Call } from '../ports/associate.ts';
import { MINUTE } from '../settings.ts';
import { ownerOf } from '../topology.ts';
import type { BrownOut, Evidence, KnownRequest } from './evidence.ts';

/** Two calls within this time, for two parents and lines of two accounts, show a brown-out of all. */
const TOGETHER = 5 * MINUTE;

/** The circuit breakers have been written. The auditor reads them: it cannot see otherwise which call is a trial. */
export function judgeCircuits(evidence: Evidence, { frozenFor }: Invocation): void {
  const { circuits: before, time } = evidence;
  const { circuits } = evidence.ledger;
  for (const [name, circuit] of Object.entries(circuits)) {
    const known = before.get(name);
    const isOpened = circuit.openedAtMs !== known?.openedAtMs || circuit.streak !== known.streak;
    // One that was frozen acts on what it knew before.
    if (isOpened && frozenFor === 0) judgeOpening(evidence, name, known === undefined);
    if (!isDeepStrictEqual(known, { ...circuit, switchedAtMs: known?.switchedAtMs }))
      before.set(name, { ...circuit, switchedAtMs: time.now });
  }
  for (const name of before.keys()) {
    if (name in circuits) continue;
    before.delete(name);
    evidence.circuitsClosed.set(name, time.now);
  }
  followBrownOuts(evidence, circuits);
}

/** No circuit breaker opens for nothing: fairness to those who could call. */
function judgeOpening(evidence: Evidence, name: string, isNew: boolean): void {
  evidence.count(name === FOR_ALL ? 'circuits opened for all' : 'circuits opened');
  const unclear = evidence.intents.filter((intent) => hasNoAnswer(evidence, intent));
  if (name !== FOR_ALL) {
    const isSeen = unclear.some(({ parentId }) => parentId === name);
    if (!isSeen) evidence.object('fairness', `the circuit of ${name} opens after no unclear call`);
  } else if (isNew && !unclear.some((one) => unclear.some((other) => showBrownOut(evidence, one, other)))) {
    evidence.object('fairness', 'the circuit for all opens without two parents and lines of two accounts');
  }
}

/**
 * Nor has one whose caller died before it called, or before it wrote the answer down: someone else did, later. Who saw it
 * unanswered may write that just after the answer has been.
 */
function hasNoAnswer({ requests, settings, time }: Evidence, { key, call }: Intent): boolean {
  if (call?.answer !== 'clear' || call.invocation.frozenFor > 0) return true;
  const recorded = requests.get(key)?.recorded;
  if (recorded?.data.disposition === 'observed') return true;
  const recordedAtMs = recorded?.at ?? Number.POSITIVE_INFINITY;
  const { functionTimeoutMs } = settings;
  return recordedAtMs > call.closedAtMs + functionTimeoutMs || recordedAtMs >= time.now - functionTimeoutMs;
}

function showBrownOut({ settings }: Evidence, one: Intent, other: Intent): boolean {
  const isApart = one.parentId !== other.parentId && ownerOf(one.connectionId) !== ownerOf(other.connectionId);
  // By their own clocks.
  return isApart && Math.abs(one.at - other.at) <= TOGETHER + settings.clockSkewMs + MINUTE;
}

/** Fairness: a line waits only if calls for its own target are unclear, or those of all. */
export function judgeCircuitWait(evidence: Evidence, { key, draft }: KnownRequest): void {
  const { circuits, circuitsClosed, settings, time } = evidence;
  const since = time.now - settings.functionTimeoutMs;
  if (evidence.frozenUntil > since) return;
  const isDue = [draft.to, FOR_ALL].some((name) => circuits.has(name) || (circuitsClosed.get(name) ?? 0) >= since);
  if (!isDue) evidence.object('fairness', `${key} waits for a circuit although ${draft.to} is answered clearly`);
}

/** Who begins while a circuit is open does not call before it may be tried; and while one tries, no other does. */
export function judgeCircuitOf(evidence: Evidence, { invocation, at, parentId }: Call, { key }: KnownRequest): void {
  const { circuits, settings } = evidence;
  for (const name of [parentId, FOR_ALL]) {
    const circuit = circuits.get(name);
    if (!circuit || invocation.startedAtMs <= circuit.switchedAtMs || invocation.frozenFor > 0) continue;
    const { openUntilMs, trial } = circuit;
    if (at < openUntilMs - settings.clockSkewMs)
      evidence.object('circuit', `${key} is called for although the circuit of ${name} is open`);
    const isTried = trial !== undefined && at < trial.sinceMs + settings.effectTimeoutMs - settings.clockSkewMs;
    if (isTried && trial.key !== key)
      evidence.object('circuit', `${key} is called for while ${trial.key} tries ${name}`);
  }
}

/**
 * A brown-out of a parent lasts as long as its circuit breaker; one of all from the moment in which the ledger has two unclear
 * calls for two parents and lines of two accounts, whether there is a circuit breaker for all or not.
 */
function followBrownOuts(evidence: Evidence, circuits: Circuits): void {
  const { brownOuts, circuitsClosed, time } = evidence;
  for (const [name, { sinceMs }] of brownOuts) {
    // The run of `dispatch` that a brown-out began in may also be the one whose trial ends it.
    const isClosed = !(name in circuits) && (circuitsClosed.get(name) ?? 0) >= sinceMs;
    if (isClosed || Object.keys(circuits).length === 0) brownOuts.delete(name);
  }
  for (const name of begun(circuits)) {
    if (brownOuts.has(name)) continue;
    brownOuts.set(name, { sinceMs: time.now, trials: new Set(), unclear: 0 });
    if (name === FOR_ALL) evidence.count('brown-outs of all');
  }
  for (const [name, { trials }] of brownOuts) {
    for (const trial of trialsOf(name, circuits)) trials.add(trial);
  }
}

function begun(circuits: Circuits): string[] {
  const parents = Object.keys(circuits).filter((name) => name !== FOR_ALL);
  return isOfAll(circuits) ? [...parents, FOR_ALL] : parents;
}

/** In a brown-out of all, whichever is tried. */
function trialsOf(name: string, circuits: Circuits): string[] {
  const own = circuits[name];
  const tried = name === FOR_ALL ? Object.values(circuits) : own ? [own] : [];
  return tried.flatMap(({ trial }) => (trial ? [`${trial.key} ${trial.sinceMs}`] : []));
}

function isOfAll(circuits: Circuits): boolean {
  const calls = Object.entries(circuits).flatMap(([parent, { unclear = [] }]) =>
    unclear.map((call) => ({ parent, ...call })),
  );
  return calls.some((one) =>
    calls.some(
      (other) =>
        one.parent !== other.parent &&
        one.ownerAccount !== other.ownerAccount &&
        Math.abs(one.atMs - other.atMs) <= TOGETHER,
    ),
  );
}

/**
 * Each unclear call may cost a held line. Besides those that were under way, a brown-out costs the one of its parent, or the
 * two that show one of all, and at most one for each trial.
 */
export function judgeAnswer(evidence: Evidence, call: Call): void {
  for (const [name, brownOut] of evidence.brownOuts) {
    const isOfIt = name === FOR_ALL || name === call.parentId;
    const wasUnderWay = call.invocation.startedAtMs <= brownOut.sinceMs || call.invocation.frozenFor > 0;
    if (!isOfIt || wasUnderWay) continue;
    // The trial's: the brown-out is over.
    if (call.answer === 'clear') evidence.brownOuts.delete(name);
    else if (call.answer === 'unclear') judgeHeldLines(evidence, name, brownOut);
  }
}

function judgeHeldLines(evidence: Evidence, name: string, brownOut: BrownOut): void {
  brownOut.unclear++;
  evidence.count(name === FOR_ALL ? 'unclear calls in brown-outs of all' : 'unclear calls in brown-outs of a parent');
  const first = name === FOR_ALL ? 2 : 1;
  const lines = first + brownOut.unclear;
  const most = first + brownOut.trials.size;
  if (lines > most) evidence.object('held lines', `a brown-out of ${name} costs ${lines} lines, more than ${most}`);
}
