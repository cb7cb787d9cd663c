import type { Stop } from '../../../drain/run/stop.ts';
import { CliError, UsageError } from '../../cli-error.ts';
import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { printable } from '../../output/printable.ts';
import { localTime } from '../../output/time.ts';
import { didYouMean } from '../../words/near.ts';
import { askDrain, showDone } from './ask-drain.ts';
import { readDrain } from './read-drain.ts';

/** Lifts stops, those that were shown or named and no others. */
export async function run(
  context: Context,
  drainId: string,
  decided: Deciding & { stop?: string[] },
): Promise<undefined> {
  const { stop: named, by, why, yes } = decided;
  if (yes && !named) {
    const todo = `look which there are (dxm drain status ${drainId}), and name each that may be lifted with --stop`;
    throw new UsageError('which stops? --yes lifts none that no one has seen', { where: '--stop', todo });
  }
  const { drain } = await readDrain(context, drainId);
  const stops = named ? named.map((id) => stopNamed(drain.stops, id, drainId)) : drain.stops;
  if (stops.length === 0) throw new CliError(`${drainId} is not stopped`, { todo: `dxm drain watch ${drainId}` });
  const does = [`${drainId} goes on at once. These stops are lifted, and no others:`, ...stops.map(stopText)];
  await confirm(context, does.map(printable), decided);
  const ids = stops.map(({ id }) => id);
  const answer = await askDrain(
    context,
    { action: 'resume', drainId, stops: ids, by, why },
    `dxm drain status ${drainId} shows its stops`,
  );
  showDone(
    context,
    answer,
    [`Resumed: ${drainId} is ${answer.state}. To watch it: dxm drain watch ${drainId}`],
    `${drainId} has none of these stops any more.`,
  );
  return undefined;
}

function stopText({ id, by, why, atMs }: Stop): string {
  return `  ${id}: by ${by}, ${localTime(atMs)}: ${why}`;
}

function stopNamed(stops: readonly Stop[], id: string, drainId: string): Stop {
  const found = stops.find((stop) => stop.id === id);
  if (found) return found;
  const ids = stops.map((stop) => stop.id);
  throw new CliError(`${drainId} has no stop ${id}`, {
    where: '--stop',
    todo: didYouMean(id, ids) ?? (ids.length === 0 ? 'it is not stopped' : `it has ${ids.join(', ')}`),
  });
}
