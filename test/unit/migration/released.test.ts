import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/migration/call/classify-answer.ts';
import type { Guards } from '../../../src/migration/model/guards.ts';
import type { Release } from '../../../src/migration/ports/releases.ts';
import { DECISION, DrainWorld, ENDED, NOT_RELEASED, RELEASED, STOPPED } from '../../support/drain-world.ts';
import { CONNECTION, MINUTE, NEW, OLD, OTHER, OWNER, request, SECOND, START } from '../../support/world.ts';

const THROTTLED: Answer = { kind: 'neverRan', cause: 'throttled' };
const end = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();

describe('a request in the name of a drain', () => {
  it('is called for once the drain has released it, and the drain is asked before and after the intent', async () => {
    const world = new DrainWorld(RELEASED);
    let [before, after] = [0, 0];
    world.afterIntent(() => {
      before = world.asked;
    });
    await world.send();
    after = world.asked;
    expect(world.calls).toEqual([{ connectionId: CONNECTION, parentId: NEW, atMs: START }]);
    expect(world.outcome()).toMatchObject({ outcome: 'MIGRATED', disposition: 'moved', tenant: 'dx-migrator:drains' });
    expect([before, after]).toEqual([2, 3]);
  });

  it('that no drain has released has no right, and nothing is looked at', async () => {
    const world = new DrainWorld(NOT_RELEASED);
    await world.send();
    expect(world.outcome()).toMatchObject({ outcome: 'REJECTED', reason: { code: 'NOT_PERMITTED' } });
    expect([world.calls, world.listed]).toEqual([[], []]);
  });

  it('is answered so as a dry run too; one that is released is looked at', async () => {
    const world = new DrainWorld(NOT_RELEASED);
    await world.send({ dryRun: true });
    expect(world.outcome()).toMatchObject({ outcome: 'PLANNED', reason: { code: 'NOT_PERMITTED' } });
    world.release = RELEASED;
    await world.send({ requestId: 'd1.x.r2', dryRun: true });
    expect(world.outcome()).toMatchObject({ outcome: 'PLANNED', reason: null, parentConnectionId: OLD });
  });

  it('of anybody else asks no drain', async () => {
    const world = new DrainWorld(NOT_RELEASED);
    world.ledger.guards = { freezes: { f: { fromMs: START, untilMs: START + MINUTE, ...DECISION } } };
    await world.deliver(request());
    await world.pass(3 * MINUTE);
    await world.deliver(request({ requestId: 'r2', dryRun: true }));
    expect([world.calls.length, world.asked]).toEqual([1, 0]);
  });

  it('touches no parent that drains may not', async () => {
    const world = new DrainWorld(RELEASED);
    await world.send({ parentConnectionId: 'dxlag-foreign' });
    expect(world.outcome()).toMatchObject({ outcome: 'REJECTED', reason: { code: 'NOT_PERMITTED' } });
    expect(world.asked).toBe(0);
  });
});

describe('while its drain is stopped', () => {
  it('it waits in the backlog, is looked at no more, and goes on when the drain does', async () => {
    const world = new DrainWorld(STOPPED);
    await world.send();
    expect(world.item()).toMatchObject({
      ...{ state: 'RECEIVED', wokenBy: 'dispatch', dueAtMs: START + MINUTE },
      waitsFor: { cause: 'drainStopped', obstacle: 'line:dxcon-line7', sinceMs: START },
    });
    const looks = world.listed.length;
    await world.pass(5 * MINUTE);
    expect([world.listed.length, world.calls]).toEqual([looks, []]);
    expect(world.item().waitsFor).toMatchObject({ cause: 'drainStopped', sinceMs: START });
    world.release = RELEASED;
    await world.pass(MINUTE);
    expect(world.calls).toHaveLength(1);
  });

  it('it expires', async () => {
    const world = new DrainWorld(STOPPED);
    await world.send({ notAfter: end(3) });
    await world.pass(4 * MINUTE);
    expect(world.outcome()).toMatchObject({ outcome: 'REJECTED', reason: { code: 'EXPIRED' } });
  });

  it.each<[string, Release]>([
    ['stopped', STOPPED],
    ['ended', ENDED],
    ['released no more', NOT_RELEASED],
  ])('or %s between the intent and the call, the intent is revoked', async (_what, release) => {
    const world = new DrainWorld(RELEASED);
    world.afterIntent(() => {
      world.release = release;
    });
    await world.send();
    expect(world.calls).toEqual([]);
    expect(world.item()).toMatchObject({ attempts: 0 });
    expect(world.item().history.map(({ what }) => what)).toContain('intentRevoked');
    expect(world.ledger.groups.size).toBe(0);
  });

  it('what a call that was said not to have run has moved is found all the same', async () => {
    const world = new DrainWorld(RELEASED);
    world.script.push({ moves: true, answer: THROTTLED });
    await world.send();
    world.release = STOPPED;
    await world.pass(5 * MINUTE);
    expect(world.outcome()).toMatchObject({ outcome: 'MIGRATED', disposition: 'observed' });
    expect(world.calls).toHaveLength(1);
  });

  it('also once it waits in the backlog', async () => {
    const world = new DrainWorld(RELEASED);
    world.script.push({ moves: true, answer: THROTTLED });
    world.shown.set(CONNECTION, [OLD]);
    await world.send();
    world.release = STOPPED;
    await world.reconcile();
    await world.pass(MINUTE);
    expect(world.item()).toMatchObject({ attempts: 1, wokenBy: 'dispatch', waitsFor: { cause: 'drainStopped' } });
    world.shown.clear();
    world.now += 5 * MINUTE;
    await world.dispatchDrains();
    await world.reconcile();
    expect(world.outcome()).toMatchObject({ outcome: 'MIGRATED', disposition: 'observed' });
  });

  it('the effect of a call that was not answered is found all the same', async () => {
    const world = new DrainWorld(RELEASED);
    world.script.push({ moves: true, answer: { kind: 'unclear', error: 'ECONNRESET', answered: false } });
    await world.send();
    world.release = STOPPED;
    await world.pass(5 * MINUTE);
    expect(world.outcome()).toMatchObject({ outcome: 'MIGRATED', disposition: 'observed' });
  });
});

