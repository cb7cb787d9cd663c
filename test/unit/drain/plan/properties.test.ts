import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SAFE_TEXT } from '../../../../src/contract/text.ts';
import { checkPlan } from '../../../../src/drain/plan/check-plan.ts';
import { exportLines } from '../../../../src/drain/plan/export-lines.ts';
import type { Inventory } from '../../../../src/drain/plan/inventory.ts';
import { makePlan } from '../../../../src/drain/plan/make-plan.ts';
import { packPlan, parsePlan } from '../../../../src/drain/plan/parse-plan.ts';
import type { Plan, PlanBody } from '../../../../src/drain/plan/plan.ts';
import type { PlanRequest } from '../../../../src/drain/plan/plan-request.ts';
import { inOrder } from '../../../../src/drain/plan/words.ts';
import { randomWorlds } from './random-world.ts';

const seed = Number(process.env.PLAN_SEED ?? randomInt(1, 2 ** 31));
const RUNS = 1_000;

function drafted(inventory: Inventory, request: PlanRequest): PlanBody | undefined {
  const result = makePlan(inventory, request);
  return result.ok ? result.plan : result.draft;
}

const GONE = ['deleting', 'deleted', 'rejected'];

/** VLANs and bandwidth of each target with all that the plan moves there, counted here. */
function objections({ ports, lines }: Inventory, plan: PlanBody): string[] {
  return plan.targets.flatMap(({ id }) => {
    const target = ports.find((port) => port.id === id);
    const moved = plan.lines.filter(({ to }) => to === id).map(({ connectionId }) => connectionId);
    const after = lines.filter(
      (line) => (line.parentConnectionId === id && !GONE.includes(line.state)) || moved.includes(line.connectionId),
    );
    const vlans = after.map(({ vlan }) => vlan);
    const mine = lines.filter(({ connectionId }) => moved.includes(connectionId));
    const clash = mine.filter(({ vlan }) => vlans.filter((other) => other === vlan).length > 1);
    const links = target?.links?.filter(({ state }) => state === 'available').length ?? 1;
    const counted = target?.kind === 'lag' ? links - plan.rules.spareLinks : 1;
    const room = (target?.linkMbps ?? 0) * counted * plan.rules.capacityFactor;
    const used = after.reduce((sum, { mbps = 0 }) => sum + mbps, 0);
    return [
      ...clash.map(({ connectionId }) => `${connectionId} has a VLAN on ${id} that another has`),
      ...(moved.length > 0 && used > room ? [`${id} has ${used} of ${room} Mbps`] : []),
      ...(moved.length > 0 && target?.state !== 'available' ? [`${id} is ${target?.state}`] : []),
      ...mine
        .filter(({ mbps = 0 }) => mbps > (target?.linkMbps ?? 0))
        .map(({ connectionId }) => `${connectionId} is too fast`),
    ];
  });
}

