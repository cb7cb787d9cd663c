import { formatTime } from '../../contract/time.ts';
import type { BusEvent } from '../../migration/ports/bus.ts';
import type { Plan } from '../plan/plan.ts';
import type { LineProgress } from './line.ts';
import type { Stop } from './stop.ts';

/** What a person has decided, when and why; in milliseconds since the epoch. */
export interface Decision {
  atMs: number;
  by: string;
  why: string;
}

/**
 * What is stored of where a drain is. That it is approved, or stopped, is not: that follows from its approval and its stops
 * (stateOf), which others write.
 */
export type Phase = 'PLANNED' | 'RUNNING' | 'ENDING' | Ended;
export type Ended = 'COMPLETED' | 'ABORTED' | 'EXPIRED';

/** What people are told. */
export type DrainState = 'DRAFT' | 'APPROVED' | 'RUNNING' | 'STOPPED' | 'ENDING' | Ended;

/** A plan as it was approved: what runs has this digest. */
export interface Approval extends Decision {
  rev: number;
  digest: string;
}

/** That customers are told of a window: an event a line, in the order of the plan. Times in milliseconds since the epoch. */
export interface Announcement extends Decision {
  rev: number;
  fromMs: number;
  toMs: number;
  /** Of the service as it was announced: each event about it is the same whenever it is published. */
  serviceVersion: string;
  /** How many of the plan's lines the bus has accepted. */
  published: number;
  /** When it had accepted the last. */
  doneAtMs?: number;
}

/** The window that customers were told of. */
export function announcedWindow({ fromMs, toMs }: Pick<Announcement, 'fromMs' | 'toMs'>): Plan['window'] {
  return { from: formatTime(fromMs), to: formatTime(toMs) };
}

/** How a drain comes to its end: nothing is released any more, and lines that are open get their outcome and verdict. */
export interface Ending extends Decision {
  as: Ended;
  cause: 'done' | 'person' | 'window' | 'restored';
}

/** The wave whose lines are released; 0 before the first. */
export interface WaveProgress {
  number: number;
  /** When its lines and targets were read again, in milliseconds since the epoch; absent until then, and after a resume. */
  checkedAtMs?: number;
  /** When its last line was done. */
  doneAtMs?: number;
}

export interface DrainHistoryEntry extends Decision {
  what: string;
}

/** `DRAIN#<drainId>`: how far a drain has come. Its plan is `PLAN#<drainId>#<rev>`; a rollback's is that of the drain it rolls back. */
export interface Drain {
  drainId: string;
  phase: Phase;
  /** The drain whose lines this one moves back; its plan is this one's, read backwards, and so is its approval. */
  rollbackOf?: string;
  /** Of the plan, from 1; of a rollback, of the plan of the drain that it rolls back. */
  rev: number;
  digest: string;
  submitted: Decision;
  approval?: Approval;
  announcement?: Announcement;
  /** What was not waited for, by a person's word. */
  waivers: { notice?: Decision; approval?: Decision };
  started?: Decision;
  /** Who runs it now. */
  operator?: Decision;
  /** Nothing of it is called after this, in milliseconds since the epoch: the end of its window; of a rollback, a day later. */
  endsAtMs: number;
  ending?: Ending;
  stops: readonly Stop[];
  wave: WaveProgress;
  /** The last wave behind which a person has opened the gate; 0 for none. */
  promoted: number;
  /** Lines set aside by themselves that a person has seen and resumed after: the budgets count from there. */
  forgiven: { failed: number; drifted: number };
  /** Every line of the plan; of a rollback, those that it takes back. By connection id. */
  lines: Readonly<Record<string, LineProgress>>;
  /** In milliseconds since the epoch. */
  lastReleaseAtMs?: number;
  /** The last dry run of all lines, of the plan with this revision: how many of its lines it has sent. */
  rehearsal?: Decision & { number: number; rev: number; sent: number };
  tick: { number: number; atMs: number };
  /** Events to publish, in order. */
  unpublished: readonly BusEvent[];
  /** Ids of the stops, and the approval's time, that an event was made of. */
  told: readonly string[];
  /** Oldest first; the last ones are kept. */
  history: readonly DrainHistoryEntry[];
}

/** A drain as it was read. */
export interface StoredDrain {
  drain: Drain;
  /** One more with every write. */
  version: number;
  /** When it is taken up; absent while there is nothing to do. In milliseconds since the epoch. */
  dueAtMs?: number;
}

export function stateOf({ phase, approval, rev, digest, stops }: Drain): DrainState {
  if (phase === 'PLANNED') return approval?.rev === rev && approval.digest === digest ? 'APPROVED' : 'DRAFT';
  return phase === 'RUNNING' && stops.length > 0 ? 'STOPPED' : phase;
}

export function isOver({ phase }: Pick<Drain, 'phase'>): boolean {
  return phase === 'COMPLETED' || phase === 'ABORTED' || phase === 'EXPIRED';
}
