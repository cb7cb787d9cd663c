import fc from 'fast-check';
import type { Circuit, Circuits, Pace } from '../../../src/migration/ports/control.ts';
import { PARENTS } from './model-world.ts';

const time = fc.integer({ min: 0, max: 40 });

export const pace: fc.Arbitrary<Pace> = fc.record(
  { nextCallAtMs: time, callsPerSecond: fc.constantFrom(0.5, 1), slowedAtMs: time },
  { requiredKeys: ['nextCallAtMs', 'callsPerSecond'] },
);

export const mark = fc.option(time, { nil: undefined });

const circuit: fc.Arbitrary<Circuit> = fc.record(
  {
    openedAtMs: time,
    openUntilMs: time,
    streak: fc.integer({ min: 1, max: 3 }),
    trial: fc.record({ key: fc.constant('k'), sinceMs: time }),
    unclear: fc.array(fc.record({ tenant: fc.constant('orders'), ownerAccount: fc.constant('1'), atMs: time }), {
      maxLength: 2,
    }),
  },
  { requiredKeys: ['openedAtMs', 'openUntilMs', 'streak'] },
);

export const circuits: fc.Arbitrary<Circuits> = fc.dictionary(
  fc.constantFrom('dxlag-new', 'dxlag-other', 'all'),
  circuit,
  {
    maxKeys: 2,
  },
);

/** The one that lines are moved to. */
export const [, PARENT] = PARENTS;

export const guards = fc.option(
  fc.dictionary(
    fc.constantFrom('dxlag-new', 'dxlag-other'),
    fc.record({ atMs: time, by: fc.constant('b'), why: fc.constant('w') }),
    {
      minKeys: 1,
    },
  ),
  { nil: undefined },
);
