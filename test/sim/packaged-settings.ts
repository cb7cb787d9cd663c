import { checkRules } from '../../infra/settings.ts';
import { SETTINGS as TABLE } from '../../infra/settings-table.ts';
import type { Settings } from '../../src/migration/model/settings.ts';
import type { Random } from '../support/random.ts';
import { MINUTE, SECOND, SETTINGS } from './settings.ts';

type Times = Omit<
  Settings,
  | 'callsPerSecond'
  | 'openRequestsPerConnection'
  | 'quarantineCopiesPerHour'
  | 'reattemptsAfterEffectTimeout'
  | 'minRequestedAt'
  | 'redundancyLock'
  | 'soakMs'
>;
type Name = keyof Times;

/** What packaging checks besides the times, with values that it takes. */
const OTHERS = { logRetentionDays: 365, soakSeconds: 86_400 };

/** Whether packaging takes these times for a stage in AWS. */
export function isPackaged(times: Times): boolean {
  const parameters: Record<string, number> = { ...OTHERS };
  for (const [name, time] of Object.entries(times)) parameters[name.replace(/Ms$/, 'Seconds')] = time / SECOND;
  const { stackTraceLimit } = Error;
  // Most of the time of a draw, and no one reads them.
  Error.stackTraceLimit = 0;
  try {
    checkRules(parameters as unknown as Parameters<typeof checkRules>[0], 'prod');
  } catch {
    return false;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return Object.entries(parameters).every(([name, value]) => {
    const { least = value, most = value } = (TABLE as Record<string, { least?: number; most?: number }>)[name] ?? {};
    return value >= least && value <= most;
  });
}

/**
 * Times that packaging takes, drawn so that its limits are met exactly too. The rules stand in src/settings/rules.ts alone:
 * here their edges are found by trying.
 */
export function drawTimes(random: Random): Times {
  const {
    callsPerSecond,
    openRequestsPerConnection,
    quarantineCopiesPerHour,
    reattemptsAfterEffectTimeout,
    minRequestedAt,
    redundancyLock,
    soakMs,
    ...times
  } = SETTINGS;
  if (random.chance(0.3)) return times;
  const seconds = (least: number, most: number) => random.between(least, most) * SECOND;
  const usually = (name: Name, other: () => number) => {
    if (random.chance(0.5)) times[name] = other();
  };
  usually('functionTimeoutMs', () => seconds(20, 120));
  times.dispatchTimeoutMs = Math.max(times.dispatchTimeoutMs, times.functionTimeoutMs);
  usually('dispatchTimeoutMs', () => times.functionTimeoutMs + random.pick([0, seconds(0, 180)]));
  usually('clockSkewMs', () => random.pick([0, seconds(1, 120)]));
  usually('pollIntervalMs', () => random.pick([2, 5]) * MINUTE);
  usually('postponeLimitMs', () => random.pick([times.pollIntervalMs, seconds(60, 7200)]));
  usually('transitionLimitMs', () => seconds(60, 3600));
  times.effectTimeoutMs = MINUTE * 60;
  times.callTimeoutMs = 1 * SECOND;
  const longestCall = edge(times, 'callTimeoutMs', 1, 600, 'most');
  times.callTimeoutMs = random.pick([
    Math.min(SETTINGS.callTimeoutMs, longestCall),
    longestCall,
    seconds(1, longestCall / SECOND),
  ]);
  times.staleMs = MINUTE * 20;
  const leastStale = edge(times, 'staleMs', 0, 1200, 'least');
  times.staleMs = leastStale + random.pick([0, 0, seconds(0, 180)]);
  const leastEffectTimeout = edge(times, 'effectTimeoutMs', 1, 3600, 'least');
  times.effectTimeoutMs = leastEffectTimeout + random.pick([0, 0, seconds(0, 300)]);
  usually('circuitOpenMs', () => random.pick([times.effectTimeoutMs, seconds(1, 300)]));
  return times;
}

/** The least or the most of one time, in whole seconds, that packaging takes beside the others. */
function edge(times: Times, name: Name, from: number, to: number, side: 'least' | 'most'): number {
  const takes = (value: number) => isPackaged({ ...times, [name]: value * SECOND });
  const isAhead = (value: number) => takes(value) === (side === 'least');
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isAhead(middle)) high = middle;
    else low = middle + 1;
  }
  return (side === 'least' ? low : low - 1) * SECOND;
}
