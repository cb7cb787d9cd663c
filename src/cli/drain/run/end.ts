import { isOpen } from '../../../drain/run/line.ts';
import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { askDrain } from './ask-drain.ts';
import { readDrain } from './read-drain.ts';
import { stoppedLines } from './stop.ts';
import { linesText, onTheirWayText } from './words.ts';

/** How a person may end a drain. */
interface End {
  action: 'complete' | 'abort';
  /** To be read after the id of the drain. */
  does: string;
}

/** Ends a drain for good: nothing is released any more, and what is open is looked at to its end. */
export async function endDrain(
  context: Context,
  { action, does }: End,
  drainId: string,
  { by, why, yes }: Deciding,
): Promise<undefined> {
  const { out } = context;
  if (!yes) {
    const { drain } = await readDrain(context, drainId);
    const open = Object.values(drain.lines).filter(isOpen).length;
    const stay = open === 0 ? [] : [`${onTheirWayText(open)}, or not yet found well: each is looked at to its end.`];
    await confirm(context, [`${drainId} ${does}`, `lines  ${linesText(drain)}`, ...stay], {});
  }
  const answer = await askDrain(context, { action, drainId, by, why });
  if (out.isJson) out.json(answer);
  else if (answer.result === 'unchanged') out.line(`${drainId} is ${answer.state} already.`);
  else for (const line of stoppedLines(answer)) out.line(line);
  return undefined;
}
