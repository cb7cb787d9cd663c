import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { printable } from '../../output/printable.ts';
import { askDrain, showDone } from './ask-drain.ts';
import { lineOf } from './line-of.ts';
import { readDrain } from './read-drain.ts';
import { lineText } from './words.ts';

/** Has a line tried once more that waits, was refused or was set aside. */
export async function run(
  context: Context,
  drainId: string,
  connectionId: string,
  decided: Deciding,
): Promise<undefined> {
  const { by, why } = decided;
  const known = await readDrain(context, drainId);
  const { state, cause } = lineOf(known, connectionId, 'LINE');
  const because = cause === undefined ? '' : ` (${printable(cause)})`;
  await confirm(
    context,
    [`${connectionId} is ${lineText(state)}${because}. It is tried once more, in its turn.`],
    decided,
  );
  const answer = await askDrain(context, { action: 'retry', drainId, connectionId, by, why });
  showDone(
    context,
    answer,
    [`${connectionId} is tried once more. ${drainId} is ${answer.state}.`],
    `${connectionId} is planned already.`,
  );
  return undefined;
}
