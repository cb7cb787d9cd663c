import type { Plan } from '../../../drain/plan/plan.ts';
import type { Drain } from '../../../drain/run/drain.ts';
import { isMoving, isOpen } from '../../../drain/run/line.ts';
import type { Stop } from '../../../drain/run/stop.ts';
import type { ControlItem } from '../../../migration/ports/control.ts';
import { isAtGate } from './gate.ts';

/** What keeps a drain from going on. Times in milliseconds since the epoch, as far as they are known. */
export interface DrainWait {
  cause: string;
  sinceMs?: number;
  untilMs?: number;
  /** In words, and what would help. */
  why: string;
  help: string;
}

/** What a drain that runs waits for, the most telling first; nothing if more may be released just now, or nothing is left. */
export function whyWaits(drain: Drain, plan: Plan, control: ControlItem, now: number): DrainWait[] {
  if (drain.phase !== 'RUNNING') return [];
  const { drainId, stops, wave, rollbackOf } = drain;
  const [stop] = stops;
  if (stop) return [{ cause: 'stopped', sinceMs: stop.atMs, why: stop.why, help: HELP[stop.kind](drainId) }];
  const { paused, lastChange } = control;
  if (paused) return [{ cause: 'paused', ...since(lastChange?.atMs), why: 'all calls are paused', help: 'dxm resume' }];
  const fromMs = Date.parse(plan.window.from);
  if (rollbackOf === undefined && now < fromMs)
    return [{ cause: 'window', untilMs: fromMs, why: 'its window is not open', help: 'nothing: it opens by itself' }];
  if (isAtGate(drain, plan)) {
    const why = `a person has to let the wave after ${wave.number} begin`;
    return [{ cause: 'gate', ...since(wave.doneAtMs), why, help: `dxm drain promote ${drainId}` }];
  }
  return ofLimits(drain, plan);
}

const afterwards = (drainId: string) => `see to that first, then dxm drain resume ${drainId}`;

const HELP: Readonly<Record<Stop['kind'], (drainId: string) => string>> = {
  person: (drainId) => `dxm drain resume ${drainId}`,
  line: () => 'see to the line: then it goes on by itself',
  failed: afterwards,
  drifted: afterwards,
  target: afterwards,
  fault: afterwards,
};

function ofLimits({ lines }: Drain, { limits }: Plan): DrainWait[] {
  const all = Object.values(lines);
  if (!all.some(({ state }) => state === 'planned')) return [];
  const [moving, soaking] = [all.filter(isMoving).length, all.filter(isOpen).length];
  const help = 'nothing: one of them has to be done';
  if (moving >= limits.maxMoving)
    return [{ cause: 'moving', why: `${moving} lines are on their way, and no more may be`, help }];
  if (soaking >= limits.maxSoaking)
    return [{ cause: 'soaking', why: `${soaking} lines are not yet found well, and no more may be`, help }];
  return [];
}

function since(atMs: number | undefined): { sinceMs?: number } {
  return atMs === undefined ? {} : { sinceMs: atMs };
}
