import { freezeText } from './check-line.ts';
import type { Problem } from './check-request.ts';
import type { PlanBody } from './plan.ts';
import { some } from './words.ts';
import type { World } from './world.ts';

/** Whether there is something to do, and time for it. */
export function fitProblems({ lines, left, source, estimate }: PlanBody, world: World): Problem[] {
  if (lines.length === 0) {
    const why =
      left.length === 0 ? `there is no line on ${source}` : `none of the ${left.length} lines on ${source} can move`;
    return [
      { code: 'NOTHING_TO_MOVE', why, help: left.length === 0 ? 'it is empty' : 'see what would help under each line' },
    ];
  }
  if (estimate.seconds <= estimate.windowSeconds) return [];
  const met = freezesOfAll(world);
  const frozen = met.length > 0 ? `, without ${some(met.map(freezeText))}` : '';
  return [
    {
      code: 'DOES_NOT_FIT',
      why: `it takes ${minutes(estimate.seconds)}, and the window has ${minutes(estimate.windowSeconds)}${frozen}`,
      help: 'a longer window, or two nights; or raise maxSoaking, and with it what one fault may hit',
    },
  ];
}

/** What the window has, without the freezes in it, in seconds: nothing is released in one. */
export function freeSeconds(world: World): number {
  const { fromMs, toMs } = world.window;
  let free = 0;
  let at = fromMs;
  for (const freeze of freezesOfAll(world).toSorted((a, b) => a.fromMs - b.fromMs)) {
    free += Math.max(0, freeze.fromMs - at);
    at = Math.max(at, freeze.untilMs);
  }
  return Math.floor((free + Math.max(0, toMs - at)) / 1000);
}

/** Freezes that keep every line of the source waiting. One of a target is held against that target. */
export function freezesOfAll({ freezes, source }: World): World['freezes'] {
  return freezes.filter(
    ({ location, parent }) =>
      (location === undefined || source.location === undefined || location === source.location) &&
      (parent === undefined || parent === source.id),
  );
}

function minutes(seconds: number): string {
  const [hours, rest] = [Math.floor(seconds / 3600), Math.ceil((seconds % 3600) / 60)];
  return hours > 0 ? `${hours} h ${rest} min` : `${rest} min`;
}
