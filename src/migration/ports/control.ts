export interface Circuit {
  /** Milliseconds since the epoch. */
  openedAt: number;
  openUntil: number;
  /** How many times in a row it opened. */
  streak: number;
  /** The request that may try whether calls are answered again. */
  probe?: { key: string; since: number };
}

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
  at: number;
  by: string;
  why: string;
}

/** `CONTROL`. */
export interface ControlItem {
  paused: boolean;
  /** The last pause or resume; absent before the first. */
  lastChange?: PauseChange;
  circuit?: Circuit;
  /** The last minute in which calls were counted; absent before the first. */
  pace?: RateCount;
}

/** `CONTROL`: what stops or paces all calls. */
export interface Control {
  readControl(): Promise<ControlItem>;
  /** Pauses or resumes all calls. False if it is so already. */
  setPaused(change: PauseChange): Promise<boolean>;
  /** Replaces the circuit (undefined: closed) if it is still the one read. */
  setCircuit(read: Circuit | undefined, circuit: Circuit | undefined): Promise<boolean>;
  /** Counts one call, the first of the minute, if none has been counted in it or in a later one. */
  startMinute(minute: number): Promise<boolean>;
  /** Counts one more call of the minute that was started, if fewer than `limit` have been. */
  countCall(minute: number, limit: number): Promise<boolean>;
}
