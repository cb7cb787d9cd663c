import type { Deciding } from '../../commands/deciding.ts';
import type { Context } from '../../context/context.ts';
import { endDrain } from './end.ts';

/** Ends a drain with what was done. */
export function run(context: Context, drainId: string, decided: Deciding): Promise<undefined> {
  const does = 'is completed with what was done: what was not released stays, and its source stays cordoned.';
  return endDrain(context, { action: 'complete', does }, drainId, decided);
}
