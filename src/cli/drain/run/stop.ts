import type { DrainAnswer } from '../../../drain/run/command.ts';
import { CliError, UsageError } from '../../cli-error.ts';
import { explain } from '../../context/aws-errors.ts';
import type { Context } from '../../context/context.ts';
import { localTime } from '../../output/time.ts';
import { askDrain } from './ask-drain.ts';
import { checkDrainId } from './read-drain.ts';
import { lineText, onTheirWayText } from './words.ts';

/** Stops a drain: asks nothing, and reads nothing before. */
export async function run(
  context: Context,
  drainId: string,
  { by, why }: { by: string; why: string },
): Promise<undefined> {
  const { out } = context;
  checkDrainId(drainId);
  const answer = await askDrain(context, { action: 'stop', drainId, by, why }).catch(orElse);
  if (out.isJson) out.json(answer);
  else for (const line of stoppedLines(answer)) out.line(line);
  return undefined;
}

/** After a stop, an abort or the end by a person: what is on its way, and after when no call begins. */
export function stoppedLines(answer: DrainAnswer): string[] {
  const { drainId, state, onTheirWay = [], noCallAfter } = answer;
  const none = 'No line is on its way.';
  return [
    state === 'STOPPED' ? `Stopped: ${drainId}.` : `${drainId} is ${state}.`,
    ...(noCallAfter === undefined ? [] : [`No call begins after ${localTime(Date.parse(noCallAfter))}.`]),
    ...(onTheirWay.length === 0 ? [none] : [`${onTheirWayText(onTheirWay.length)}, and still looked at:`]),
    ...onTheirWay.map(({ connectionId, requestId, state: is }) => `  ${connectionId}  ${lineText(is)}  ${requestId}`),
    ...(state === 'STOPPED' ? [`To go on: dxm drain resume ${drainId} --why "…"`] : []),
  ];
}

/** There is another way to stop calls, and this is no time to look for it. */
async function orElse(error: unknown): Promise<never> {
  const isAnswer = error instanceof UsageError || (error instanceof CliError && error.message.startsWith('declined'));
  if (isAnswer) throw error;
  const { message, where, todo, status } = error instanceof CliError ? error : await explain(error);
  const first = error instanceof CliError ? '' : `${todo}; or `;
  throw new CliError(message, {
    ...(where === undefined ? {} : { where }),
    ...{ status, cause: error, todo: `${first}stop all calls: dxm pause --yes --why "…"` },
  });
}
