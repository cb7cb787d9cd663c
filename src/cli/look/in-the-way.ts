import { type Standing, standing } from '../../migration/operators/standing.ts';
import { FOR_ALL } from '../../migration/ports/control.ts';
import type { Field } from '../output/fields.ts';
import { printable } from '../output/printable.ts';
import { localTime } from '../output/time.ts';
import { holdingUp } from './summary.ts';
import type { World } from './world.ts';

/** What stands in the way of calls, for people; that nothing does is said only where all was read. */
export function inTheWay({ control, unfinished, nowMs }: World): Field[] {
  const rows = control ? ofControl(standing(control, nowMs), nowMs) : [];
  for (const [line, requests] of unfinished ? holdingUp(unfinished) : []) {
    const name = printable(line);
    rows.push(['group', `${name} holds up ${requests} of its owner's other requests: dxm groups ${name}`]);
  }
  return rows.length > 0 || !control || !unfinished ? rows : [['nothing', 'lines are called for as they come']];
}

function ofControl({ paused, lastChange, circuits, closedParents, cordons, freezes }: Standing, now: number): Field[] {
  return [
    ['paused', paused ? pausedBy(lastChange) : undefined],
    ...circuits.map((circuit): Field => ['circuit breaker', aboutCircuit(circuit, now)]),
    ...closedParents.map(({ parent, ...since }): Field => ['closed', `${parent}, ${who(since)}`]),
    ...cordons.map(({ parent, ...since }): Field => ['cordoned', `${parent}, ${who(since)}`]),
    ...freezes.map((freeze): Field => ['frozen', aboutFreeze(freeze)]),
  ].flatMap((row): Field[] => (row[1] === undefined ? [] : [row as Field]));
}

function pausedBy(lastChange: Standing['lastChange']): string {
  return lastChange ? who({ ...lastChange, since: lastChange.atMs }) : 'no one knows by whom';
}

function aboutCircuit({ circuit, until }: Standing['circuits'][number], now: number): string {
  const state = Date.parse(until) > now ? `open until ${at(until)}` : 'half-open: the next call tries it';
  return `${circuit === FOR_ALL ? 'for all' : `of ${circuit}`}, ${state}`;
}

function aboutFreeze({ name, from, until, location, parent, ...since }: Standing['freezes'][number]): string {
  const of = parent ?? (location === undefined ? 'all lines' : `location ${location}`);
  return `${name}: ${of}, from ${at(from)} to ${at(until)}, ${who(since)}`;
}

function who({ by, why, since }: { by: string; why: string; since: string | number }): string {
  return `by ${printable(by)} since ${typeof since === 'number' ? localTime(since) : at(since)}: ${printable(why)}`;
}

function at(time: string): string {
  return localTime(Date.parse(time));
}
