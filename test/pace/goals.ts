import { Random } from '../support/random.ts';
import { measureOwners } from './owners/goals.ts';
import { perMinute } from './per-minute.ts';
import { play } from './run.ts';
import type { Measures, Scenario } from './scenario.ts';

/** One figure: what it may come to at most, and what it came to with turns and with the counter of calls a minute. */
export interface Row {
  what: string;
  unit: string;
  /** Infinite for one that only explains others. */
  goal: number;
  now: number;
  /** Undefined where it was not measured. */
  before?: number | undefined;
}

/** All that was sent has arrived by then, and waits for its window. */
const OPENS = 600;
const THREE = { large: 400, small: 50, third: 50 };
/** How many requests a night has, mostly. */
export const N = 500;

type Figure = Pick<Row, 'what' | 'unit' | 'goal'> & { of: (measures: Measures) => number };

interface Goal {
  scenario: Scenario;
  figures: Figure[];
  /** Where the counter would take days of virtual time. */
  isTooLongBefore?: boolean;
}

const opensAtOnce = () => ({ from: OPENS });
/** In seconds since all were due. */
export const lastCall = ({ calledAt }: Measures) => Math.max(0, ...Object.values(calledAt).flat()) - OPENS;
const lastOf =
  (tenant: string) =>
  ({ calledAt }: Measures) =>
    Math.max(0, ...(calledAt[tenant] ?? [])) - OPENS;
const firstOf =
  (tenant: string) =>
  ({ calledAt }: Measures) =>
    (calledAt[tenant]?.[0] ?? Number.POSITIVE_INFINITY) - OPENS;

export function atTheCeiling(rate: number): Goal {
  return {
    scenario: { rate, apiRate: rate, tenants: THREE, window: opensAtOnce, until: OPENS + (20 * N) / rate },
    figures: [
      { what: `${N} calls at ${rate}/s`, unit: 's', goal: (1.01 * N) / rate + 3, of: lastCall },
      { what: `  50 of one tenant beside 400`, unit: 's', goal: 150 / rate + (0.1 * N) / rate, of: lastOf('small') },
      { what: '  throttles', unit: '', goal: 0, of: ({ throttles }) => throttles },
      { what: '  visits a call', unit: '', goal: 2.1, of: ({ visits }) => visits },
      { what: '  listings a call', unit: '', goal: 3, of: ({ listings }) => listings },
      { what: '  writes a call for waiting', unit: '', goal: 3, of: ({ waitingWrites }) => waitingWrites },
    ],
  };
}

/** @param rate `callsPerSecond`, of which Direct Connect takes a half */
export function atHalf(rate: number): Goal {
  const apiRate = rate / 2;
  return {
    scenario: { rate, apiRate, tenants: THREE, window: opensAtOnce, until: OPENS + (20 * N) / apiRate },
    figures: [
      {
        what: `${N} calls, API at ${apiRate}/s, ceiling ${rate}/s`,
        unit: 's',
        goal: (1.2 * N) / apiRate + 3,
        of: lastCall,
      },
      {
        what: '  throttles a call made',
        unit: '',
        goal: 0.06,
        of: ({ throttles, calls }) => throttles / (calls - throttles),
      },
    ],
  };
}

/** A night on which everything is due at one minute: only its beginning is played. */
function manyAtOnce(count: number): Goal {
  return {
    scenario: {
      ...{ rate: 4, tenants: { many: count, other: 1 }, window: () => ({ from: 36_000 }), until: 36_180 },
    },
    figures: [
      {
        ...{ what: `${count} due at one minute: the one of another tenant`, unit: 's', goal: 2 + (2 * 2) / 4 + 60 },
        of: ({ calledAt }) => (calledAt.other?.[0] ?? Number.POSITIVE_INFINITY) - 36_000,
      },
      { what: '  visits a call', unit: '', goal: 2 + count / 600, of: ({ visits, calls }) => visits - count / calls },
    ],
    isTooLongBefore: true,
  };
}