describe(`any plan, PLAN_SEED=${seed}`, () => {
  it('keeps VLANs and capacity of its targets (D11), and accounts for each line of the source once', () => {
    let moved = 0;
    fc.assert(
      fc.property(randomWorlds(12, 4), ({ inventory, request }) => {
        const plan = drafted(inventory, request);
        if (!plan) return expect.fail('no draft');
        moved += plan.lines.length;
        expect(objections(inventory, plan)).toEqual([]);
        const onSource = inventory.lines.filter((line) => line.parentConnectionId === 'dxcon-old');
        const told = [...plan.lines, ...plan.left].map(({ connectionId }) => connectionId);
        expect(told.toSorted(inOrder)).toEqual(onSource.map(({ connectionId }) => connectionId).toSorted(inOrder));
        for (const { connectionId, reasons } of plan.left) expect(reasons, connectionId).not.toEqual([]);
      }),
      { numRuns: RUNS, seed },
    );
    // Where little is moved, little is shown.
    expect(moved).toBeGreaterThan(RUNS / 2);
  });

  it('follows its pins, or leaves the line', () => {
    let followed = 0;
    fc.assert(
      fc.property(randomWorlds(6, 3), ({ inventory, request }) => {
        const pinned =
          drafted(inventory, request)?.lines.filter(({ connectionId }) => request.pins?.[connectionId]) ?? [];
        followed += pinned.length;
        for (const line of pinned) expect(line).toMatchObject({ to: request.pins?.[line.connectionId], pinned: true });
      }),
      { numRuns: RUNS / 2, seed },
    );
    expect(followed).toBeGreaterThan(20);
  });

  it('is the same to the byte, in whatever order its input comes', () => {
    fc.assert(
      fc.property(randomWorlds(10, 4), fc.infiniteStream(fc.nat()), ({ inventory, request }, numbers) => {
        const shuffled = <Item>(items: readonly Item[]) =>
          items
            .map((item) => [item, numbers.next().value ?? 0] as const)
            .toSorted(([, a], [, b]) => a - b)
            .map(([item]) => item);
        const ports = shuffled(inventory.ports).map((port) =>
          port.links ? { ...port, links: shuffled(port.links) } : port,
        );
        const other = {
          ...inventory,
          ports,
          lines: shuffled(inventory.lines).map((line) => Object.fromEntries(shuffled(Object.entries(line))) as never),
        };
        const wanted = { ...request, targets: shuffled(request.targets), groups: shuffled(request.groups ?? []) };
        expect(makePlan(other, wanted)).toEqual(makePlan(inventory, request));
        const [one, two] = [makePlan(inventory, request), makePlan(other, wanted)];
        if (one.ok && two.ok) expect(two.text).toBe(one.text);
      }),
      { numRuns: RUNS / 2, seed },
    );
  });

  it('is one whatever Direct Connect and people call things', () => {
    const strange = fc.string({ unit: 'binary', maxLength: 600 });
    fc.assert(
      fc.property(randomWorlds(6, 3), strange, strange, ({ inventory, request }, one, two) => {
        const lines = inventory.lines.map((line, index) => ({
          ...line,
          ...{ name: one, ownerAccount: two, logicalDevice: index % 2 ? one : two, encryptionMode: one },
          ...(index % 5 === 4 ? { state: one, location: two } : {}),
        }));
        const ports = inventory.ports.map((port, index) => ({
          ...port,
          ...{ name: two, device: one, logicalDevice: index % 2 ? one : two },
          ...(index === 2 ? { state: two } : { location: index === 3 ? one : 'EqFR5' }),
        }));
        const lastLegs = [{ connectionId: 'dxcon-s0', by: one, why: two }];
        const result = makePlan({ ...inventory, lines, ports }, { ...request, lastLegs });
        if (!result.ok) return;
        expect(parsePlan(Buffer.from(result.text))).toEqual({ ok: true, plan: result.plan });
        for (const row of exportLines(result.plan).split('\r\n')) expect(row).toMatch(SAFE_TEXT);
      }),
      { numRuns: RUNS / 2, seed },
    );
  });

  it('holds as long as nothing has changed, and is read as it was written', () => {
    let made = 0;
    fc.assert(
      fc.property(randomWorlds(10, 4), ({ inventory, request }) => {
        const result = makePlan(inventory, request);
        if (!result.ok) return;
        made++;
        expect(checkPlan(result.plan, inventory)).toEqual({ holds: true, broken: [], changes: [] });
        const read: [string, Plan | string][] = [
          ['plain', Buffer.from(result.text)],
          ['packed', packPlan(result.plan)],
        ].map(([how, bytes]) => {
          const parsed = parsePlan(bytes as Uint8Array);
          return [String(how), parsed.ok ? parsed.plan : parsed.problem];
        });
        expect(read).toEqual([
          ['plain', result.plan],
          ['packed', result.plan],
        ]);
      }),
      { numRuns: RUNS / 2, seed },
    );
    expect(made).toBeGreaterThan(RUNS / 10);
  });
});
