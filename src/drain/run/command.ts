import type { DrainState } from './drain.ts';
import type { LineState } from './line.ts';
import type { Stop } from './stop.ts';

interface By {
  by: string;
  why: string;
}

/** What people and tools ask of the function `drain`. `plan` is a packed plan (packPlan) in Base64. */
export type DrainCommand =
  /** A drain is made of a plan; of one that has not started, a new revision of it. */
  | ({ action: 'submit'; plan: string } & By)
  /** Customers are told; the source is cordoned. */
  | ({ action: 'announce'; drainId: string; digest: string } & By)
  /** Every line as a dry run. */
  | ({ action: 'rehearse'; drainId: string } & By)
  | ({ action: 'start'; drainId: string; digest: string; waive?: ('notice' | 'approval')[] } & By)
  | ({ action: 'stop'; drainId: string } & By)
  /** Names the stops that it lifts. */
  | ({ action: 'resume'; drainId: string; stops: string[] } & By)
  /** Opens the gate behind a wave. */
  | ({ action: 'promote'; drainId: string; rev: number; wave: number } & By)
  | ({ action: 'setAside' | 'retry'; drainId: string; connectionId: string } & By)
  /** Makes a rollback, and starts it: of lines that are not well, of a wave, of named lines, or of all that were moved. */
  | ({ action: 'rollback'; drainId: string; lines: 'unhealthy' | 'all' | string[]; wave?: number } & By)
  /** Ends it with what was done; what was not released stays. */
  | ({ action: 'complete' | 'abort' } & { drainId: string } & By)
  /** Says who runs it now. */
  | ({ action: 'take'; drainId: string } & By)
  | { action: 'status'; drainId: string };

/** What people ask of the function `approve`. */
export type ApproveCommand = { action: 'approve'; drainId: string; rev: number; digest: string } & By;

/** A line that may be called for, or was, and is not done. */
export interface OnItsWay {
  connectionId: string;
  requestId: string;
  state: LineState;
}

export interface DrainAnswer {
  result: 'done' | 'unchanged';
  drainId: string;
  state: DrainState;
  rev: number;
  digest: string;
  wave: number;
  stops: readonly Stop[];
  /** How many lines are in each state; none, where it is left out. */
  lines: Partial<Record<LineState, number>>;
  /** After a stop, an abort or a resume: lines that are on their way. */
  onTheirWay?: OnItsWay[];
  /** After a stop or an abort: no call begins later than this. RFC 3339, in UTC. */
  noCallAfter?: string;
  /** After a rollback: the drain that it is. */
  rollback?: string;
  /** After a rehearsal: its number (rehearsalIdOf). */
  rehearsal?: number;
}

/** Carried out not, or not yet; says why, and what to do. */
export interface DrainDeclined {
  result: 'declined';
  why: string;
  /** What stands in the way, one by one. */
  because?: { about?: string; why: string; help?: string }[];
}
