import type { RequestItem } from './model/request-item.ts';

/** Over within a minute: the SQS message comes again. */
export type BriefCause = 'throttled' | 'unreachable' | 'lookUnavailable' | 'outOfTime' | 'contended';

/** The ledger wakes the request; its message is acknowledged. */
export type LongCause =
  | 'window'
  | 'busy'
  | 'transitioning'
  | 'denied'
  | 'paused'
  | 'circuit'
  | 'pace'
  | 'staleLook'
  | 'secondLook'
  /** Listed on the expected parent and on the target: one of the two answers lags behind, or both are wrong. */
  | 'onTwoParents'
  /** The tenant has more parents to look at than fit into an invocation. */
  | 'lookUnfinished'
  /** The outcome is settled, and the bus does not take its event. */
  | 'unpublished'
  | 'settling';

export type Progress =
  /** The outcome is told and nothing is left to do. */
  | { kind: 'settled' }
  /** HELD, and told so: the effect or a person settles it. */
  | { kind: 'held' }
  | { kind: 'brief'; cause: BriefCause }
  /** `until` in milliseconds since the epoch; without one, nobody knows and it is asked again ever more rarely. */
  | { kind: 'long'; cause: LongCause; until?: number };

/** A step's end: how far the request is, or that the item has changed and is to be read again. */
export type Turn = Progress | 'again';

/** How far a request has come, and the item as it was read when its last step was decided. */
export interface Advanced {
  progress: Progress;
  item: RequestItem;
}

export function brief(cause: BriefCause): Progress {
  return { kind: 'brief', cause };
}

export function long(cause: LongCause, until?: number): Progress {
  return until === undefined ? { kind: 'long', cause } : { kind: 'long', cause, until };
}
