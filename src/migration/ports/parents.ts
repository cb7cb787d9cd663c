import type { Trouble } from '../model/troubles.ts';

/** What is known of the lines that were moved to a parent of late, and came to no good end. */
export interface Troubles {
  list: readonly Trouble[];
  /** What was recorded until then does not count: someone has opened the parent. Milliseconds since the epoch. */
  forgottenUntilMs?: number;
}

/** `PARENT#<id>`. */
export interface Parents {
  readTroubles(parentId: string): Promise<Troubles>;
  /** Replaces the list if it is still the one read, and nothing was forgotten since. */
  setTroubles(parentId: string, read: Troubles, list: readonly Trouble[]): Promise<boolean>;
  /** Empties the list; false if that was done for a later time. */
  forgetTroubles(parentId: string, untilMs: number): Promise<boolean>;
}
