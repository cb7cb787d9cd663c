import type { Plan } from '../../../drain/plan/plan.ts';
import type { Drain } from '../../../drain/run/drain.ts';
import { isMoving, isOpen } from '../../../drain/run/line.ts';
import type { ControlItem } from '../../../migration/ports/control.ts';
import { isAtGate } from './gate.ts';

/** What a drain waits for: to be read after "waits for". Times in milliseconds since the epoch. */
export interface DrainWait {
  cause: string;
  sinceMs?: number;
  untilMs?: number;
  /** What would help, if a person can do anything. */
  help?: string;
}

/** Why nothing more is released now; undefined where something may be, or nothing is left. */
export function whyWaits(drain: Drain, plan: Plan, control: ControlItem, now: number): DrainWait | undefined {
  if (drain.phase !== 'RUNNING') return undefined;
  const { drainId, stops, wave, rollbackOf } = drain;
  const [stop] = stops;
  if (stop) {
    const others = stops.length > 1 ? ` and ${stops.length - 1} more` : '';
    return {
      cause: `the stop ${stop.id}${others} to be lifted`,
      sinceMs: stop.atMs,
      help: `dxm drain resume ${drainId}`,
    };
  }
  if (control.paused)
    return { cause: 'the end of the pause of all calls', ...since(control.lastChange?.atMs), help: 'dxm resume' };
  const fromMs = Date.parse(plan.window.from);
  if (rollbackOf === undefined && now < fromMs) return { cause: 'its window to open', untilMs: fromMs };
  if (isAtGate(drain, plan))
    return {
      cause: `a person at the gate behind wave ${wave.number}`,
      ...since(wave.doneAtMs),
      help: `dxm drain promote ${drainId}`,
    };
  return ofLimits(drain, plan);
}

function ofLimits({ lines }: Drain, { limits }: Plan): DrainWait | undefined {
  const all = Object.values(lines);
  const isLeft = all.some(({ state }) => state === 'planned');
  if (!isLeft) return undefined;
  const moving = all.filter(isMoving).length;
  if (moving >= limits.maxMoving) return { cause: `one of ${moving} lines on their way: no more may be` };
  const soaking = all.filter(isOpen).length;
  if (soaking >= limits.maxSoaking) return { cause: `one of ${soaking} lines to be found well: no more may be open` };
  return undefined;
}

function since(atMs: number | undefined): { sinceMs?: number } {
  return atMs === undefined ? {} : { sinceMs: atMs };
}
