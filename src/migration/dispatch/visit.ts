import { advance } from '../advance.ts';
import { isKeptApart } from '../groups/keep-apart.ts';
import { LedgerError } from '../model/ledger-error.ts';
import { nameOf, type RequestItem } from '../model/request-item.ts';
import { type WaitsFor, waitsFor } from '../model/waits-for.ts';
import type { BacklogEntry } from '../ports/due-index.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import type { Advanced } from '../step-result.ts';
import { type Stopped, whyStopped } from '../steps/admission.ts';
import { expireUnseen } from '../steps/change-window.ts';
import { mayUseRecent } from '../steps/recent-listings.ts';
import { heldByDrain } from '../steps/released.ts';
import { backoffSeconds } from '../waiting/backoff.ts';
import { logWait } from '../waiting/log-wait.ts';
import { park, parkFor, type Retrier, type Waiter } from '../waiting/park.ts';

/** What a visit came to. */
export type Result = 'finished' | 'held' | 'waiting' | 'gone';

export interface Visited {
  result: Result;
  /** What it waits for, if it does. */
  waitsFor?: WaitsFor;
  /** It had its turn, and its call was throttled: it is to have the next. */
  again?: BacklogEntry;
}

/** How long a request rests at whose visit the process has ended although nothing else was under way. */
const REST_AFTER_DEATHS_MS = 10 * 60_000;
const LONGEST_REST_MS = 24 * 3_600_000;

/**
 * Takes a request of the backlog as far as it will go. Its due time is set to later first, on the condition that it is the
 * one that was read: the index may lag behind. Every visit that comes to its end sets what was counted back to zero, so the
 * count is of those during which the process ended.
 */
export async function visit(entry: BacklogEntry, remaining: () => number, ports: AdvancePorts): Promise<Visited> {
  const { key } = entry;
  const item = await ports.ledger.read(key);
  if (!item) throw new LedgerError(nameOf(key), 'is not there, though it is due');
  const isExpired = item.state === 'RECEIVED' && (await expireUnseen(item, ports)) !== undefined;
  if (isExpired) return take(entry, undefined, remaining, ports);
  const stop = await whyNotNow(item, ports);
  if (stop) return postpone(entry, { rest: stop, item }, ports);
  const claimedUntilMs = ports.clock() + restAfter(entry.postponements, ports);
  const claimed = await claim(entry, claimedUntilMs, ports);
  if (!claimed) return { result: 'gone' };
  noticeDeaths(entry, ports);
  // All that is seen may be as old as recent listings are: many requests for one parent must not list it for each of them.
  const observing = mayUseRecent(claimed) ? { ...ports, directConnect: ports.recent } : ports;
  return await take(entry, claimed, remaining, observing).catch(async (error: unknown) => {
    await comeAgainSoon(entry, claimedUntilMs, ports);
    throw error;
  });
}

/**
 * Why it cannot be called for now: without an observation, which would be for nothing; so where the line is says nothing yet. What its
 * drain has given up is answered, whatever it would wait for; and what may have been moved by a call is observed before its drain is asked.
 */
async function whyNotNow(item: RequestItem, ports: AdvancePorts): Promise<Stopped | undefined> {
  const control = await ports.ledger.readControl();
  const isUntried = item.state === 'RECEIVED' && item.attempt === undefined;
  const held = isUntried ? await heldByDrain(item, control, ports) : undefined;
  if (held) return held.kind === 'sleepUntil' ? held : undefined;
  return (await whyStopped(item, undefined, control, ports)) ?? (await isKeptApart(item, ports));
}

async function take(
  entry: BacklogEntry,
  claimed: RequestItem | undefined,
  remaining: () => number,
  ports: AdvancePorts,
): Promise<Visited> {
  const advanced = await advance(entry.key, remaining, ports, claimed);
  if (!advanced) throw new LedgerError(nameOf(entry.key), 'is not there, though it has just been read');
  return conclude(advanced, entry, ports);
}

/** Not a visit: what was counted stays. */
async function postpone(
  { key, dueAtMs, postponements }: BacklogEntry,
  waiter: Waiter & { rest: Stopped },
  ports: AdvancePorts,
): Promise<Visited> {
  const { rest, item } = waiter;
  const waits = waitsFor(rest, item, ports.clock());
  if (!(await ports.ledger.postpone(key, dueAtMs, rest.until, postponements, waits))) return { result: 'gone' };
  logWait(waiter, ports);
  return { result: 'waiting', waitsFor: waits };
}

function claim(
  { key, dueAtMs, postponements }: BacklogEntry,
  until: number,
  { ledger }: AdvancePorts,
): Promise<RequestItem | undefined> {
  return ledger.postpone(key, dueAtMs, until, postponements + 1);
}

/** An exception has ended the visit, and not the process: it comes again ever more rarely, but need not rest as after a death. */
async function comeAgainSoon(
  { key, postponements }: BacklogEntry,
  claimedUntilMs: number,
  { ledger, clock, settings }: AdvancePorts,
): Promise<void> {
  const rest = Math.min(LONGEST_REST_MS, settings.pollIntervalMs * 2 ** postponements);
  // Where the ledger is what failed, it rests as after a death.
  await ledger.postpone(key, claimedUntilMs, clock() + rest, postponements + 1).catch(() => undefined);
}

/**
 * How long a request rests if the process ends during this visit, after so many during which it did, in milliseconds: the
 * first may have had another cause, a visit beside it; from the second on it is visited alone.
 */
function restAfter(deaths: number, { settings }: AdvancePorts): number {
  if (deaths === 0) return settings.pollIntervalMs;
  return Math.min(LONGEST_REST_MS, REST_AFTER_DEATHS_MS * 2 ** (deaths - 1));
}

/** The process has ended at more than one visit to it: people have to look, for it goes on so, ever more rarely. */
function noticeDeaths({ key, postponements }: BacklogEntry, { log }: AdvancePorts): void {
  if (postponements < 2) return;
  log('faulted', { ...key, error: `${postponements} invocations have ended while it was worked on` });
}

async function conclude(advanced: Advanced, entry: BacklogEntry, ports: AdvancePorts): Promise<Visited> {
  const { rest, item } = advanced;
  if (rest.kind === 'done') return { result: 'finished' };
  if (rest.kind === 'held') return { result: 'held' };
  const waiter = { rest, item };
  logWait(waiter, ports);
  if (rest.kind === 'retryMessage') return tryAgain({ rest, item }, entry, ports);
  await park(waiter, rest.until ?? ports.clock() + ports.settings.pollIntervalMs, ports);
  return { result: 'waiting', waitsFor: waitsFor(rest, item, ports.clock()) };
}

/** A call that never ran, or had no time: its request is called for again soon or, if it was throttled, next. */
async function tryAgain({ rest, item }: Retrier, entry: BacklogEntry, ports: AdvancePorts): Promise<Visited> {
  // As the call's answer has left it.
  const answered = (await ports.ledger.read(entry.key)) ?? item;
  const isThrottled = rest.cause === 'throttled';
  const now = ports.clock();
  const dueAtMs = now + (isThrottled ? 0 : backoffSeconds(rest.cause, 1, ports.random()) * 1000);
  const waits = waitsFor(rest, answered, now);
  const isParked = await parkFor(answered, { wokenBy: 'dispatch', dueAtMs, needsPlace: true, waitsFor: waits }, ports);
  const visited: Visited = { result: 'waiting', waitsFor: waits };
  return isParked && isThrottled ? { ...visited, again: { ...entry, dueAtMs, postponements: 0 } } : visited;
}
