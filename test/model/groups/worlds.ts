import type { Plan, State } from './state.ts';

/*
 * Lines a, b and c of one owner account, on the ports p1 and p2, that are to move to p3 or p4. Workers are listed in the order of
 * their requests.
 */

/** How often what may happen; `small` is what every test run goes through, `large` what `npm run model` does. */
interface World {
  plan: Omit<Plan, keyof Bounds>;
  small: Partial<Bounds>;
  large: Partial<Bounds>;
}

type Bounds = Pick<Plan, 'attempts' | 'deaths' | 'pauses' | 'releases' | 'expires'>;

const FROM_1 = { from: 'p1', to: 'p3', order: '1' };
const FROM_2 = { from: 'p2', to: 'p3', order: '1' };
const CHAINED = { from: 'p3', to: 'p4', order: '2' };
const BACK = { from: 'p3', to: 'p1', order: '3' };
const A = 0;
const B = 1;
const C = 2;

const WORLDS = {
  'two workers on one request, and a sibling': {
    plan: {
      lock: 'owner',
      lines: ['p1', 'p2'],
      requests: [
        { line: A, ...FROM_1 },
        { line: B, ...FROM_2 },
      ],
      workers: [0, 0, 1],
    },
    small: { pauses: 1, deaths: 1 },
    large: { pauses: 1, deaths: 2, expires: true },
  },
  'a sweep that comes late': {
    plan: {
      ...{ lock: 'owner', sweepsLate: true },
      lines: ['p1', 'p2'],
      requests: [
        { line: A, ...FROM_1 },
        { line: B, ...FROM_2 },
      ],
      workers: [0, 0, 1],
    },
    small: { deaths: 1 },
    large: { pauses: 1, deaths: 2, expires: true },
  },
  'two lines on one port, and one on another': {
    plan: {
      ...{ lock: 'owner', asks: true },
      lines: ['p1', 'p1', 'p2'],
      requests: [
        { line: A, ...FROM_1 },
        { line: B, ...FROM_1 },
        { line: C, ...FROM_2 },
      ],
      workers: [0, 1, 2],
    },
    small: {},
    large: { deaths: 1, pauses: 1, expires: true },
  },
  'a line that is moved on, and a sibling': {
    plan: {
      lock: 'owner',
      lines: ['p1', 'p2'],
      requests: [
        { line: A, ...FROM_1 },
        { line: A, ...CHAINED },
        { line: B, ...FROM_2 },
      ],
      workers: [0, 1, 2],
    },
    small: { deaths: 1 },
    large: { deaths: 1, pauses: 1, expires: true },
  },
  'a line that is moved on over the port of a sibling': {
    plan: {
      lock: 'owner',
      lines: ['p1', 'p3'],
      requests: [
        { line: A, ...FROM_1 },
        { line: A, ...CHAINED },
        { line: B, ...CHAINED },
      ],
      workers: [0, 1, 2],
    },
    small: {},
    large: { deaths: 1, pauses: 1, expires: true },
  },
  'the way back, beside a line that entered with it, and a sibling': {
    plan: {
      lock: 'owner',
      lines: ['p1', 'p1', 'p2'],
      requests: [
        { line: A, ...FROM_1 },
        { line: A, ...BACK },
        { line: B, ...FROM_1 },
        { line: C, ...FROM_2 },
      ],
      workers: [0, 1, 2, 3],
      begin: hasMoved,
    },
    small: {},
    large: { deaths: 1, pauses: 1, expires: true },
  },
  'two lines that entered together, and both go back': {
    plan: {
      lock: 'owner',
      lines: ['p1', 'p1'],
      requests: [
        { line: A, ...FROM_1 },
        { line: A, ...BACK },
        { line: B, ...FROM_1 },
        { line: B, ...BACK },
      ],
      workers: [1, 2, 3],
      begin: hasMoved,
    },
    small: {},
    large: { pauses: 1 },
  },
  'a way back whose line another request holds': {
    plan: {
      lock: 'owner',
      lines: ['p1', 'p2'],
      requests: [
        { line: A, ...FROM_1 },
        { line: A, ...CHAINED },
        { line: A, ...BACK },
        { line: B, ...FROM_2 },
      ],
      workers: [0, 1, 2, 3],
      begin: hasMoved,
    },
    small: {},
    large: { deaths: 1 },
  },
  'lines with names': {
    plan: {
      lock: 'owner',
      lines: ['p1', 'p1', 'p2'],
      requests: [
        { line: A, ...FROM_1, name: 'g' },
        { line: B, ...FROM_1, name: 'g' },
        { line: C, ...FROM_2, name: 'h' },
      ],
      workers: [0, 1, 2],
    },
    small: {},
    large: { deaths: 1, pauses: 1 },
  },
  'lines that only their names keep apart': {
    plan: {
      lock: 'named',
      lines: ['p1', 'p2'],
      requests: [
        { line: A, ...FROM_1, name: 'g' },
        { line: B, ...FROM_2, name: 'g' },
      ],
      workers: [0, 0, 1],
    },
    small: { deaths: 1 },
    large: { deaths: 2, pauses: 1 },
  },
  'a person who releases': {
    plan: {
      lock: 'owner',
      lines: ['p1', 'p2'],
      requests: [
        { line: A, ...FROM_1 },
        { line: B, ...FROM_2 },
      ],
      workers: [0, 0, 1],
    },
    small: { releases: 1 },
    large: { releases: 1, attempts: 2 },
  },
} as const satisfies Record<string, World>;

export type WorldName = keyof typeof WORLDS;
export const WORLD_NAMES = Object.keys(WORLDS) as WorldName[];

export function planOf(name: WorldName, size: 'small' | 'large'): Plan {
  const { plan, ...bounds }: World = WORLDS[name];
  return { attempts: 1, deaths: 0, pauses: 0, releases: 0, ...plan, ...bounds[size] };
}

/** The first request has moved its line, and that was not found healthy yet. */
function hasMoved(state: State): State {
  const [first, ...requests] = state.requests;
  const [connection, ...connections] = state.connections;
  if (!first || !connection) throw new Error('there is no first request');
  const attempt = '0.0';
  const names = { connectionId: '0', attemptId: attempt, request: '0', orderKey: '1', side: 'p1', atMs: 0 };
  return {
    ...state,
    requests: [{ ...first, state: 'MIGRATED', attempts: 1, attempt, from: 'p1', hasMoved: true }, ...requests],
    connections: [{ ...connection, lastOrder: '1', movedBy: 0, from: 'p1' }, ...connections],
    lines: ['p3', ...state.lines.slice(1)],
    group: { entries: [names] },
    risks: [{ request: 0, attempt, side: 'p1', isReleased: false, beside: [] }],
  };
}
