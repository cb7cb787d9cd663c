import type { Drain } from '../../../drain/run/drain.ts';
import { printable } from '../../output/printable.ts';
import type { KnownDrain } from './read-drain.ts';
import { linesText, lineText, stateText } from './words.ts';

/** What has changed of a drain between two looks, a line each and printable, as a log has it. Without a first look: where it is. */
export function changesOf(before: KnownDrain | undefined, { drain, plan }: KnownDrain): string[] {
  const state = stateText(drain, plan.waves.length);
  if (!before) return [`${drain.drainId} is ${state}; lines ${linesText(drain)}`];
  const was = stateText(before.drain, before.plan.waves.length);
  return [
    ...lineChanges(before.drain, drain),
    ...stopChanges(before.drain, drain),
    ...(was === state ? [] : [`${drain.drainId} is ${state}; lines ${linesText(drain)}`]),
  ];
}

function lineChanges(before: Drain, { lines }: Drain): string[] {
  return Object.entries(lines).flatMap(([id, { state, cause }]) => {
    if (before.lines[id]?.state === state) return [];
    return [`${id} is ${lineText(state)}${cause === undefined ? '' : `: ${printable(cause)}`}`];
  });
}

function stopChanges(before: Drain, { stops }: Drain): string[] {
  const isIn = (list: Drain['stops'], id: string) => list.some((one) => one.id === id);
  return [
    ...stops
      .filter(({ id }) => !isIn(before.stops, id))
      .map(({ by, why }) => `stopped by ${printable(by)}: ${printable(why)}`),
    ...before.stops.filter(({ id }) => !isIn(stops, id)).map(({ id }) => `the stop ${printable(id)} is lifted`),
  ];
}
