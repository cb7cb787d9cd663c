import type { DrainEventName } from '../../../contract/operations/names.ts';
import { type Drain, isOver } from '../drain.ts';
import { type LineState, needsAPerson } from '../line.ts';
import { BY_ITSELF, type Stop, stopId } from '../stop.ts';
import { MOST_UNPUBLISHED, timeOfEvent, withDrainEvent, withHistory } from '../told.ts';
import { ownStop } from './after-tries.ts';
import type { Pass } from './step.ts';

/** Of a plan's lines, so many may fail before the drain stops; of a small one, two. */
const FAILED_SHARE = 0.05;
const FAILED_AT_LEAST = 2;
const MOST_DRIFTED = 5;

export type About = Pick<Pass, 'now' | 'plan'> & { serviceVersion: string };

/**
 * With the stops that its lines and limits ask for, without those for lines that are over, and with the events that tell of both: one
 * write with what has passed a limit, so that no one releases a line in between.
 *
 * @param found what stops it besides
 */
export function withOwnStops(drain: Drain, found: readonly Stop[], about: About): Drain {
  const kept = withoutLifted(drain, about);
  const forgiven = forgivenOf(kept);
  const known = new Set(kept.stops.map(({ id }) => id));
  const wanted = [...forLines(kept, about.now), ...forBudgets({ ...kept, forgiven }, about.now), ...found];
  const added = wanted.filter(({ id }) => known.size !== known.add(id).size);
  if (added.length === 0 && forgiven === kept.forgiven) return withTold(kept, about);
  // One that was lifted and is back is told again.
  const told = kept.told.filter((id) => !added.some((stop) => stop.id === id));
  return withTold({ ...kept, forgiven, told, stops: [...kept.stops, ...added] }, about);
}

/** With an event about the stops, and one about the approval, that none was made of; the same object if there are none. */
export function withTold(drain: Drain, about: About): Drain {
  const { approval, stops, told, unpublished } = drain;
  if (isOver(drain) || unpublished.length > MOST_UNPUBLISHED) return drain;
  const approved = approval && `approval:${approval.atMs}`;
  const present = [...stops.map(({ id }) => id), ...(approved === undefined ? [] : [approved])];
  if (present.every((id) => told.includes(id))) return drain;
  const news = stops.filter(({ id }) => !told.includes(id));
  const isNewlyApproved = approved !== undefined && !told.includes(approved);
  let next: Drain = { ...drain, told: present };
  if (approval && isNewlyApproved)
    next = withNews(next, { name: 'Drain Approved', what: 'approved', ...approval }, about, []);
  for (const { id, by, why } of news)
    next = withHistory(next, `stopped: ${id}`, { atMs: timeOfEvent(next, about.now), by, why });
  return news.length > 0 ? withEventOfLast(next, 'Drain Stopped', about) : next;
}

/** With an entry in its history, and the event of that. */
export function withNews(
  drain: Drain,
  { name, what, by, why }: { name: DrainEventName; what: string; by: string; why: string },
  about: About,
  stops?: readonly Stop[],
): Drain {
  const noted = withHistory(drain, what, { atMs: timeOfEvent(drain, about.now), by, why });
  return withEventOfLast(noted, name, about, stops);
}

/** The event of its last history entry. */
function withEventOfLast(
  drain: Drain,
  name: DrainEventName,
  { plan, serviceVersion, now }: About,
  stops?: readonly Stop[],
) {
  const atMs = drain.history.at(-1)?.atMs ?? now;
  const details = { atMs, source: plan.source, serviceVersion };
  return withDrainEvent(drain, name, stops === undefined ? details : { ...details, stops });
}

/** Those for lines are over by themselves: a line that has recovered, was decided on, moved back or set aside. */
function withoutLifted(drain: Drain, about: About): Drain {
  const lifted = drain.stops.filter((stop) => stop.kind === 'line' && !isInNeed(drain, stop));
  if (lifted.length === 0) return drain;
  const stops = drain.stops.filter((stop) => !lifted.includes(stop));
  const { checkedAtMs: _, ...unchecked } = drain.wave;
  // After a resume, by whomever, lines and targets are read again.
  const wave = stops.length === 0 ? unchecked : drain.wave;
  const why = `${lifted.map(({ about: id }) => id).join(', ')} needs no one any more`;
  const what = `resumed: ${lifted.map(({ id }) => id).join(', ')}`;
  return withNews({ ...drain, stops, wave }, { name: 'Drain Resumed', what, by: BY_ITSELF, why }, about, lifted);
}

function isInNeed({ lines }: Drain, { about }: Stop): boolean {
  const line = about === undefined ? undefined : lines[about];
  return line !== undefined && needsAPerson(line);
}

function forLines({ lines }: Drain, now: number): Stop[] {
  return Object.entries(lines).flatMap(([id, line]) => {
    if (!needsAPerson(line)) return [];
    const { state, cause } = line;
    const text = state === 'waits' ? 'has waited for the third time' : `is ${state}`;
    return [ownStop('line', id, now, `${id} ${text}${cause === undefined ? '' : `: ${cause}`}`)];
  });
}

/** More than this many are too many to go on. */
export function budgetsOf({ lines }: Pick<Drain, 'lines'>): { failed: number; drifted: number } {
  const failed = Math.max(FAILED_AT_LEAST, Object.keys(lines).length * FAILED_SHARE);
  return { failed, drifted: MOST_DRIFTED };
}

/** What ends has nothing left that a budget could keep. */
function forBudgets(drain: Drain, now: number): Stop[] {
  if (drain.phase !== 'RUNNING') return [];
  const budgets = budgetsOf(drain);
  return (['failed', 'drifted'] as const).flatMap((kind) => {
    const more = count(drain, kind) - drain.forgiven[kind];
    if (more <= budgets[kind]) return [];
    return [
      {
        id: stopId(kind),
        kind,
        atMs: now,
        by: BY_ITSELF,
        why: `${more} lines have ${kind}, and no one has said that it may go on`,
      },
    ];
  });
}

/** Of lines that are tried again, no one needs to be forgiven any more: the next ones that fail count. */
function forgivenOf(drain: Drain): Drain['forgiven'] {
  const { forgiven } = drain;
  const failed = Math.min(forgiven.failed, count(drain, 'failed'));
  const drifted = Math.min(forgiven.drifted, count(drain, 'drifted'));
  return failed === forgiven.failed && drifted === forgiven.drifted ? forgiven : { failed, drifted };
}

function count({ lines }: Pick<Drain, 'lines'>, state: LineState): number {
  return Object.values(lines).filter((line) => line.state === state).length;
}