describe('what the drain says', () => {
  it.each([
    [2 * SECOND, 1],
    [2 * SECOND + 1, 0],
  ])('after the intent holds for two seconds: after %s ms, %s call', async (took, calls) => {
    const world = new DrainWorld(RELEASED);
    world.afterIntent(() => {
      const { releaseOf } = world.ports.releases;
      world.ports.releases.releaseOf = async (...given) => {
        world.ports.releases.releaseOf = releaseOf;
        const read = await releaseOf(...given);
        world.now += took;
        return read;
      };
      // Once is enough to see it.
      world.ledger.intend = async () => false;
    });
    await world.send();
    expect(world.calls).toHaveLength(calls);
  });

  it('if it cannot be read after the intent, nothing is called', async () => {
    const world = new DrainWorld(RELEASED);
    world.afterIntent(() => {
      const { releaseOf } = world.ports.releases;
      world.ports.releases.releaseOf = async () => {
        world.ports.releases.releaseOf = releaseOf;
        world.release = STOPPED;
        throw new Error('the ledger does not answer');
      };
    });
    await world.send();
    expect(world.calls).toEqual([]);
    expect(world.item()).toMatchObject({ attempts: 0, waitsFor: { cause: 'drainStopped' } });
  });
});

describe('once its drain has ended', () => {
  const ELSE = {
    reason: { code: 'EXPIRED', message: expect.stringContaining('the drain that has released it has ended') },
  };

  it('it is rejected without a look', async () => {
    const world = new DrainWorld(ENDED);
    await world.send();
    expect(world.outcome()).toMatchObject({ outcome: 'REJECTED', ...ELSE });
    expect([world.calls, world.listed]).toEqual([[], []]);
  });

  it.each<[string, Partial<{ guards: Guards }>, entries: boolean]>([
    ['its drain was stopped', {}, false],
    [
      'it met a freeze',
      { guards: { freezes: { f: { fromMs: 0, untilMs: START + 99 * MINUTE, ...DECISION } } } },
      false,
    ],
    ['a line of its owner is down', {}, true],
  ])('it is answered at its next visit where %s', async (_what, { guards = {} }, isHeldUp) => {
    const world = new DrainWorld(isHeldUp || guards.freezes ? RELEASED : STOPPED);
    world.ledger.guards = guards;
    const entry = {
      connectionId: 'dxcon-x',
      attemptId: 'x',
      request: 'orders#x',
      orderKey: '1',
      side: OTHER,
      atMs: START,
    };
    if (isHeldUp) {
      const held = { ...entry, atMs: START };
      await world.ledger.setGroup(OWNER, { entries: [] }, { entries: [held] }, START);
    }
    await world.send();
    expect(world.item().state).toBe('RECEIVED');
    world.release = ENDED;
    world.now += MINUTE;
    await world.dispatchDrains();
    expect(world.outcome()).toMatchObject({ outcome: 'REJECTED', ...ELSE });
    expect(world.calls).toEqual([]);
  });

  it.each([
    [true, { outcome: 'MIGRATED', disposition: 'observed' }],
    [false, { outcome: 'REJECTED', ...ELSE }],
  ])(
    'a call that was said not to have run is looked after first: it has moved the line: %s',
    async (moves, outcome) => {
      const world = new DrainWorld(RELEASED);
      world.script.push({ moves, answer: THROTTLED });
      await world.send();
      world.release = ENDED;
      await world.pass(MINUTE);
      expect(world.published).toEqual([]);
      await world.pass(4 * MINUTE);
      expect(world.outcome()).toMatchObject(outcome);
      expect(world.calls).toHaveLength(1);
    },
  );
});
