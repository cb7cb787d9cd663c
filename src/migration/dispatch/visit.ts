import { advance } from '../advance.ts';
import { LedgerError } from '../model/ledger-error.ts';
import { keyOf, nameOf, type RequestItem } from '../model/request-item.ts';
import type { BacklogEntry } from '../ports/due-index.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import type { Advanced } from '../step-result.ts';
import { whyStopped } from '../steps/admission.ts';
import { expireUnseen } from '../steps/change-window.ts';
import { backoffSeconds } from '../waiting/backoff.ts';
import { isShortByNature, logWait } from '../waiting/log-wait.ts';
import { park, parkFor } from '../waiting/park.ts';

/** What a visit came to. */
export type Result = 'finished' | 'held' | 'waiting' | 'gone';

export interface Visited {
  result: Result;
  /** It had its turn, and its call was throttled: it is to have the next. */
  again?: BacklogEntry;
}

/** From so many visits on during which the process has ended, a request rests longer each time. */
const MANY_DEATHS = 3;
const REST_AFTER_MANY_MS = 10 * 60_000;
const LONGEST_REST_MS = 24 * 3_600_000;

/**
 * Takes a request of the backlog as far as it will go. Its due time is set to later first, on the condition that it is the
 * one that was read: the index may lag behind. Every visit that comes to its end sets what was counted back to zero, so the
 * count is of those during which the process ended.
 */
export async function visit(entry: BacklogEntry, remaining: () => number, ports: AdvancePorts): Promise<Visited> {
  const { key, dueAtMs, postponements } = entry;
  const restsUntil = ports.clock() + restAfter(postponements, ports);
  if (!(await ports.ledger.postpone(key, dueAtMs, restsUntil, postponements + 1))) return { result: 'gone' };
  const item = await ports.ledger.read(key);
  if (!item) throw new LedgerError(nameOf(key), 'is not there, though it is due');
  return conclude(await advanceInTurn(item, remaining, ports), entry, ports);
}

/** What is over, or stopped, is not observed first: that would be for nothing. */
async function advanceInTurn(item: RequestItem, remaining: () => number, ports: AdvancePorts): Promise<Advanced> {
  if (item.state === 'RECEIVED' && !(await expireUnseen(item, ports))) {
    const stopped = whyStopped(item, await ports.ledger.readControl(), ports);
    if (stopped) return { item, rest: stopped };
  }
  const advanced = await advance(keyOf(item), remaining, ports);
  if (!advanced) throw new LedgerError(nameOf(keyOf(item)), 'is not there, though it has just been read');
  return advanced;
}

/** Until when a request rests if the process ends during this visit, after so many that did: in milliseconds from now. */
function restAfter(deaths: number, { settings }: AdvancePorts): number {
  if (deaths < MANY_DEATHS) return settings.pollIntervalMs;
  return Math.min(LONGEST_REST_MS, REST_AFTER_MANY_MS * 2 ** (deaths - MANY_DEATHS));
}

async function conclude(advanced: Advanced, entry: BacklogEntry, ports: AdvancePorts): Promise<Visited> {
  const { rest } = advanced;
  if (rest.kind === 'done') return { result: 'finished' };
  if (rest.kind === 'held') return { result: 'held' };
  if (isShortByNature(rest.cause)) logWait(advanced.item, rest.cause, ports);
  const now = ports.clock();
  if (rest.kind === 'sleepUntil') {
    await park(advanced, rest.until ?? now + ports.settings.pollIntervalMs, ports);
    return { result: 'waiting' };
  }
  const isThrottled = rest.cause === 'throttled';
  const dueAtMs = isThrottled ? now : now + backoffSeconds(rest.cause, 1, ports.random()) * 1000;
  await parkFor('dispatch', advanced, dueAtMs, ports);
  return { result: 'waiting', ...(isThrottled ? { again: { ...entry, dueAtMs, postponements: 0 } } : {}) };
}
