import type { MigrationRequest } from '../../contract/request-schema.ts';
import type { ControlItem } from './control.ts';

/** What a drain says of a request of its own. */
export type Release =
  /** It may be called for now. `isWayBack`: a rollback's, which nothing that protects lines holds up. */
  | { kind: 'released'; isWayBack: boolean }
  /** The drain is stopped: it waits. `obstacle`: the stop, for people. */
  | { kind: 'stopped'; obstacle: string }
  /** The drain has ended, or the line is released by another try: nothing is called for it any more. */
  | { kind: 'ended' }
  /** No drain has released it: sent by hand. */
  | { kind: 'notReleased' };

/** Whether drains have released what is asked for in their name. */
export interface Releases {
  /** Read anew each time, consistently. @param control as it was just read */
  releaseOf(request: MigrationRequest, control: ControlItem): Promise<Release>;
}
