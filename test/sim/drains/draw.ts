import type { GroupRow } from '../../../src/drain/plan/parse-groups.ts';
import type { Settings } from '../../../src/migration/model/settings.ts';
import type { Random } from '../../support/random.ts';
import type { Plan } from '../run.ts';
import { contentOf } from '../scenario/content.ts';
import type { Sending } from '../scenario/scenario.ts';
import { MINUTE, SECOND, START } from '../settings.ts';
import { DRAIN_PARENTS, DRAINED, INTERCONNECT, LAG, type Line, OTHER_LAG, ownerOf, TENANTS } from '../topology.ts';
import type { DrainPlan } from './drain-stage.ts';

export interface Drawn {
  drains: DrainPlan | undefined;
  lines: readonly Line[];
  sendings: readonly Sending[];
  changes: Plan['changes'];
}

export const NO_DRAINS: Drawn = { drains: undefined, lines: [], sendings: [], changes: [] };

const TARGETS = DRAIN_PARENTS.filter((parent) => parent !== INTERCONNECT);

/** A drain of some lines, and all that happens around it. */
export function drawDrains(random: Random, clearAtMs: number, restores: number): Drawn {
  const lines = drawLines(random);
  const onSource = lines.filter(({ parent }) => parent === INTERCONNECT);
  const submitAtMs = START + random.between(0, 2 * MINUTE);
  const fromMs = submitAtMs + random.between(MINUTE, 12 * MINUTE);
  const targets = TARGETS.filter(() => random.chance(0.6));
  const request = {
    drainId: 'd1',
    source: INTERCONNECT,
    targets: targets.length > 0 ? targets : [LAG],
    window: { fromMs, toMs: fromMs },
    noticeSeconds: random.pick([0, 0, 60, 300]),
    groups: drawGroups(random, onSource),
    limits: {
      maxMoving: random.pick([1, 2, 4, 10]),
      maxSoaking: random.pick([2, 5, 20]),
      minIntervalSeconds: random.pick([0, 0, 0, 5, 30]),
    },
    ...(random.chance(0.3) ? { ticket: 'CHG-1' } : {}),
  };
  const other = { ...request, drainId: 'd2', targets: [random.pick(TARGETS)] };
  const endMs = Math.max(clearAtMs, fromMs + 40 * MINUTE);
  const moments = (most: number) => Array.from({ length: random.between(0, most) }, () => random.between(START, endMs));
  return {
    drains: {
      requests: random.chance(0.15) ? [request, other] : [request],
      roomInWindow: random.pick([1, 1.3, 2, 3]),
      tickMs: random.pick([15, 15, 30, 60]) * SECOND,
      approvals: random.chance(0.85) ? 1 : 0,
      random: random.fork(),
      mischief: random.pick([0, 0.05, 0.2]),
      isStaffed: random.chance(0.8),
      byHand: random.chance(0.2) ? moments(6) : [],
      ...drawRestore(random, restores, fromMs, endMs),
      submitAtMs,
    },
    lines,
    sendings: random.chance(0.5) ? moments(5).map((at, number) => drawOrder(random, at, number, onSource)) : [],
    changes: random.chance(0.5) ? moments(8).map((at) => drawChange(random, at, lines)) : [],
  };
}

/** Lines of some owners on the source; siblings elsewhere; and some that are not made yet. */
function drawLines(random: Random): Line[] {
  const owners = [...new Set(DRAINED.map(({ ownerAccount }) => ownerAccount))];
  const some = random.between(2, owners.length);
  const most = random.pick([5, 8, 12, 30]);
  const lines = owners.slice(0, some).flatMap((owner) => {
    const its = DRAINED.filter(({ ownerAccount }) => ownerAccount === owner);
    const count = random.between(1, Math.min(its.length - 1, Math.ceil(most / some)));
    const here = its.slice(0, count).map((line) => ({ ...line, parent: INTERCONNECT as string | undefined }));
    const hasSibling = random.chance(0.3) && count < its.length - 1;
    const siblings = hasSibling
      ? [{ ...(its[count] as Line), parent: random.pick(TARGETS) as string | undefined }]
      : [];
    return [...here, ...siblings, its.at(-1) as Line];
  });
  return lines;
}

/** Some lines of one owner, or of several, must not be down together. */
function drawGroups(random: Random, lines: readonly Line[]): GroupRow[] {
  if (random.chance(0.5)) return [];
  return lines.flatMap(({ connectionId }) =>
    random.chance(0.5) ? [{ connectionId, group: random.pick(['g', 'h', 'i']), exempt: random.chance(0.05) }] : [],
  );
}

/** An order system's own order for a line of the drain, or onto one of its targets. */
function drawOrder(random: Random, at: number, number: number, lines: readonly Line[]): Sending {
  const { connectionId } = random.pick(lines);
  const owner = ownerOf(connectionId) ?? '';
  const tenant = TENANTS.find(({ ownerAccounts }) => ownerAccounts.includes(owner))?.name ?? 'orders';
  const from = random.chance(0.8) ? INTERCONNECT : LAG;
  const to = random.pick([LAG, OTHER_LAG, INTERCONNECT].filter((parent) => parent !== from));
  const order = { tenant, requestId: `beside${number}`, connectionId, from, to, requestedAtMs: at };
  return { at, content: contentOf(order), group: connectionId };
}

/** Someone moves a line by hand, deletes it, or makes one where it takes a VLAN. */
function drawChange(random: Random, at: number, lines: readonly Line[]): Plan['changes'][number] {
  const { connectionId, parent } = random.pick(lines);
  const to = random.pick([...TARGETS, INTERCONNECT]);
  if (parent === undefined) return { at, run: ({ world }) => world.makeLine(connectionId, to) };
  if (random.chance(0.7)) return { at, run: ({ world }) => world.moveByHand(connectionId, to) };
  const after = random.pick([0, random.between(0, 20 * MINUTE)]);
  return { at, run: ({ world }) => world.deleteLine(connectionId, after) };
}

/** In some runs, the ledger is put back to an earlier moment. */
function drawRestore(random: Random, chance: number, fromMs: number, endMs: number): Pick<DrainPlan, 'restore'> {
  if (!random.chance(chance)) return {};
  const at = random.between(fromMs, endMs + 30 * MINUTE);
  return { restore: { at, to: Math.max(START, at - random.between(0, 40 * MINUTE)) } };
}

/** Where drains run, moves are verified, and soon: lines by the dozen wait for each other. */
export function drainedTimes(random: Random, settings: Settings): Settings {
  const soakMs = random.pick([settings.soakMs, MINUTE, 3 * MINUTE]);
  const { staleMs, clockSkewMs, pollIntervalMs } = settings;
  const verifyWithinMs =
    staleMs + 2 * clockSkewMs + 2 * pollIntervalMs + random.pick([MINUTE, 6 * MINUTE, 12 * MINUTE]);
  return { ...settings, soakMs, verifyWithinMs };
}
