import { type Drain, stateOf } from '../../drain/run/drain.ts';
import { keyOf } from '../../migration/model/request-item.ts';
import { standing } from '../../migration/operators/standing.ts';
import { countLines } from '../drain/run/words.ts';
import type { Unfinished } from '../ledger/unfinished.ts';
import { named, utc } from '../words/requests.ts';
import { inUtc } from '../words/standing.ts';
import { type Cause, waitOf } from '../words/waits.ts';
import { attention } from './attention.ts';
import type { World } from './world.ts';

/** How many requests wait for a cause, and which of them for longest. */
export interface WaitCount {
  cause: Cause;
  requests: number;
  oldest: { request: string; sinceMs: number };
}

/** The longest wait first. */
export function countWaits({ requests }: Pick<Unfinished, 'requests'>, now: number): WaitCount[] {
  const counts = new Map<Cause, WaitCount>();
  for (const request of requests) {
    const wait = waitOf(request, now);
    if (!wait) continue;
    const { cause, sinceMs } = wait;
    const one = { request: named(keyOf(request.item)), sinceMs };
    const { requests: before = 0, oldest = one } = counts.get(cause) ?? {};
    counts.set(cause, { cause, requests: before + 1, oldest: sinceMs < oldest.sinceMs ? one : oldest });
  }
  return [...counts.values()].toSorted((a, b) => a.oldest.sinceMs - b.oldest.sinceMs);
}

/** How many have each value, the most first. */
export function count(values: Iterable<string>): [value: string, count: number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
}

/** Which lines hold up requests of their owners' other lines, and how many: by what the requests say that they wait for. */
export function holdingUp({ requests }: Pick<Unfinished, 'requests'>): [line: string, requests: number][] {
  const waits = requests.flatMap(({ item: { dueAtMs, waitsFor } }) => (dueAtMs === undefined ? [] : (waitsFor ?? [])));
  return count(waits.flatMap(({ cause, obstacle }) => (cause === 'group' && obstacle ? [obstacle] : [])));
}

/** The verdicts on lines that are looked at; of one that has none yet, `none`. */
export function countVerdicts({ verifications }: Pick<Unfinished, 'verifications'>): [string, number][] {
  return count(verifications.map(({ verification }) => verification.verdict ?? 'none'));
}

/** What `dxm status --json` prints. */
export type StatusDocument = ReturnType<typeof asJson>;

/** For --json: times in UTC, and null for what could not be read. */
export function asJson(stage: string, world: World) {
  const { nowMs, control, unfinished, depths, unread } = world;
  return {
    ...{ stage, at: utc(nowMs), complete: unread.length === 0, unread },
    attention: attention(world).map(({ sinceMs, page, ...need }) => ({
      ...{ ...need, since: utc(sinceMs), page: `docs/operations/${page}` },
    })),
    standing: control ? inUtc(standing(control, nowMs)) : null,
    requests: unfinished ? requestsAsJson(unfinished, nowMs) : null,
    verifications: unfinished
      ? { total: unfinished.verifications.length, byVerdict: Object.fromEntries(countVerdicts(unfinished)) }
      : null,
    groups: unfinished
      ? { total: unfinished.groups.length, holdingUp: Object.fromEntries(holdingUp(unfinished)) }
      : null,
    drains: unfinished ? unfinished.drains.map(drainAsJson) : null,
    queues: depths
      ? [...depths].map(([{ kind, name, tenant = null }, approximate]) => ({ kind, name, tenant, approximate }))
      : null,
  };
}

function drainAsJson(drain: Drain) {
  const { drainId, rollbackOf = null, wave } = drain;
  return {
    drainId,
    state: stateOf(drain),
    rollbackOf,
    wave: wave.number,
    lines: Object.fromEntries(countLines(drain)),
  };
}

function requestsAsJson(unfinished: Unfinished, nowMs: number) {
  return {
    total: unfinished.requests.length,
    byState: Object.fromEntries(count(unfinished.requests.map(({ item }) => item.state))),
    waits: countWaits(unfinished, nowMs).map(({ oldest, ...rest }) => ({
      ...rest,
      oldest: { request: oldest.request, since: utc(oldest.sinceMs) },
    })),
  };
}
