import { type Misfit, misfits } from './check-fit.ts';
import { isVlan, lineReasons } from './check-line.ts';
import { targetReasons } from './check-target.ts';
import type { Line, Port } from './inventory.ts';
import { MAX_LINES } from './plan.ts';
import type { LeftReason, TargetReason } from './reasons.ts';
import { freeMbps, place, type Room, roomOf } from './room.ts';
import { byText, groupBy, some, tidy } from './words.ts';
import { linesOnSource, presentOn, type World } from './world.ts';

export interface Assignment {
  /** Where each line goes. */
  to: ReadonlyMap<string, Port>;
  /** Why each other line stays. */
  left: ReadonlyMap<string, LeftReason[]>;
  /** Targets that take lines, with what is left on them. */
  rooms: readonly Room[];
  /** Why each other target takes none. */
  closed: ReadonlyMap<string, TargetReason[]>;
}

/**
 * Where each line goes: those that a person has pinned first, then those with the fewest targets that could take them, then the
 * larger ones; each to the target that has the least room left for it, ties by id.
 *
 * @param only of other lines nothing is moved
 */
export function assign(world: World, pins: ReadonlyMap<string, string>, only?: ReadonlySet<string>): Assignment {
  const { rooms, closed } = roomsOf(world);
  const lines = linesOnSource(world);
  const known = new Map(
    lines.map((line) => [
      line.connectionId,
      only?.has(line.connectionId) === false ? [NOT_A_LEFTOVER] : lineReasons(line, world),
    ]),
  );
  const candidates = lines.filter(({ connectionId }) => known.get(connectionId)?.length === 0);
  const to = placeAll(candidates, rooms, pins, world);
  const left = new Map<string, LeftReason[]>();
  for (const line of lines.filter(({ connectionId }) => !to.has(connectionId))) {
    const mayGo = rooms.filter(({ port }) => [undefined, port.id].includes(pins.get(line.connectionId)));
    const more = isFull(to, line, mayGo, world) ? [TOO_MANY] : targetsInTheWay(line, mayGo, world);
    const reasons = known.get(line.connectionId) ?? [];
    left.set(line.connectionId, reasons.some(isMoot) ? reasons : [...reasons, ...more]);
  }
  return { to, left, rooms, closed };
}

/** The targets that take lines, as they are now, and why the others take none. */
export function roomsOf(world: World): Pick<Assignment, 'rooms' | 'closed'> {
  const judged = world.targets.map((port) => ({ port, reasons: targetReasons(port, world) }));
  return {
    rooms: judged
      .filter(({ reasons }) => reasons.length === 0)
      .map(({ port }) => roomOf(port, presentOn(world, port.id), world.rules)),
    closed: new Map(judged.filter(({ reasons }) => reasons.length > 0).map(({ port, reasons }) => [port.id, reasons])),
  };
}

/** Of a line that is not to be moved, or is gone, it would be noise which targets would take it. */
function isMoot({ code }: LeftReason): boolean {
  return code === 'NOT_A_LEFTOVER' || code === 'STATE' || code === 'EXEMPT';
}

function placeAll(
  candidates: readonly Line[],
  rooms: readonly Room[],
  pins: ReadonlyMap<string, string>,
  world: World,
): Map<string, Port> {
  const to = new Map<string, Port>();
  const fits = (line: Line, room: Room) => misfits(line, room, world).length === 0;
  const settle = (line: Line, choices: readonly Room[]) => {
    if (to.size === MAX_LINES) return;
    const best = choices.filter((room) => fits(line, room)).toSorted(byLeastRoom)[0];
    if (!best) return;
    place(best, line);
    to.set(line.connectionId, best.port);
  };
  const isPinned = ({ connectionId }: Line) => pins.has(connectionId);
  for (const line of candidates.filter(isPinned)) {
    settle(
      line,
      rooms.filter(({ port }) => port.id === pins.get(line.connectionId)),
    );
  }
  const free = candidates
    .filter((line) => !isPinned(line))
    .map((line) => ({ line, choices: rooms.filter((room) => fits(line, room)) }))
    .toSorted(
      (a, b) =>
        a.choices.length - b.choices.length ||
        (b.line.mbps ?? 0) - (a.line.mbps ?? 0) ||
        byText<Line>(({ connectionId }) => connectionId)(a.line, b.line),
    );
  for (const { line, choices } of free) settle(line, choices);
  return to;
}

function byLeastRoom(a: Room, b: Room): number {
  return freeMbps(a) - freeMbps(b) || byText<Room>(({ port }) => port.id)(a, b);
}

const NOT_A_LEFTOVER: LeftReason = {
  code: 'NOT_A_LEFTOVER',
  why: 'the other drain has not left it behind',
  help: 'plan without --leftovers-of to move it too',
};

const TOO_MANY: LeftReason = {
  code: 'TOO_MANY',
  why: `the plan has ${MAX_LINES} lines already`,
  help: 'a second night, with --leftovers-of',
};

/** A target would take it, but for the number of lines. */
function isFull(to: ReadonlyMap<string, Port>, line: Line, rooms: readonly Room[], world: World): boolean {
  return to.size >= MAX_LINES && rooms.some((room) => misfits(line, room, world).length === 0);
}

/** Why none of these targets takes it; nothing if one does. */
function targetsInTheWay(line: Line, rooms: readonly Room[], world: World): LeftReason[] {
  if (rooms.length === 0) return [NO_TARGET];
  const found = rooms.map((room) => misfits(line, room, world).map((misfit) => ({ ...misfit, target: room.port.id })));
  if (found.some((each) => each.length === 0)) return [];
  // What cannot be said without them is said already.
  if (!isVlan(line.vlan) || line.mbps === undefined) return [];
  const byCode = groupBy(found.flat(), ({ code }) => code);
  return [...byCode.values()].flatMap((same) => summary(same) ?? []);
}

function summary(same: readonly (Misfit & { target: string })[]): LeftReason | undefined {
  const [first] = same;
  if (!first) return undefined;
  const why = some(
    same.map(({ why }) => why),
    '; ',
  );
  return { code: first.code, targets: same.map(({ target }) => target), why: tidy(why, 1024), help: first.help };
}

const NO_TARGET: LeftReason = {
  code: 'TARGET',
  why: 'no target that it may go to takes lines now',
  help: 'what would help at the targets, or other targets',
};