/** All lines of one parent to another one: what is listed is to grow with the lines, not with their square. */
function offOneParent(count: number): Goal {
  return {
    scenario: { rate: 4, tenants: { orders: count }, window: opensAtOnce, until: OPENS + count },
    figures: [
      {
        what: `${count} lines off one parent at 4/s: lines listed a call`,
        unit: '',
        goal: 15,
        of: ({ linesListed }) => linesListed,
      },
    ],
  };
}

/** Windows that end one after the other, in an order of their own: called for nearest end first, each could be met. */
function windows(count: number, rate: number): Goal {
  const ends = (index: number) => OPENS + 10 + (((index * 7919) % count) + 1) / rate / 0.97;
  return {
    scenario: {
      ...{ rate, tenants: { orders: count }, until: OPENS + (3 * count) / rate },
      window: (_tenant, index) => ({ from: OPENS, to: ends(index) }),
    },
    figures: [
      {
        ...{ what: `${count} windows at ${rate}/s: missed`, unit: '%', goal: 0 },
        of: ({ outcomes }) => (100 * (outcomes['REJECTED EXPIRED'] ?? 0)) / count,
      },
    ],
  };
}

const DISTURBED: Goal = {
  scenario: { rate: 1, tenants: THREE, window: opensAtOnce, deaths: 1, refusals: 5, until: OPENS + 20 * N },
  figures: [
    { what: '500 at 1/s, 1 % of invocations die, 5 % of calls refused', unit: 's', goal: 1.1 * N, of: lastCall },
  ],
};

const KILLERS: Goal = {
  scenario: {
    ...{
      rate: 1,
      tenants: { ...THREE, killer: 10 },
      killers: { killer: 10 },
      window: opensAtOnce,
      until: OPENS + 20 * N,
    },
  },
  figures: [
    {
      ...{ what: '500 at 1/s beside ten requests that kill the process', unit: 's', goal: N + 10 * 30 },
      of: (measures) => Math.max(...['large', 'small', 'third'].map((tenant) => lastOf(tenant)(measures))),
    },
  ],
};

const DRY_RUNS: Goal = {
  scenario: {
    ...{ rate: 1, tenants: { dry: 1000, orders: 50 }, isDryRun: (tenant) => tenant === 'dry', until: 3600 },
    window: (tenant) => (tenant === 'dry' ? {} : { from: OPENS }),
  },
  figures: [
    { what: '50 orders at 1/s beside 1,000 dry runs', unit: 's', goal: 1.2 * 50, of: lastOf('orders') },
    {
      what: '  the dry runs',
      unit: 's',
      goal: 600,
      of: ({ finishedAt }) => finishedAt.dry ?? Number.POSITIVE_INFINITY,
    },
  ],
};

const FIRST_OF_A_LATECOMER: Goal = {
  scenario: { rate: 0.5, tenants: { large: 400, late: 1 }, window: opensAtOnce, until: OPENS + 1000 },
  figures: [{ what: 'one beside 400 at 0.5/s', unit: 's', goal: 2 + (2 * 2) / 0.5, of: firstOf('late') }],
};

const GOALS: Goal[] = [
  ...[0.1, 1, 4, 20].map(atTheCeiling),
  ...[1, 4].map(atHalf),
  FIRST_OF_A_LATECOMER,
  ...[1_000, 10_000, 100_000].map(manyAtOnce),
  ...[125, 250, 500, 1_000].map(offOneParent),
  windows(2_000, 4),
  DISTURBED,
  KILLERS,
  DRY_RUNS,
];

/** Plays every scenario with both mechanisms, and the nights of owners whose lines are kept apart, which is newer than one of them. */
export async function measureAll(seed: number, say: (what: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { scenario, figures, isTooLongBefore } of GOALS) {
    say(figures[0]?.what ?? '');
    const now = await play(scenario, seed);
    const before = isTooLongBefore ? undefined : await play(scenario, seed, perMinute(new Random(seed, 1)));
    for (const { of, ...row } of figures) rows.push({ ...row, now: of(now), before: before && of(before) });
  }
  return [...rows, ...(await measureOwners(seed, say))];
}
