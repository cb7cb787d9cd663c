import type { RequestItem } from './model/request-item.ts';
import type { ConnectionItem } from './ports/connections.ts';
import type { Found, Listings, Observation } from './steps/find-connection.ts';

/** Over within a minute: the message comes again, from the queue. */
export type RetryCause = 'throttled' | 'unreachable' | 'observationUnavailable' | 'outOfTime' | 'contended';

/** The ledger wakes the request; its message is acknowledged. */
export type SleepCause =
  | 'window'
  | 'busy'
  | 'transitioning'
  | 'denied'
  | 'paused'
  | 'circuit'
  /** Operators have said that no line, or not this one, is to be moved for a time. */
  | 'frozen'
  /** Nothing is moved from or to one of its parents until a person opens that again. */
  | 'closed'
  /** A line of the same owner may be down, with which this one must not be. */
  | 'group'
  /** The drain that it is of is stopped. */
  | 'drainStopped'
  /** As many of its tenant's requests for its connection are open as may be at a time. */
  | 'place'
  /** Others are to call first: it is in the backlog. */
  | 'turn'
  | 'staleObservation'
  | 'secondObservation'
  /** Listed on the expected parent and on the target: one of the two answers lags behind, or both are wrong. */
  | 'onTwoParents'
  /** There is more to list than fits into an invocation: parents of the tenant, or lines on one of them. */
  | 'observationUnfinished'
  /** The outcome is recorded, and the bus does not take its event. */
  | 'unpublished'
  | 'effectPending';

/** As far as the request can go now, and who wakes it. */
export type Rest =
  /** The outcome is published and nothing is left to do. */
  | { kind: 'done' }
  /** HELD, and published so: the effect or a person decides it. */
  | { kind: 'held' }
  | { kind: 'retryMessage'; cause: RetryCause }
  /**
   * `until` in milliseconds since the epoch; without one, no one knows and it is asked again ever more rarely. `obstacle`: what
   * exactly is in the way, for people; `endsAtMs`: when that ends by itself, of what may be taken away before, and is asked about
   * again before.
   */
  | { kind: 'sleepUntil'; cause: SleepCause; until?: number; obstacle?: string; endsAtMs?: number };

/** The request goes no further in this pass: it rests, or goes on with what has become of it meanwhile. */
export type Stop = Rest | Reread;

export interface Reread {
  kind: 'reread';
  /** The item as the last write has left it; else it is read. */
  item?: RequestItem;
}

/** What a step has learnt of the connection: where it is, and its item. */
export interface Learnt {
  found?: Found;
  /** By a listing from before its lock was taken: that allows a call, and decides nothing else. */
  isRecent?: boolean;
  lock?: Lock;
}

/** The lock that a request has. */
export interface Lock {
  /** Just before it was taken, in milliseconds since the epoch. */
  atMs: number;
  /** The connection's item as it was then: of what becomes of it since, no one with the lock misses anything. */
  connection: ConnectionItem;
}

/** How a step ends. */
export type StepResult = ({ kind: 'proceed' } & Learnt) | ObserveAnew | Stop;

/** What recent listings show does not allow the call: the connection is observed again, by listings that are later than its lock. */
export interface ObserveAnew {
  kind: 'observeAnew';
  /** Those that it was seen by: some of them may be later. */
  listings: Listings | undefined;
}

/** How far a request has come, and the item as it was read when that was decided. */
export interface Advanced {
  rest: Rest;
  item: RequestItem;
}

export const PROCEED: StepResult = { kind: 'proceed' };
export const REREAD: Reread = { kind: 'reread' };

export function observeAnew({ listings }: Observation): ObserveAnew {
  return { kind: 'observeAnew', listings };
}

export function retryMessage(cause: RetryCause): Extract<Rest, { kind: 'retryMessage' }> {
  return { kind: 'retryMessage', cause };
}

export function sleepUntil(
  cause: SleepCause,
  until?: number,
  obstacle?: string,
): Extract<Rest, { kind: 'sleepUntil' }> {
  return {
    kind: 'sleepUntil',
    cause,
    ...(until === undefined ? {} : { until }),
    ...(obstacle === undefined ? {} : { obstacle }),
  };
}
