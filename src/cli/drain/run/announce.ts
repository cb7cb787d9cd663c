import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { printable } from '../../output/printable.ts';
import { count } from '../../output/words.ts';
import { headLines } from '../plan-head.ts';
import { askDrain, showDone } from './ask-drain.ts';
import { calendarsAsJson, prepareCalendars, showCalendars, writeCalendars } from './calendars.ts';
import { readDrain } from './read-drain.ts';
import { checkSeen } from './shown-digest.ts';

/** Has customers told of the window, and the source cordoned; and writes calendar files for those that no consumer tells. */
export async function run(
  context: Context,
  drainId: string,
  decided: Deciding & { digest?: string; ics?: string; from?: string },
): Promise<undefined> {
  const { digest: seen, by, why, ics, from } = decided;
  const known = await readDrain(context, drainId);
  checkSeen(known, seen);
  const { drain, plan } = known;
  const calendars = await prepareCalendars({ ics, from }, known, context.clock());
  const owners = new Set(plan.lines.map(({ facts }) => facts.ownerAccount));
  const does = [
    `An event for each of ${count(plan.lines.length, 'line')}, of ${count(owners.size, 'owner account')}, tells of this window.`,
    `${plan.source} is cordoned: no line is moved onto it any more.`,
    ...(calendars ? [`A calendar file for each customer is written into ${printable(calendars.folder)}.`] : []),
  ];
  await confirm(context, [...headLines(plan, context.clock()), ...does], decided);
  const answer = await askDrain(context, { action: 'announce', drainId, digest: drain.digest, by, why });
  const files = calendars && (await writeCalendars(calendars, await readDrain(context, drainId), context.clock()));
  showDone(
    context,
    { ...answer, ...(calendars && files ? calendarsAsJson(calendars, files) : {}) },
    [
      `Announced: the events of ${drainId} are on their way, and ${plan.source} is cordoned.`,
      `When all are published, dxm drain status ${drainId} says so. To see what would be refused: dxm drain rehearse ${drainId} --why "…"`,
    ],
    `${drainId} was announced already.`,
  );
  if (calendars && files && !context.out.isJson) showCalendars(context, calendars, files);
  return undefined;
}
