import { describe, expect, it } from 'vitest';
import { checkPlan } from '../../../../src/drain/plan/check-plan.ts';
import type { Inventory, Line } from '../../../../src/drain/plan/inventory.ts';
import { makePlan } from '../../../../src/drain/plan/make-plan.ts';
import { packPlan, parsePlan } from '../../../../src/drain/plan/parse-plan.ts';
import { MAX_LINES } from '../../../../src/drain/plan/plan.ts';
import type { PlanRequest } from '../../../../src/drain/plan/plan-request.ts';
import { FROM, HOUR, inventory, lag, line, port, request } from './given.ts';

const TARGETS = Array.from({ length: 16 }, (_, index) => `dxlag-t${index}`);
const SPEEDS = [50, 100, 200, 500, 1_000, 2_000, 5_000];

/** A full site: many lines on the source, a few hundred on each target, and as many elsewhere. */
function site(count: number, owners: number): [Inventory, PlanRequest] {
  const owner = (index: number) => String(100_000_000_000 + (index % owners));
  const fields = (index: number): Partial<Line> => ({
    ownerAccount: owner(index),
    mbps: SPEEDS[index % SPEEDS.length] ?? 50,
    vlan: 1 + (index % 4094),
  });
  const many = (prefix: string, length: number, parentOf: (index: number) => string) =>
    Array.from({ length }, (_, index) =>
      line(`dxcon-${prefix}${index}`, { ...fields(index), parentConnectionId: parentOf(index) }),
    );
  const links = Array.from({ length: 2 }, (_, index) => ({ id: `dxcon-l${index}`, state: 'available' }));
  const given = inventory({
    ports: [
      port({ id: 'dxcon-old' }),
      port({ id: 'dxcon-other' }),
      ...TARGETS.map((id) => lag({ id, links, linkMbps: 400_000 })),
    ],
    lines: [
      ...many('s', count, () => 'dxcon-old'),
      ...many('o', 4_000, (index) => (index < 3_000 ? (TARGETS[index % TARGETS.length] ?? '') : 'dxcon-other')),
    ],
  });
  return [given, request({ targets: TARGETS, window: { fromMs: FROM, toMs: FROM + 24 * HOUR } })];
}

/** CPU time, which a busy machine does not change much. */
function cpuMs(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return Math.round((user + system) / 1000);
}

describe('1,000 lines over 16 targets', () => {
  it.each([
    ['of 300 owners', 300],
    ['of one owner, who has thousands elsewhere', 1],
  ])('%s are planned, packed, read and checked in little time and space', (what, owners) => {
    const [given, wanted] = site(MAX_LINES, owners);
    const before = process.memoryUsage().heapUsed;
    let planned = makePlan(given, wanted);
    const planMs = cpuMs(() => {
      planned = makePlan(given, wanted);
    });
    const heap = Math.round((process.memoryUsage().heapUsed - before) / 1e6);
    if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
    const { plan, text } = planned;
    expect(plan.lines.length + plan.left.length).toBe(MAX_LINES);
    expect(plan.lines.length).toBeGreaterThan(900);
    const packed = packPlan(plan);
    expect(packed.length).toBeLessThan(350_000);
    const readMs = cpuMs(() => expect(parsePlan(packed).ok).toBe(true));
    const checkMs = cpuMs(() => expect(checkPlan(plan, given).holds).toBe(true));
    process.stdout.write(
      `${what}: planned in ${planMs} ms of CPU time, read in ${readMs}, checked in ${checkMs}; ` +
        `${heap} MB of heap; ${Math.round(text.length / 1000)} kB, packed ${Math.round(packed.length / 1000)} kB; ` +
        `${plan.lines.length} lines move, in ${Math.round(plan.estimate.seconds / 360) / 10} hours\n`,
    );
  });

  it('take the time of their number, and not of its square', () => {
    const timeOf = (count: number) => {
      const [given, wanted] = site(count, 300);
      makePlan(given, wanted);
      return Math.min(...[1, 2, 3].map(() => cpuMs(() => makePlan(given, wanted))));
    };
    // Four times as many; of both, a part goes by the 4,000 lines elsewhere.
    expect(timeOf(MAX_LINES) / Math.max(1, timeOf(MAX_LINES / 4))).toBeLessThan(12);
  });

  it('and no more: the others wait for a second night', () => {
    const [given, wanted] = site(MAX_LINES + 20, 300);
    const planned = makePlan(given, wanted);
    if (!planned.ok) throw new Error(JSON.stringify(planned.problems));
    expect(planned.plan.lines).toHaveLength(MAX_LINES);
    const waiting = planned.plan.left.filter(({ reasons }) => reasons.some(({ code }) => code === 'TOO_MANY'));
    expect(waiting.length).toBeGreaterThan(0);
  });
});
