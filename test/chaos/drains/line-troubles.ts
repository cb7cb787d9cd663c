import type { Trouble } from '../troubles.ts';

/** What becomes of lines that are moved next: most come back in time to be found well, and some never. */
export const LINE_TROUBLES: readonly Trouble[] = [
  {
    name: 'a line comes back late',
    weight: 6,
    happen: async ({ directConnect, random }) => {
      await directConnect.armFault({ kind: 'comesLate', afterMs: random.between(500, 30_000) });
    },
  },
  {
    name: 'a line flaps',
    weight: 2,
    happen: async ({ directConnect, random }) => {
      const [downMs, upMs] = [random.between(200, 3_000), random.between(200, 6_000)];
      await directConnect.armFault({ kind: 'flaps', downMs, upMs, rounds: random.between(1, 4) });
    },
  },
  {
    name: 'a line stays down',
    weight: 2,
    happen: async ({ directConnect }) => {
      await directConnect.armFault({ kind: 'staysDown' });
    },
  },
];
