import type { ControlItem } from './control.ts';

/** Whose turn it is to call. */
export interface Turns {
  /**
   * The right to make one call, now; false if others are first, and the request is to wait in the backlog.
   *
   * @param control as it was just read
   */
  take(control: ControlItem): Promise<boolean>;
}
