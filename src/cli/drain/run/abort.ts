import type { Deciding } from '../../commands/deciding.ts';
import type { Context } from '../../context/context.ts';
import { endDrain } from './end.ts';

/** Ends a drain that is given up. */
export function run(context: Context, drainId: string, decided: Deciding): Promise<undefined> {
  const does =
    'is given up for good: what was not released stays, its customers are told, and its source takes lines again.';
  return endDrain(context, { action: 'abort', does }, drainId, decided);
}
