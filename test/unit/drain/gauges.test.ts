import { expect, it } from 'vitest';
import type { Drain } from '../../../src/drain/run/drain.ts';
import { drainGauges, type GaugePorts } from '../../../src/drain/run/gauges.ts';
import type { LineProgress } from '../../../src/drain/run/line.ts';
import type { RequestItem } from '../../../src/migration/model/request-item.ts';
import type { ControlItem } from '../../../src/migration/ports/control.ts';

const NOW = 1_800_000_000_000;
const DECISION = { atMs: NOW - 7_200_000, by: 'ada', why: 'the port is cut' };
const HOUR = 3_600_000;

const drainOf = (more: Partial<Drain>): Drain => ({
  ...{ drainId: 'fra-1', phase: 'RUNNING', rev: 1, digest: 'sha256:x', submitted: DECISION, started: DECISION },
  ...{ waivers: {}, endsAtMs: NOW + HOUR, stops: [], wave: { number: 1 }, promoted: 0 },
  ...{ forgiven: { failed: 0, drifted: 0 }, lines: {}, tick: { number: 1, atMs: NOW }, unpublished: [], told: [] },
  ...{ history: [], ...more },
});

const line = (state: LineProgress['state'], agoMs: number): LineProgress => ({
  ...{ state, expired: 0, atMs: NOW - agoMs },
  try: { number: 2, rev: 1, wave: 1, releasedAtMs: 0, requestedAtMs: 0, notAfterMs: 0 },
});

function gaugesOf(
  drains: Drain[],
  control: Partial<ControlItem>,
  { drainApprovals = 1, items = {} }: { drainApprovals?: number; items?: Record<string, Partial<RequestItem>> } = {},
) {
  const ports: GaugePorts = {
    ledger: {
      readControl: async () => ({ paused: false, circuits: {}, ...control }),
      readDrain: async (id) => {
        const drain = drains.find(({ drainId }) => drainId === id);
        return drain && { drain, version: 1 };
      },
      read: async ({ requestId }) => items[requestId] as RequestItem | undefined,
    },
    plans: { read: async () => undefined },
    settings: { drainApprovals },
    clock: () => NOW,
  };
  return drainGauges(ports);
}

const NOTHING = { running: 0, stopped: 0, open: 0, idleSeconds: 0, groupWaitSeconds: 0, unapproved: 0 };

it('are nothing where no drain runs, or what CONTROL names is over or has not begun', async () => {
  expect(await gaugesOf([], {})).toEqual(NOTHING);
  for (const phase of ['COMPLETED', 'PLANNED'] as const)
    expect(await gaugesOf([drainOf({ phase })], { running: { drain: 'fra-1' } })).toEqual(NOTHING);
});

it('count what runs, with its rollback, what is stopped, and open lines', async () => {
  const stops = [{ ...DECISION, id: 'line:dxcon-a', kind: 'line' as const }];
  const lines = { 'dxcon-a': line('held', 0), 'dxcon-b': line('seen', 0), 'dxcon-c': line('healthy', 0) };
  const rollback = drainOf({ drainId: 'fra-1-r1', rollbackOf: 'fra-1', lines: { 'dxcon-a': line('moved', 0) } });
  expect(
    await gaugesOf([drainOf({ stops, lines }), rollback], { running: { drain: 'fra-1', rollback: 'fra-1-r1' } }),
  ).toMatchObject({ running: 2, stopped: 1, open: 3 });
});

it('say since when nothing has come further', async () => {
  const running = { running: { drain: 'fra-1' } };
  expect(await gaugesOf([drainOf({})], running)).toMatchObject({ idleSeconds: 7200 });
  const lines = { 'dxcon-a': line('released', 1_900_000), 'dxcon-b': line('healthy', 2_000_000) };
  expect(await gaugesOf([drainOf({ lines })], running)).toMatchObject({ idleSeconds: 1900 });
  expect(await gaugesOf([drainOf({ lines, lastReleaseAtMs: NOW - 60_000 })], running)).toMatchObject({
    idleSeconds: 60,
  });
  const ending = { ...DECISION, atMs: NOW - 5000, as: 'ABORTED' as const, cause: 'person' as const };
  expect(await gaugesOf([drainOf({ phase: 'ENDING', ending, lines })], running)).toMatchObject({ idleSeconds: 5 });
});

it('say for how long a released line has waited for another', async () => {
  const lines = { 'dxcon-a': line('released', 0), 'dxcon-b': line('released', 0), 'dxcon-c': line('seen', 0) };
  const waiting = (cause: 'group' | 'turn', ago: number) => ({ waitsFor: { cause, sinceMs: NOW - ago } });
  const items = {
    'fra-1.dxcon-a.2': waiting('group', 1_800_000),
    'fra-1.dxcon-b.2': waiting('turn', 3_600_000),
    'fra-1.dxcon-c.2': waiting('group', 3_600_000),
  };
  expect(await gaugesOf([drainOf({ lines })], { running: { drain: 'fra-1' } }, { items })).toMatchObject({
    groupWaitSeconds: 1800,
  });
});

it('count drains that were announced, and are not approved a day before their window', async () => {
  const planned = (fromMs: number, more: Partial<Drain> = {}) =>
    drainOf({
      ...{
        phase: 'PLANNED',
        announcement: { ...DECISION, rev: 1, fromMs, toMs: fromMs + HOUR, serviceVersion: '0.0.0', published: 0 },
      },
      ...more,
    });
  const cordons = { 'dxcon-a': { ...DECISION, by: 'drain fra-1' }, 'dxcon-b': DECISION };
  const unapproved = async (drain: Drain, more = {}) => (await gaugesOf([drain], { cordons }, more)).unapproved;
  expect(await unapproved(planned(NOW + 23 * HOUR))).toBe(1);
  expect(await unapproved(planned(NOW - 1000))).toBe(1);
  expect(await unapproved(planned(NOW + 25 * HOUR))).toBe(0);
  expect(await unapproved(planned(NOW - 2 * HOUR))).toBe(0);
  const approval = { ...DECISION, rev: 1, digest: 'sha256:x' };
  expect(await unapproved(planned(NOW, { approval }))).toBe(0);
  expect(await unapproved(planned(NOW, { approval, rev: 2 }))).toBe(1);
  expect(await unapproved(planned(NOW), { drainApprovals: 0 })).toBe(0);
  expect(await unapproved(drainOf({}))).toBe(0);
});
