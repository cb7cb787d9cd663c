/** What the core decides by; times in milliseconds. Each may be shortened on a local stack only; see docs/architecture.md. */
export interface Settings {
  /** The Lambda function's timeout: how long a delivery or a caller can live. */
  functionTimeout: number;
  /** How long after its intent one AssociateHostedConnection call may take before its answer counts as lost. */
  callTimeout: number;
  /** STALE: how far behind the truth an answer of Describe is assumed to be at most. */
  stale: number;
  /** How far two clocks may differ: Lambda hosts among each other, and from SQS. */
  clockSkew: number;
  /** SETTLE: after so long, by its caller's clock, a call without a clear answer can have no more effect. */
  settle: number;
  /** How often `reconcile` runs, and how long an unhurried wait takes. */
  pollInterval: number;
  /** The longest time between two visits of an item that does not get on. */
  pushLimit: number;
  /** How long a connection may be "in a transitioning state" before the request fails. */
  transitionLimit: number;
  /** How long the circuit opens after the first unclear answer. */
  circuitOpen: number;
  /** How many calls are admitted in a minute of the clock, of all functions together. Zero: as many as come. */
  callsPerMinute: number;
  /**
   * A request with so many attempts or fewer is called for again when its call shows no effect after SETTLE; with more it
   * is held. All attempts count, also those known not to have run. Zero: never.
   */
  reattemptAfterSettle: number;
  /** Older requests are refused: after a table was restored to an earlier time it no longer knows what was called for. */
  minRequestedAt: string;
}

/** What looking around before a call may take, in milliseconds. */
export const BEFORE_CALL = 5_000;
/** Kept free of the invocation's end for the writes that follow a call, or another step, in milliseconds. */
export const AFTER_CALL = 5_000;

/** What an invocation needs to look around, call, and write down what came of it, in milliseconds. */
export function roomForCall({ callTimeout }: Pick<Settings, 'callTimeout'>): number {
  return BEFORE_CALL + callTimeout + AFTER_CALL;
}

/**
 * After this time, by the clock of whoever asks, a call whose intent was written at `startedAt` by another clock can have
 * no more effect.
 */
export function effectOverAfter(startedAt: number, { settle, clockSkew }: Settings): number {
  return startedAt + settle + clockSkew;
}

/** A look taken later than this after `time` shows all that had happened by then. */
export function conclusiveAfter(time: number, settings: Settings): number {
  return time + settings.stale + settings.clockSkew;
}
