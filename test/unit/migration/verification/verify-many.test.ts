import { describe, expect, it } from 'vitest';
import { nextLook } from '../../../../src/migration/verification/pictures.ts';
import { verifyDue } from '../../../../src/migration/verification/verify-due.ts';
import { MINUTE, NEW, OLD, OTHER, request, SECOND, START, World } from '../../../support/world.ts';

/** When a look first counts: the staleness bound and the clock skew are a minute each. */
const FIRST_LOOK = START + 2 * MINUTE + 1;

describe('of many lines', () => {
  /** Lines that were moved from OLD and from OTHER to NEW. */
  async function manyMoved(world: World): Promise<void> {
    for (let number = 0; number < 12; number++) {
      const [connectionId, from] = [`dxcon-n${number}`, number % 3 === 0 ? OTHER : OLD];
      world.place(connectionId, from, { vlan: 200 + number });
      await world.deliver(request({ requestId: `n${number}`, connectionId, expectedParentConnectionId: from }));
    }
    world.listed.length = 0;
  }

  it('each parent is listed once, for all of them', async () => {
    const world = new World({ redundancyLock: 'off' });
    await manyMoved(world);
    world.now = FIRST_LOOK;
    expect(await world.reconcile()).toMatchObject({ looks: 12, unlooked: 0 });
    expect([world.listed.length, new Set(world.listed)]).toEqual([3, new Set([OLD, NEW, OTHER])]);
  });

  it('two processes side by side list a parent at most once a poll interval, and come to an end', async () => {
    const world = new World({ redundancyLock: 'off' });
    await manyMoved(world);
    const times = new Map<string, number[]>([OLD, NEW, OTHER].map((parent) => [parent, []]));
    const { listHosted } = world.ports.directConnect;
    world.ports.directConnect.listHosted = async (parent, ...rest) => {
      times.get(parent)?.push(world.now);
      return listHosted(parent, ...rest);
    };
    for (let passed = 0; passed < 20 * MINUTE; passed += 13 * SECOND) {
      world.now += 13 * SECOND;
      await Promise.all([verifyDue(() => MINUTE, world.ports), verifyDue(() => MINUTE, world.ports)]);
    }
    expect(world.verified).toHaveLength(12);
    for (const listed of times.values()) {
      expect(listed.length).toBeGreaterThan(5);
      // However long a span is: as many listings as it has poll intervals, and the one that it begins with.
      const tooMany = listed.filter((from, first) =>
        listed.some((to, last) => last - first > Math.floor((to - from) / MINUTE) + 1),
      );
      expect(tooMany).toEqual([]);
    }
  });

  it('one that fails keeps none of the others', async () => {
    const world = new World({ redundancyLock: 'off' });
    await manyMoved(world);
    const { read } = world.ledger;
    world.ledger.read = async (key) => {
      if (key.requestId === 'n3') throw new Error('poison');
      return read.call(world.ledger, key);
    };
    await world.pass(12 * MINUTE);
    expect(world.verified).toHaveLength(11);
    expect(world.logged.find(({ transition }) => transition === 'faulted')?.fields.requestId).toBe('n3');
  });

  it('what listings show is written down though they took all the time, also of a line that others have moved', async () => {
    const world = new World({ redundancyLock: 'off' });
    await manyMoved(world);
    world.place('dxcon-n1', OTHER, { vlan: 201 });
    let remaining = MINUTE;
    const { listHosted } = world.ports.directConnect;
    world.ports.directConnect.listHosted = async (parent, ...rest) => {
      remaining = 5 * SECOND;
      return listHosted(parent, ...rest);
    };
    world.now = FIRST_LOOK;
    expect(await verifyDue(() => remaining, world.ports)).toEqual({ looks: 12, unlooked: 0 });
    const [verdict] = world.verified.map(({ detail }) => JSON.parse(detail));
    expect(verdict.data).toMatchObject({ requestId: 'n1', verdict: 'MOVED_AWAY' });
  });

  it('no listing is begun that has no time, and requests are taken up all the same', async () => {
    const world = new World({ redundancyLock: 'off' });
    await manyMoved(world);
    world.now = FIRST_LOOK;
    expect(await world.reconcile(10 * SECOND)).toMatchObject({ looks: 0 });
    expect(world.listed).toEqual([]);
    world.ledger.dueToVerify = async () => {
      throw new Error('the index is away');
    };
    world.ledger.paused = true;
    await world.deliver(request({ notBefore: new Date(world.now + MINUTE).toISOString() }));
    world.leaveToReconcile();
    world.now += MINUTE;
    expect(await world.reconcile()).toMatchObject({ taken: 1, looks: 0 });
    const faults = world.logged.filter(({ transition }) => transition === 'faulted');
    expect(faults).toMatchObject([{ fields: { cause: 'verification' } }]);
  });
});

describe('the next listing of a parent', () => {
  const next = (read: number | undefined, now: number) => nextLook(read, now * SECOND, MINUTE) / SECOND;

  it.each([
    ['the first is a poll interval before the next', undefined, 1000, 1060],
    ['at its time', 1000, 1000, 1060],
    ['a little late, which costs the next one nothing', 1000, 1007, 1060],
    ['very late: the next is half an interval away at least', 1000, 1050, 1080],
    ['later than an interval: nothing is saved up', 1000, 1060, 1120],
    ['after a day', 1000, 87_400, 87_460],
  ])('%s', (_name, read, now, expected) => {
    expect(next(read === undefined ? undefined : read * SECOND, now)).toBe(expected);
  });
});
