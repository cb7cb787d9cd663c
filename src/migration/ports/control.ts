import type { Decision, GuardKind, Guards } from '../model/guards.ts';
import type { Notices } from '../model/notices.ts';

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

/** How fast calls may follow each other now, across all functions. */
export interface Pace {
  /** Until then no one calls; in milliseconds since the epoch. */
  nextCallAtMs: number;
  /** The rate that Direct Connect was found to take: at most the setting `callsPerSecond`. */
  callsPerSecond: number;
  /** When it was last found to be too fast; in milliseconds since the epoch. */
  slowedAtMs?: number;
}

/** Who paused or resumed the service, when and why. */
export interface PauseChange {
  paused: boolean;
  /** Milliseconds since the epoch. */
  atMs: number;
  by: string;
  why: string;
}

/** What a person last changed of the guards, for people. */
export interface GuardChange extends Decision {
  /** The command, and the parent or the freeze that it was about. */
  action: string;
  about: string;
}

/** Of drains that have started and not ended, one moves lines at a time; beside it, one rollback. By their ids. */
export interface Running {
  drain?: string;
  rollback?: string;
}

/** `CONTROL`. */
export interface ControlItem extends Guards {
  paused: boolean;
  /** The last pause or resume; absent before the first. */
  lastChange?: PauseChange;
  /** The last change of the guards by a person. */
  guardChange?: GuardChange;
  /** Absent before the first. */
  notices?: Notices;
  circuits: Circuits;
  /** Absent before the first call. */
  pace?: Pace;
  /** The drain that runs, and the rollback. */
  running?: Running;
  /** Requests wait in the backlog for their turn to call, as of this time; absent if none do. Milliseconds since the epoch. */
  backlogAtMs?: number;
}

/** `CONTROL`: what stops all calls, or limits their rate. */
export interface Control {
  readControl(): Promise<ControlItem>;
  /** Pauses or resumes all calls. False if it is so already. */
  setPaused(change: PauseChange): Promise<boolean>;
  /**
   * Replaces the guards of a kind if they are still those read; none: undefined. `change` is a person's, and is kept with them; so
   * are the notices that tell of it, where they are still those read too.
   */
  setGuards<Kind extends GuardKind>(
    kind: Kind,
    read: Guards[Kind],
    guards: Guards[Kind],
    change?: GuardChange,
    notices?: { read: Notices | undefined; next: Notices },
  ): Promise<boolean>;
  /** Replaces the notices if they are still those read: some of them are published. */
  setNotices(read: Notices, notices: Notices): Promise<boolean>;
  /** Replaces the circuit breakers if they are still those read. */
  setCircuits(read: Circuits, circuits: Circuits): Promise<boolean>;
  /** Replaces the pace if it is still the one read: who takes a turn, or slows everyone down. */
  setPace(read: Pace | undefined, pace: Pace): Promise<boolean>;
  /** Says which drains run, if that is still as it was read. */
  setRunning(read: Running | undefined, running: Running): Promise<boolean>;
  /** Marks that requests wait for their turn (undefined: that none do), if the mark is still the one read. */
  markBacklog(read: number | undefined, atMs: number | undefined): Promise<boolean>;
}
