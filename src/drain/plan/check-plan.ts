import { roomsOf } from './assign.ts';
import { misfits } from './check-fit.ts';
import { lineReasons } from './check-line.ts';
import { inventoryProblems } from './check-request.ts';
import { type Change, diffPictures, pictureOf } from './diff.ts';
import { factsOf, lineFactsOf } from './facts.ts';
import { fitProblems, freeSeconds } from './fits-window.ts';
import type { Inventory, Line } from './inventory.ts';
import type { GroupRow } from './parse-groups.ts';
import type { Plan, PlannedLine } from './plan.ts';
import { place, type Room } from './room.ts';
import { linesOnSource, type World, worldOf } from './world.ts';

/** Why a plan does not hold now, about one line, one target or all of it. */
export interface Broken {
  /** The line or the target; absent if it is about all. */
  id?: string;
  code: string;
  why: string;
  help: string;
}

export interface Checked {
  /** Every line could be moved where the plan says, as far as Direct Connect and the ledger show. */
  holds: boolean;
  broken: Broken[];
  /** All that is not as it was when the plan was made, also what breaks nothing. */
  changes: Change[];
}

/**
 * Whether a plan would still hold now, by the same checks that made it.
 *
 * @param moved lines that were on the source with those of the plan, and that its drain has moved since
 */
export function checkPlan(plan: Plan, inventory: Inventory, moved: ReadonlySet<string> = new Set()): Checked {
  const unreadable = inventoryProblems(inventory);
  // What it would say of the lines would be wrong.
  if (unreadable.length > 0) return { holds: false, broken: unreadable, changes: [] };
  const source = inventory.ports.find(({ id }) => id === plan.source);
  if (!source) {
    const broken = { id: plan.source, code: 'SOURCE', why: 'it is not there any more', help: 'make a new plan' };
    return { holds: false, broken: [broken], changes: [{ about: 'port', id: plan.source, text: broken.why }] };
  }
  const wanted = new Set(plan.targets.map(({ id }) => id));
  const world = worldOf(inventory, {
    source,
    targets: inventory.ports.filter(({ id }) => wanted.has(id)),
    rules: plan.rules,
    window: { fromMs: Date.parse(plan.window.from), toMs: Date.parse(plan.window.to) },
    rows: rowsOf(plan),
    lastLegs: plan.lines.flatMap(({ connectionId, lastLeg }) => (lastLeg ? [{ connectionId, ...lastLeg }] : [])),
    wereTogether: moved,
  });
  const broken = [...planBroken(plan, world), ...linesBroken(plan, world)];
  return { holds: broken.length === 0, broken, changes: diffPictures(pictureOf(plan), currentPicture(world)) };
}

/** The groups, as the plan has them: of lines that it does not know, nothing is named. */
function rowsOf({ lines, left, facts }: Plan): GroupRow[] {
  return [...lines, ...left, ...facts.siblings].map(({ connectionId, group }) => ({
    connectionId,
    ...(group === undefined ? {} : { group }),
    exempt: false,
  }));
}

function planBroken(plan: Plan, world: World): Broken[] {
  const { inventory, source } = world;
  const broken: Broken[] = [];
  if (inventory.readAtMs > Date.parse(plan.validUntil))
    broken.push({ code: 'EXPIRED', why: `it was valid until ${plan.validUntil}`, help: 'make a new plan' });
  if (Object.hasOwn(inventory.guards.closedParents ?? {}, source.id)) {
    const help = `find out why; then dxm parent open ${source.id}`;
    broken.push({ id: source.id, code: 'SOURCE_CLOSED', why: 'it is closed: nothing is moved from it', help });
  }
  const estimate = { ...plan.estimate, windowSeconds: freeSeconds(world) };
  return [...broken, ...fitProblems({ ...plan, estimate }, world)];
}

function linesBroken(plan: Plan, world: World): Broken[] {
  const { rooms, closed } = roomsOf(world);
  const used = new Set(plan.lines.map(({ to }) => to));
  const targets = [...closed].flatMap(([id, reasons]) =>
    used.has(id) ? reasons.map(({ code, why, help }) => ({ id, code: `TARGET_${code}`, why, help })) : [],
  );
  const lines = plan.lines.flatMap((line) => {
    const room = rooms.find(({ port }) => port.id === line.to);
    const problems = lineBroken(line, room, world);
    return problems.map((problem) => ({ id: line.connectionId, ...problem }));
  });
  const gone = [...used].filter((id) => !world.targets.some((target) => target.id === id));
  return [
    ...gone.map((id) => ({ id, code: 'TARGET', why: 'it is not there any more', help: 'make a new plan' })),
    ...targets,
    ...lines,
  ];
}

function lineBroken(planned: PlannedLine, room: Room | undefined, world: World): Omit<Broken, 'id'>[] {
  const line = world.lines.get(planned.connectionId);
  if (!line) return [{ code: 'GONE', why: 'no listing shows it', help: 'make a new plan, without it' }];
  if (line.parentConnectionId !== world.source.id) {
    const why = `it is on ${line.parentConnectionId}, not on ${world.source.id}`;
    return [{ code: 'NOT_ON_SOURCE', why, help: 'make a new plan, without it' }];
  }
  const fits = room ? misfits(line, room, world) : [];
  // The lines behind it find the room as it would be, also if this one is broken for another reason.
  if (room && fits.length === 0) place(room, line);
  return [...identity(planned, line), ...lineReasons(line, world), ...fits].map(({ code, why, help }) => ({
    code,
    why,
    help,
  }));
}

/** What was approved, and announced to a customer, was another line. */
function identity({ facts }: PlannedLine, { vlan, ownerAccount }: Line): Omit<Broken, 'id'>[] {
  const help = 'find out what has become of the line, and make a new plan';
  const one = (what: string, was: unknown, is: unknown) =>
    was === is ? [] : [{ code: 'CHANGED', why: `${what} is ${is ?? 'not said'}, and was ${was ?? 'not said'}`, help }];
  return [...one('its VLAN', facts.vlan, vlan), ...one('its owner account', facts.ownerAccount, ownerAccount)];
}

function currentPicture(world: World) {
  return {
    source: world.source.id,
    lines: new Map(linesOnSource(world).map((line) => [line.connectionId, lineFactsOf(line)])),
    facts: factsOf(world),
    placeOf: (id: string) => world.lines.get(id)?.parentConnectionId,
  };
}
