import { paceOf, timesOf } from '../../../drain/plan/estimate.ts';
import type { Plan } from '../../../drain/plan/plan.ts';
import { groupBy } from '../../../drain/plan/words.ts';
import { type Drain, stateOf } from '../../../drain/run/drain.ts';
import { isDone, isOpen, type LineProgress } from '../../../drain/run/line.ts';
import { type Move, movesOf } from '../../../drain/run/moves.ts';
import { isGateShut } from './gate.ts';

const MINUTE = 60_000;

/** The last minutes, of which the rate is. */
const RATE_MS = 5 * MINUTE;

/** A rate of less than this would say nothing. */
const LEAST_MS = MINUTE / 2;

/** Lines that were found well, per minute. */
export interface Rate {
  perMinute: number;
  /** Over how long, in milliseconds. */
  overMs: number;
}

/** Over the last minutes; undefined where the drain has not run for so long. @param now milliseconds since the epoch */
export function rateOf({ started, lines }: Pick<Drain, 'started' | 'lines'>, now: number): Rate | undefined {
  if (!started) return undefined;
  const overMs = Math.min(RATE_MS, now - started.atMs);
  if (overMs < LEAST_MS) return undefined;
  const found = Object.values(lines).filter(({ state, atMs = 0 }) => state === 'healthy' && atMs > now - overMs);
  return { perMinute: (found.length * MINUTE) / overMs, overMs };
}

/**
 * When the last line would be found well, in milliseconds since the epoch: as the plan estimates it for what is left, by how much longer
 * or shorter lines took so far. Undefined while nothing is released, and where nothing is left.
 *
 * @param now milliseconds since the epoch
 */
export function etaOf(drain: Drain, plan: Plan, now: number): number | undefined {
  const state = stateOf(drain);
  if (state !== 'RUNNING' && state !== 'ENDING') return undefined;
  const left = [...movesOf(drain, plan).values()].flatMap((move): Left[] => {
    const line = drain.lines[move.connectionId];
    return line && !isDone(line) ? [{ move, line }] : [];
  });
  const open = left.filter(({ line }) => isOpen(line));
  const factor = factorOf(drain, plan);
  const healthyMs = plan.estimate.healthySeconds * 1_000 * factor;
  const ages = open.map(({ line }) => now - (line.try?.releasedAtMs ?? now));
  const openMs = Math.max(0, ...ages.map((ageMs) => Math.max(healthyMs - ageMs, plan.timing.tickSeconds * 1_000)));
  const toReleaseMs = state === 'RUNNING' && open.length < left.length ? releaseMs(left, drain, plan, factor) : 0;
  const restMs = Math.max(openMs, toReleaseMs);
  return restMs === 0 ? undefined : now + restMs;
}

interface Left {
  move: Move;
  line: LineProgress;
}

/** All that is left, played through as the planner does it, with what a person needs at the gate. */
function releaseMs(left: readonly Left[], drain: Drain, plan: Plan, factor: number): number {
  // In the order of the plan, as its moves are.
  const waves = [...groupBy(left, ({ move }) => String(move.wave)).values()];
  const groups = waves.map((those) => those.toSorted(openFirst).map(({ move }) => move.group));
  // A person at the gate is no slower where lines are.
  const times = timesOf(groups, { ...paceOf(plan.timing, plan.limits), gateTicks: 0 }, plan.limits);
  const gateMs = isGateShut(drain, plan) ? plan.timing.gateSeconds * 1_000 : 0;
  return (times.at(-1)?.toSeconds ?? 0) * 1_000 * factor + gateMs;
}

function openFirst(a: Left, b: Left): number {
  return Number(isOpen(b.line)) - Number(isOpen(a.line));
}

/** How many lines have to be measured, and how many of the last are. */
const LEAST_MEASURED = 3;
const MOST_MEASURED = 20;

/** How much longer than planned lines took from their release until they were found well: the median of the last ones, within reason. */
function factorOf({ lines }: Drain, { estimate }: Plan): number {
  const took = Object.values(lines)
    .flatMap((line) => {
      const { state, atMs, try: last } = line;
      return state === 'healthy' && atMs !== undefined && last ? [{ atMs, tookMs: atMs - last.releasedAtMs }] : [];
    })
    .toSorted((a, b) => b.atMs - a.atMs)
    .slice(0, MOST_MEASURED)
    .map(({ tookMs }) => tookMs)
    .toSorted((a, b) => a - b);
  if (took.length < LEAST_MEASURED) return 1;
  const median = took[Math.floor(took.length / 2)] ?? 0;
  return Math.min(Math.max(median / (estimate.healthySeconds * 1_000), 0.2), 5);
}
