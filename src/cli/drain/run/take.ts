import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { askDrain, showDone } from './ask-drain.ts';

/** Says who runs a drain from now on. */
export async function run(context: Context, drainId: string, decided: Deciding): Promise<undefined> {
  const { by, why } = decided;
  await confirm(context, [`From now on ${drainId} is run by ${by}, for all to see.`], decided);
  const answer = await askDrain(context, { action: 'take', drainId, by, why });
  showDone(
    context,
    answer,
    [`Taken: ${drainId} is run by ${by}. To watch it: dxm drain watch ${drainId}`],
    `${drainId} was run by ${by} already.`,
  );
  return undefined;
}
