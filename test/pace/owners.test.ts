import { describe, expect, it } from 'vitest';
import type { VerifiedDetail } from '../../src/contract/operations/verified.ts';
import type { Settings } from '../../src/migration/model/settings.ts';
import type { Ledger } from '../../src/migration/ports/ports.ts';
import { boundBehindOthers, boundOf } from './owners/bound.ts';
import { BEHIND_OTHERS, lastCall, THE_OTHER } from './owners/goals.ts';
import { objectionsTo } from './owners/judge.ts';
import { type OwnersNight, playOwners } from './owners/play.ts';
import { type Mechanism, shipped } from './service.ts';

const SEED = 1;
/** Of each owner more than one line on each port, but for the last. */
const NIGHT = { owners: 8, lines: 60, ports: 4 };

describe('lines of some owners on several ports, ordered off them at once', () => {
  it.each<Omit<OwnersNight, keyof typeof NIGHT>>([{ rate: 1 }, { rate: 4 }, { rate: 4, isByOwner: true }])(
    'never leave two ports of an owner at a time, and are all called for in time: %o',
    async (how) => {
      const night = { ...NIGHT, ...how };
      const measures = await playOwners(night, SEED);
      expect(measures.objections).toEqual([]);
      expect(measures.outcomes).toEqual({ MIGRATED: 60, HEALTHY: 60 });
      expect(measures.phases).toBe(NIGHT.ports);
      expect(lastCall(measures)).toBeLessThanOrEqual(boundOf(night));
      // What waits is not observed: it costs no listing, and each 45 s a visit.
      expect(measures.visits).toBeLessThanOrEqual(2 + boundOf(night) / 45);
    },
  );

  it('nor where invocations die and calls are refused', async () => {
    const measures = await playOwners({ ...NIGHT, rate: 1, deaths: 5, refusals: 5 }, SEED);
    expect(measures.objections).toEqual([]);
    expect(measures.calledAt.size).toBe(60);
  });

  it('do so without the lock', async () => {
    const { objections, outcomes } = await playOwners({ ...NIGHT, rate: 1, lock: 'off' }, SEED);
    expect(outcomes).toEqual({ MIGRATED: 60, HEALTHY: 60 });
    expect(objections.length).toBeGreaterThan(10);
  });
});

describe('a line off another port than most of its owner', () => {
  it('is let go first in time', async () => {
    const { calledAt, objections } = await playOwners(BEHIND_OTHERS, SEED);
    expect(objections).toEqual([]);
    expect(calledAt.get(THE_OTHER)).toBeLessThanOrEqual(boundBehindOthers(BEHIND_OTHERS.rate));
  });

  it('waits for all others where they do not know that it does', async () => {
    const { calledAt } = await playOwners(BEHIND_OTHERS, SEED, withoutWanted);
    expect(calledAt.get(THE_OTHER)).toBeGreaterThan(2 * boundBehindOthers(BEHIND_OTHERS.rate));
  });
});

describe('the judge', () => {
  const call = (connectionId: string, from: string, atMs: number) => ({
    ...{ connectionId, from, atMs, ownerAccount: '111122223333', answer: 'moved' as const },
  });
  const found = (connectionId: string, verdict: 'HEALTHY' | 'UNHEALTHY', atMs: number) =>
    ({ metadata: { occurredAt: new Date(atMs).toISOString() }, data: { connectionId, verdict } }) as VerifiedDetail;
  const calls = [call('one', 'a', 1000), call('other', 'b', 5000)];

  it('objects to a line that is called for while one off another port is not verified', () => {
    expect(objectionsTo(calls, [found('one', 'HEALTHY', 4000)])).toEqual([]);
    expect(objectionsTo(calls, [found('one', 'HEALTHY', 6000)])).toHaveLength(1);
    expect(objectionsTo(calls, [])).toHaveLength(1);
  });

  it('and where that one was found not to be well', () => {
    expect(objectionsTo(calls, [found('one', 'UNHEALTHY', 4000)])).toHaveLength(1);
  });

  it('not where that one was refused, is off the same port, or is of another owner', () => {
    const [one, other] = calls as [(typeof calls)[0], (typeof calls)[0]];
    expect(objectionsTo([{ ...one, answer: 'refused' }, other], [])).toEqual([]);
    expect(objectionsTo([{ ...one, from: 'b' }, other], [])).toEqual([]);
    expect(objectionsTo([{ ...one, ownerAccount: '444455556666' }, other], [])).toEqual([]);
  });
});

/** As shipped, but no line that waits is known to its owner's others. */
function withoutWanted(settings: Settings): Mechanism {
  const as = shipped(settings);
  return {
    turns: as.turns,
    ledger: (ledger, clock) =>
      new Proxy<Ledger>(as.ledger(ledger, clock), {
        get: (target, name) => {
          if (name !== 'setGroup') return Reflect.get(target, name);
          const setGroup: Ledger['setGroup'] = (owner, read, { entries }, dueAtMs) =>
            target.setGroup(owner, read, { entries }, dueAtMs);
          return setGroup;
        },
      }),
  };
}
