import { type Drain, isOver } from '../drain.ts';
import { announcementOf } from './announce-lines.ts';
import { endsToTell } from './end-maintenance.ts';
import type { DrivePorts, Pass, Write } from './step.ts';

type Times = { drainTickMs: number };

/** When a drain is taken up again after a write of which more may follow: if its process dies, so soon. */
export function dueAfterWrite(
  next: Drain,
  { moves, now }: Pick<Pass, 'moves' | 'now'>,
  { drainTickMs }: Times,
): number {
  if (isOver(next) || hasToPublish({ drain: next, moves })) return now;
  return next.phase === 'PLANNED' ? next.endsAtMs : now + drainTickMs;
}

/** Nothing can be done now: sees to it that the drain is taken up again, and that it has a tick on its way while it runs. */
export function rest(pass: Pass, { settings, sendTick }: Pick<DrivePorts, 'settings' | 'sendTick'>): Write | undefined {
  const { drain, stored, now } = pass;
  const wanted = dueAtRest(pass, settings);
  if (hasTicks(drain) && isOverdue(drain, now, settings)) {
    const tick = { number: drain.tick.number + 1, atMs: now };
    const after = () => sendTick(drain.drainId, tick.number, settings.drainTickMs / 1000);
    return { next: { ...drain, tick }, after };
  }
  return isDueBy(stored.dueAtMs, wanted, now) ? undefined : { next: drain };
}

/** Undefined for one that is over, and has nothing left to do. */
export function dueAtRest(pass: Pass, { drainTickMs }: Times): number | undefined {
  const { drain, now, visit } = pass;
  if (hasToPublish(pass)) return now;
  if (isOver(drain)) return visit.cannotCleanUp ? now + drainTickMs : undefined;
  return drain.phase === 'PLANNED' ? drain.endsAtMs : now + drainTickMs;
}

export function hasTicks({ phase }: Drain): boolean {
  return phase === 'RUNNING' || phase === 'ENDING';
}

/** Its message is lost, or the process that was to send the next one has died. */
function isOverdue({ tick }: Drain, now: number, { drainTickMs }: Times): boolean {
  return now > tick.atMs + 3 * drainTickMs;
}

/** Whether what is stored will do: a due time that is over brings nothing later than the next run of the schedule. */
function isDueBy(storedAtMs: number | undefined, wanted: number | undefined, now: number): boolean {
  if (storedAtMs === undefined || wanted === undefined) return storedAtMs === wanted;
  return storedAtMs <= wanted && (storedAtMs > now || wanted <= now);
}

function hasToPublish({ drain, moves }: Pick<Pass, 'drain' | 'moves'>): boolean {
  return drain.unpublished.length > 0 || announcementOf(drain) !== undefined || endsToTell({ drain, moves }).length > 0;
}
