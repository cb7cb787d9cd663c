/** A circuit breaker, open or half-open; there is none while it is closed. */
export interface Circuit {
  /** Milliseconds since the epoch. */
  openedAtMs: number;
  openUntilMs: number;
  /** How many times in a row it opened. */
  streak: number;
  /** Half-open: the request whose call tries whether calls are answered again. */
  trial?: { key: string; sinceMs: number };
  /** Of a parent's: its latest unclear calls, one for each tenant and account. */
  unclear?: readonly UnclearCall[];
}

/** A call that was answered unclearly, or never, as a sign of a brown-out. */
export interface UnclearCall {
  /** Whose request it was. */
  tenant: string;
  /** Of the line. */
  ownerAccount: string;
  /** When it was made, in milliseconds since the epoch. */
  atMs: number;
}

/** The circuit breakers that are not closed: each target parent's by its id, and the one for all. */
export type Circuits = Readonly<Record<string, Circuit>>;

/** The name of the one for all: no parent's id. */
export const FOR_ALL = 'all';

/** How many calls have been counted in a minute of the clock. */
export interface RateCount {
  /** Minutes since the epoch. */
  minute: number;
  calls: number;
}

/** Who paused or resumed the service, when and why. */
export interface PauseChange {
  paused: boolean;
  /** Milliseconds since the epoch. */
  atMs: number;
  by: string;
  why: string;
}

/** `CONTROL`. */
export interface ControlItem {
  paused: boolean;
  /** The last pause or resume; absent before the first. */
  lastChange?: PauseChange;
  circuits: Circuits;
  /** The last minute in which calls were counted; absent before the first. */
  rateCount?: RateCount;
}

/** `CONTROL`: what stops all calls, or limits their rate. */
export interface Control {
  readControl(): Promise<ControlItem>;
  /** Pauses or resumes all calls. False if it is so already. */
  setPaused(change: PauseChange): Promise<boolean>;
  /** Replaces the circuit breakers if they are still those read. */
  setCircuits(read: Circuits, circuits: Circuits): Promise<boolean>;
  /** Counts one call, the first of the minute, if none has been counted in it or in a later one. */
  startMinute(minute: number): Promise<boolean>;
  /** Counts one more call of the minute that was started, if fewer than `limit` have been. */
  countCall(minute: number, limit: number): Promise<boolean>;
}
