import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { askDrain, showDone } from './ask-drain.ts';
import { lineOf } from './line-of.ts';
import { readDrain } from './read-drain.ts';
import { lineText } from './words.ts';

/** Takes a line out of a drain, as it is. */
export async function run(
  context: Context,
  drainId: string,
  connectionId: string,
  decided: Deciding,
): Promise<undefined> {
  const { by, why } = decided;
  const known = await readDrain(context, drainId);
  const { state } = lineOf(known, connectionId, 'LINE');
  const told = known.drain.announcement ? ['Its customer is told that it is not moved, if it has not been.'] : [];
  const does = [
    `${connectionId} is ${lineText(state)}, and stays as it is: ${drainId} does nothing more with it.`,
    ...told,
  ];
  await confirm(context, does, decided);
  const answer = await askDrain(context, { action: 'setAside', drainId, connectionId, by, why });
  showDone(
    context,
    answer,
    [`Set aside: ${connectionId}. ${drainId} is ${answer.state}.`],
    `${connectionId} was set aside already.`,
  );
  return undefined;
}
