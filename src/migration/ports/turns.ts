import type { ControlItem } from './control.ts';

/** Whose turn it is to call. */
export interface Turns {
  /** Whether one can be had, as far as is known: asked before the connection is observed for it. */
  areFree(): Promise<boolean>;
  /**
   * The right to make one call, now; false if others are first, and the request is to wait in the backlog.
   *
   * @param control as it was just read
   */
  take(control: ControlItem): Promise<boolean>;
}
