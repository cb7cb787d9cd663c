import { type Drain, type DrainState, isOver, stateOf } from '../../../drain/run/drain.ts';
import { LINE_STATES, type LineState } from '../../../drain/run/line.ts';
import { count } from '../../output/words.ts';

/** To be read after "is" or a number. */
const LINES: Record<LineState, string> = {
  planned: 'planned',
  released: 'released',
  moved: 'moved',
  seen: 'seen on its target',
  held: 'held',
  unhealthy: 'not well',
  unknown: 'not looked at',
  waits: 'waiting for a person',
  healthy: 'well',
  overtaken: 'overtaken by a later request',
  gone: 'gone',
  movedAway: 'moved away by others',
  failed: 'refused',
  drifted: 'changed by others',
  setAside: 'set aside',
};

/** Of a later version of the service, the state as it is. */
export function lineText(state: LineState): string {
  return LINES[state] ?? state;
}

/** How many lines are in each state, in the order in which a line goes through them; none, where there is none. */
export function countLines({
  lines,
}: {
  lines: Readonly<Record<string, { state: LineState }>>;
}): [LineState, number][] {
  const states = Object.values(lines).map(({ state }) => state);
  return [...new Set([...LINE_STATES, ...states])]
    .map((state): [LineState, number] => [state, states.filter((one) => one === state).length])
    .filter(([, number]) => number > 0);
}

/** `200: 31 well, 5 moved, 164 planned`, the well ones first. */
export function linesText(drain: Pick<Drain, 'lines'>): string {
  const counts = countLines(drain);
  const well = counts.filter(([state]) => state === 'healthy');
  const all = [...well, ...counts.filter(([state]) => state !== 'healthy').toReversed()];
  return `${Object.keys(drain.lines).length}: ${all.map(([state, number]) => `${number} ${lineText(state)}`).join(', ')}`;
}

/** `RUNNING, wave 2 of 5`. @param waves undefined where the plan is not at hand */
export function stateText(drain: Drain, waves?: number): string {
  const { wave, rollbackOf } = drain;
  const state = stateOf(drain);
  const isUnderWay = rollbackOf === undefined && wave.number > 0 && !isOver(drain);
  return isUnderWay ? `${state}, wave ${wave.number}${waves === undefined ? '' : ` of ${waves}`}` : state;
}

/** The next command for a drain that no one is needed for, or undefined where there is none. @param source that it empties */
export function nextCommand(drain: Drain, source = 'SOURCE'): string | undefined {
  const { drainId, announcement, rollbackOf, stops } = drain;
  const announced = announcement?.doneAtMs !== undefined;
  const next: Record<DrainState, string | undefined> = {
    DRAFT: `dxm drain approve ${drainId} --why "…"`,
    APPROVED: announced ? `dxm drain start ${drainId} --why "…"` : `dxm drain announce ${drainId} --why "…"`,
    RUNNING: `dxm drain watch ${drainId}`,
    // What the others are for comes first.
    STOPPED: stops.every(({ kind }) => kind === 'person')
      ? `dxm drain resume ${drainId} --why "…"`
      : `dxm drain status ${drainId}`,
    ENDING: `dxm drain watch ${drainId}`,
    COMPLETED: rollbackOf === undefined ? `dxm parent safe-to-delete ${source}` : undefined,
    ABORTED: rollbackOf === undefined ? leftovers(drainId, source) : undefined,
    EXPIRED: rollbackOf === undefined ? leftovers(drainId, source) : undefined,
  };
  return next[stateOf(drain)];
}

function leftovers(drainId: string, source: string): string {
  return `dxm drain plan ${source} --to … --leftovers-of ${drainId}`;
}

/** `1 line is on its way`. */
export function onTheirWayText(number: number): string {
  return `${count(number, 'line is', 'lines are')} on ${number === 1 ? 'its' : 'their'} way`;
}
