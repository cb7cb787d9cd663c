import type { PlanLimits, PlanTiming } from './plan.ts';

/** How long a line takes, in ticks: all that a drain does happens at one. */
export interface Pace {
  tickSeconds: number;
  seenTicks: number;
  healthyTicks: number;
  gateTicks: number;
  intervalTicks: number;
}

/**
 * A line is called for within a tick of its release. What Direct Connect shows of it then counts once it can no longer be older than
 * the move (staleness bound and clocks' difference), and it is well after the soak: from look to look, three at least, of which the last
 * comes up to a tick after the soak is over.
 */
export function paceOf(timing: PlanTiming, { minIntervalSeconds }: PlanLimits): Pace {
  const { staleSeconds, clockSkewSeconds, tickSeconds, soakSeconds, gateSeconds } = timing;
  const ticks = (seconds: number) => Math.ceil(seconds / tickSeconds);
  const seenTicks = 1 + ticks(staleSeconds + clockSkewSeconds);
  return {
    tickSeconds,
    seenTicks,
    healthyTicks: seenTicks + Math.max(ticks(soakSeconds), 2) + 1,
    gateTicks: ticks(gateSeconds),
    intervalTicks: ticks(minIntervalSeconds),
  };
}

/** A wave's beginning and end, in seconds after the start. */
export interface WaveTime {
  fromSeconds: number;
  toSeconds: number;
}

/**
 * When each wave would begin and end, if every line goes well: the release of each line, played through.
 *
 * @param waves for each line its group's name: two of one group wait for each other
 */
export function timesOf(
  waves: readonly (readonly (string | undefined)[])[],
  pace: Pace,
  limits: PlanLimits,
): WaveTime[] {
  const times: WaveTime[] = [];
  let now = 0;
  for (const [index, wave] of waves.entries()) {
    const end = playWave(wave, now, pace, limits);
    times.push({ fromSeconds: now * pace.tickSeconds, toSeconds: end * pace.tickSeconds });
    // Only behind the canary is there a gate, and only if something follows.
    now = end + (index === 0 ? pace.gateTicks : 0);
  }
  return times;
}

/** @returns the tick at which its last line is well */
function playWave(wave: readonly (string | undefined)[], start: number, pace: Pace, limits: PlanLimits): number {
  let waiting = [...wave];
  let open: { released: number; group: string | undefined }[] = [];
  let now = start;
  let last = start - pace.intervalTicks;
  let end = start;
  while (waiting.length > 0) {
    open = open.filter(({ released }) => now < released + pace.healthyTicks);
    const held: (string | undefined)[] = [];
    for (const [index, group] of waiting.entries()) {
      const moving = open.filter(({ released }) => now < released + pace.seenTicks).length;
      const isFull = moving >= limits.maxMoving || open.length >= limits.maxSoaking || now < last + pace.intervalTicks;
      if (isFull) {
        held.push(...waiting.slice(index));
        break;
      }
      if (group !== undefined && open.some((other) => other.group === group)) {
        held.push(group);
        continue;
      }
      open.push({ released: now, group });
      last = now;
      end = now + pace.healthyTicks;
    }
    waiting = held;
    now = nextTick(now, open, last, pace);
  }
  return end;
}

/** The next tick at which something may have become possible. */
function nextTick(now: number, open: readonly { released: number }[], last: number, pace: Pace): number {
  const changes = open.flatMap(({ released }) => [released + pace.seenTicks, released + pace.healthyTicks]);
  return [...changes, last + pace.intervalTicks]
    .filter((tick) => tick > now)
    .reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}
