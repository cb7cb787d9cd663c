import type { DrainEventName } from '../../src/contract/operations/names.ts';
import type { Plan } from '../../src/drain/plan/plan.ts';
import type { Decision, Drain } from '../../src/drain/run/drain.ts';
import type { LineState } from '../../src/drain/run/line.ts';
import { BY_ITSELF, type Stop, stopId } from '../../src/drain/run/stop.ts';
import { withDrainEvent } from '../../src/drain/run/told.ts';
import { goldenPlan } from './golden-plan.ts';
import { delivered } from './golden-world.ts';

/** Apart from the numbers of other examples. */
const FIRST_NUMBER = 5001;

/** What is in no event. */
const decided = (time: string): Decision => ({
  atMs: Date.parse(time),
  by: 'an operator',
  why: 'it is not in the event',
});

const CANARY = 'dxcon-fg100004';
const SECOND = 'dxcon-fg100001';
const UNHEALTHY: Stop = {
  ...decided('2026-12-24T21:31:00.000Z'),
  ...{ id: stopId('line', SECOND), kind: 'line', about: SECOND, by: BY_ITSELF },
};

interface Moment {
  name: DrainEventName;
  time: string;
  states?: [canary: LineState, second: LineState];
  wave?: number;
  /** That the drain has, or, with Resumed, that are lifted. */
  stops?: Stop[];
  more?: Partial<Drain>;
}

const ROLLBACK = { drainId: 'fra-old-1-r1', rollbackOf: 'fra-old-1' };
const WAIVED = { waivers: { notice: decided('2026-12-24T20:59:00.000Z') } };

/** A drain, its rollback, and how drains end, by file name. */
const MOMENTS: Readonly<Record<string, Moment>> = {
  'drain-approved': { name: 'Drain Approved', time: '2026-12-02T09:12:00.000Z' },
  'drain-started': { name: 'Drain Started', time: '2026-12-24T21:00:30.000Z', wave: 1 },
  'drain-started-without-notice': {
    ...{ name: 'Drain Started', time: '2026-12-24T21:00:30.000Z', wave: 1 },
    more: { drainId: 'fra-old-2', ...WAIVED },
  },
  'drain-wave-completed': {
    ...{ name: 'Drain Wave Completed', time: '2026-12-24T21:08:30.000Z', wave: 1, states: ['healthy', 'planned'] },
  },
  'drain-stopped': {
    ...{ name: 'Drain Stopped', time: '2026-12-24T21:31:00.000Z', wave: 2, states: ['healthy', 'unhealthy'] },
    stops: [UNHEALTHY],
  },
  'drain-rollback-started': {
    ...{ name: 'Drain Started', time: '2026-12-24T21:34:00.000Z', wave: 1, more: ROLLBACK },
  },
  'drain-rollback-completed': {
    ...{ name: 'Drain Completed', time: '2026-12-24T21:42:00.000Z', wave: 1, states: ['healthy', 'healthy'] },
    more: ROLLBACK,
  },
  'drain-resumed': {
    ...{ name: 'Drain Resumed', time: '2026-12-24T21:36:00.000Z', wave: 2, states: ['healthy', 'overtaken'] },
    stops: [UNHEALTHY],
  },
  'drain-completed': {
    ...{ name: 'Drain Completed', time: '2026-12-24T21:43:00.000Z', wave: 2, states: ['healthy', 'overtaken'] },
  },
  'drain-aborted': {
    ...{ name: 'Drain Aborted', time: '2026-12-24T21:20:00.000Z', wave: 2, states: ['healthy', 'setAside'] },
    more: { drainId: 'fra-old-3' },
  },
  'drain-expired': {
    ...{ name: 'Drain Expired', time: '2026-12-25T01:00:00.000Z', wave: 2, states: ['healthy', 'planned'] },
    more: { drainId: 'fra-old-4' },
  },
};

/** The events of drains, by file name. */
export function goldenDrains(): Map<string, Record<string, unknown>> {
  const plan = goldenPlan();
  return new Map(
    Object.entries(MOMENTS).map(([file, moment], index) => [file, told(plan, moment, FIRST_NUMBER + index)] as const),
  );
}

function told(plan: Plan, { name, time, stops = [], ...moment }: Moment, number: number): Record<string, unknown> {
  const about = { atMs: Date.parse(time), source: plan.source, serviceVersion: '0.0.0-example', stops };
  const [event] = withDrainEvent(drainAt(plan, moment), name, about).unpublished;
  if (!event) throw new Error('nothing was told');
  return delivered(event, number);
}

function drainAt(
  plan: Plan,
  { states: [canary, second] = ['planned', 'planned'], wave = 0, more = {} }: Omit<Moment, 'name' | 'time' | 'stops'>,
): Drain {
  const lines = { [CANARY]: { state: canary, expired: 0 }, [SECOND]: { state: second, expired: 0 } };
  const rolledBack = more.rollbackOf === undefined ? lines : { [SECOND]: lines[SECOND] };
  return {
    ...{ drainId: plan.drainId, phase: 'RUNNING', rev: 1, digest: plan.digest },
    ...{ submitted: decided('2026-12-01T09:30:00.000Z'), waivers: {}, endsAtMs: Date.parse(plan.window.to) },
    ...{ stops: [], wave: { number: wave }, promoted: 0, forgiven: { failed: 0, drifted: 0 }, lines: rolledBack },
    ...{ tick: { number: 0, atMs: 0 }, unpublished: [], told: [], history: [] },
    ...more,
  } as Drain;
}
