import type { Verdict } from '../../../src/contract/operations/names.ts';
import type { Group, RedundancyLock } from '../../../src/migration/groups/group.ts';
import type { Facts } from '../../../src/migration/groups/leave.ts';
import type { State as RequestState } from '../../../src/migration/model/request-item.ts';

/*
 * A small world of the service, as one value: the items of the ledger, what Direct Connect has done in truth, and how far each
 * worker has come. Everything is plain and in a fixed order, so that its JSON is its identity. Lines and requests are named by
 * their places in the world's plan.
 */

export interface RequestPlan {
  line: number;
  from: string;
  to: string;
  /** Its place among the requests for its line. */
  order: string;
  name?: string;
}

export interface Plan {
  lock: RedundancyLock;
  /** The parent of each line at the beginning. */
  lines: string[];
  requests: RequestPlan[];
  /** For which request each worker is: any number of them may be at work on one. */
  workers: number[];
  /** Calls of each request at most; after that it expires. */
  attempts: number;
  /** A request may also expire while workers are at work on it. */
  expires?: true;
  /** Lines that have to wait ask to be let in first. */
  asks?: true;
  /** How often each may happen in one run. */
  deaths: number;
  pauses: number;
  releases: number;
  /** The sweep rests on what it has read before. */
  sweepsLate?: true;
  /** What happened before. */
  begin?: (state: State) => State;
}

/** `REQUEST#…` */
export interface RequestItem {
  state: RequestState;
  attempts: number;
  fence: number;
  attempt: string | null;
  /** Where the line was before the last call. */
  from: string | null;
  /** MIGRATED because a call of its own has moved the line. */
  hasMoved: boolean;
  verdict: Verdict | null;
}

/** `CONNECTION#…` */
export interface ConnectionItem {
  active: number | null;
  fence: number;
  lastOrder: string | null;
  movedBy: number | null;
  from: string | null;
}

/** A call under way in Direct Connect: its caller may have died. */
export interface Call {
  request: number;
  attempt: string;
}

/** A line that may be called for, moves, or has moved and was not found healthy since: what the invariant is about. No one sees it. */
export interface Risk {
  request: number;
  attempt: string;
  side: string;
  isReleased: boolean;
  /** Of a way back: the attempts of other lines that had entered with its line's earlier move. */
  beside: readonly string[];
}

export interface Worker {
  at: 'idle' | 'standDown' | 'yield' | 'verdict' | 'enter' | 'intent' | 'check' | 'answer' | 'leave';
  /** Of the attempt that it is about to make. */
  id: string | null;
  /** As it has read them of the request. */
  attempts: number;
  fence: number;
  prior: string | null;
  side: string | null;
  /** The line's last move was not found healthy, as it has read. */
  goesBack: boolean;
  beside: readonly string[];
  holder: { request: number; attempts: number; fence: number } | null;
}

/** A person who releases entries, and what was read so far. */
export interface Person {
  attempt: string;
  facts: Facts;
}

export interface State {
  requests: RequestItem[];
  connections: ConnectionItem[];
  group: Group;
  isPaused: boolean;
  lines: string[];
  calls: Call[];
  risks: Risk[];
  workers: Worker[];
  /** The request whose verdict was just written, and whose entries are to be taken out. */
  verified: number | null;
  person: Person | null;
  /** The attempt whose entry the sweep has found over, and is about to take out. */
  swept: string | null;
  deaths: number;
  pauses: number;
  releases: number;
}

/** One step of anyone, and the state after it. */
export type Step = readonly [what: string, next: State];

export const IDLE_WORKER: Worker = {
  ...{
    at: 'idle',
    id: null,
    attempts: 0,
    fence: 0,
    prior: null,
    side: null,
    goesBack: false,
    beside: [],
    holder: null,
  },
};

export function beginningOf(plan: Plan): State {
  const { deaths, pauses, releases } = plan;
  const state: State = {
    requests: plan.requests.map(() => ({
      ...{ state: 'RECEIVED', attempts: 0, fence: 0, attempt: null, from: null, hasMoved: false, verdict: null },
    })),
    connections: plan.lines.map(() => FREE),
    group: { entries: [] },
    isPaused: false,
    lines: plan.lines,
    calls: [],
    risks: [],
    workers: plan.workers.map(() => IDLE_WORKER),
    ...{ verified: null, person: null, swept: null, deaths, pauses, releases },
  };
  return plan.begin?.(state) ?? state;
}

export function put<T>(list: readonly T[], index: number, change: Partial<T>): T[] {
  return list.map((each, at) => (at === index ? { ...each, ...change } : each));
}

export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`nothing at ${index}`);
  return found;
}

/** An id that nothing in the world knows: of those that are forgotten, the first is as good as a new one. */
export function unusedId(request: number, state: State): string {
  const { group, requests, workers, calls, risks, person, swept } = state;
  const known = new Set([
    ...group.entries.map(({ attemptId }) => attemptId),
    ...requests.map(({ attempt }) => attempt),
    ...workers.flatMap(({ id, prior, beside }) => [id, prior, ...beside]),
    ...calls.map(({ attempt }) => attempt),
    ...risks.flatMap(({ attempt, beside }) => [attempt, ...beside]),
    person?.attempt,
    swept,
  ]);
  for (let count = 0; ; count++) if (!known.has(`${request}.${count}`)) return `${request}.${count}`;
}

/**
 * The same state for what comes to the same: workers on one request are alike, and a lock that no other request wants is released
 * at once.
 */
export function tidy(state: State, { workers: requestOf, requests }: Plan): State {
  const order = (worker: Worker, index: number) => `${requestOf[index]} ${JSON.stringify(worker)}`;
  const workers = state.workers
    .map((worker, index) => ({ worker, text: order(worker, index) }))
    .sort((one, other) => (one.text < other.text ? -1 : 1))
    .map(({ worker }) => worker);
  const isShared = (line: number) => requests.filter((request) => request.line === line).length > 1;
  const connections = state.connections.map((each, line) => (isShared(line) ? each : FREE));
  return { ...state, workers, connections };
}

const FREE: ConnectionItem = { active: null, fence: 0, lastOrder: null, movedBy: null, from: null };
