/** What keeps a drain from going on. */
export type DrainWaitCause =
  /** Before the start. */
  | 'approval'
  | 'announcement'
  | 'start'
  /** Of the whole drain. */
  | 'stopped'
  | 'notNamed'
  | 'paused'
  | 'window'
  | 'windowEnds'
  | 'bus'
  | 'gate'
  | 'reading'
  | 'rollback'
  /** Of its next lines. */
  | 'moving'
  | 'soaking'
  | 'interval'
  | 'group'
  | 'frozen'
  | 'closed'
  /** None is left to be released: those that were are not done. */
  | 'lines';

/** Times in milliseconds since the epoch, as far as they are known. */
export interface DrainWait {
  cause: DrainWaitCause;
  /** The stop, the freeze, the parent, the drain, or the line. */
  about?: string;
  sinceMs?: number;
  untilMs?: number;
  /** In words, and what would help. */
  why: string;
  help: string;
}
