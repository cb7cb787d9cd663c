import { describe, expect, it, vi } from 'vitest';
import { Random } from '../../support/random.ts';
import { MINUTE, NEW, OLD, request, SECOND, START, World } from '../../support/world.ts';

/** Requests for lines of their own, as r1, r2, … */
function worldOf(lines: number, callsPerMinute: number): { world: World; bodies: Record<string, unknown>[] } {
  const world = new World({ callsPerMinute });
  const bodies = Array.from({ length: lines }, (_, index) => {
    const connectionId = `dxcon-line${index + 1}`;
    world.place(connectionId, OLD, { vlan: 200 + index });
    return request({ requestId: `r${index + 1}`, connectionId });
  });
  return { world, bodies };
}

const minutesOf = ({ calls }: World) => calls.map(({ atMs }) => Math.floor((atMs - START) / MINUTE));

describe('the rate limit', () => {
  it('allows no more calls a minute than configured, across all workers', async () => {
    const { world, bodies } = worldOf(7, 3);
    await Promise.all(bodies.map((body) => world.deliver(body)));
    expect(world.calls).toHaveLength(3);
    await world.pass(10 * MINUTE);
    const minutes = minutesOf(world);
    expect(minutes).toHaveLength(7);
    for (const minute of minutes) expect(minutes.filter((other) => other === minute).length).toBeLessThanOrEqual(3);
  });

  it('spreads waiting requests over the minutes that follow', async () => {
    const { world, bodies } = worldOf(60, 5);
    const random = new Random(1);
    world.ports.random = () => random.next();
    for (const body of bodies) await world.deliver(body);
    await world.pass(20 * MINUTE);
    expect(world.calls).toHaveLength(60);
    const firstTen = minutesOf(world).filter((minute) => minute < 10);
    expect(firstTen.length).toBeGreaterThanOrEqual(45);
  });

  it('counts per minute of the clock, to the millisecond', async () => {
    const { world, bodies } = worldOf(3, 1);
    world.now = START + MINUTE - 1;
    for (const body of bodies.slice(0, 2)) await world.deliver(body);
    expect(minutesOf(world)).toEqual([0]);
    world.now = START + MINUTE;
    for (const body of bodies.slice(2)) await world.deliver(body);
    expect(minutesOf(world)).toEqual([0, 1]);
  });

  it('is off at zero, and costs no write', async () => {
    const { world, bodies } = worldOf(5, 0);
    for (const body of bodies) await world.deliver(body);
    expect(world.calls).toHaveLength(5);
    expect(world.ledger.rateCount).toBeUndefined();
  });

  it('costs one write per call once the minute has begun', async () => {
    const { world, bodies } = worldOf(2, 5);
    const started = vi.spyOn(world.ledger, 'startMinute');
    const counted = vi.spyOn(world.ledger, 'countCall');
    for (const body of bodies) await world.deliver(body);
    expect([started.mock.calls.length, counted.mock.calls.length]).toEqual([1, 1]);
  });

  it('costs no write once the minute is known to be full', async () => {
    const { world, bodies } = worldOf(2, 1);
    const counted = vi.spyOn(world.ledger, 'countCall');
    for (const body of bodies) await world.deliver(body);
    expect(world.calls).toHaveLength(1);
    expect(counted).not.toHaveBeenCalled();
  });

  it('does not count requests that make no call: rejected, waiting or final ones', async () => {
    const { world, bodies } = worldOf(2, 1);
    const [first = {}, second = {}] = bodies;
    await world.deliver({ ...first, requestId: 'r0', dryRun: true });
    world.ledger.paused = true;
    await world.deliver(second);
    world.ledger.paused = false;
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START + SECOND, streak: 1 } };
    await world.deliver(second);
    expect(world.ledger.rateCount).toBeUndefined();
  });

  it('is not used up by requests that wait for a half-open trial', async () => {
    const { world, bodies } = worldOf(1, 1);
    const trial = { key: 'orders#other', sinceMs: START };
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 1, trial } };
    await world.deliver(bodies[0] ?? {});
    expect(world.ledger.rateCount).toBeUndefined();
  });

  it('applies to half-open trials too', async () => {
    const { world, bodies } = worldOf(1, 1);
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 1 } };
    world.ledger.rateCount = { minute: START / MINUTE, calls: 1 };
    await world.deliver(bodies[0] ?? {});
    expect(world.calls).toEqual([]);
    expect(world.ledger.circuits[NEW]).toEqual({ openedAtMs: 0, openUntilMs: START - 1, streak: 1 });
  });

  it('follows the ledger where another worker, whose clock is ahead, has begun a later minute', async () => {
    const { world, bodies } = worldOf(1, 1);
    world.ledger.rateCount = { minute: START / MINUTE + 1, calls: 1 };
    await world.deliver(bodies[0] ?? {});
    expect(world.calls).toEqual([]);
    world.now = START + 2 * MINUTE;
    await world.reconcile();
    expect(world.calls).toHaveLength(1);
  });
});
