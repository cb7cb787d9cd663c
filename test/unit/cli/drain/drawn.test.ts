import { describe, expect, it } from 'vitest';
import { drainAsJson } from '../../../../src/cli/drain/run/drain-as-json.ts';
import { etaOf, rateOf } from '../../../../src/cli/drain/run/pace.ts';
import { frameOf } from '../../../../src/cli/drain/run/watch.ts';
import { nextCommand } from '../../../../src/cli/drain/run/words.ts';
import type { Stop } from '../../../../src/drain/run/stop.ts';
import { HARMLESS, HOSTILE, madeContext } from '../../../support/cli-context.ts';
import { MINUTE, SECOND, START } from '../../../support/world.ts';
import { ID, known, madeDrain, madePlan, running, tryAt } from './given.ts';

const plan = madePlan();
const NOW = START + 30 * MINUTE;
const { out } = madeContext({});

const stop: Stop = { id: 'line:dxcon-line2', kind: 'line', about: 'dxcon-line2', atMs: NOW, by: HOSTILE, why: HOSTILE };

async function frame(drain: ReturnType<typeof running>, width = 80) {
  return frameOf(await known(plan, drain), NOW, { ...out, width });
}

describe('a frame', () => {
  it('says how far it is, who is needed and with which command, and fits 80 columns', async () => {
    const lines = await frame(
      running(
        plan,
        { stops: [stop], wave: { number: 2 }, history: [{ what: 'stopped', atMs: NOW, by: HOSTILE, why: HOSTILE }] },
        {
          'dxcon-line1': { state: 'healthy', atMs: NOW - MINUTE, try: tryAt(START) },
          'dxcon-line2': { state: 'unhealthy', cause: 'STATE', atMs: NOW - MINUTE, try: tryAt(START) },
          'dxcon-line3': { state: 'held', atMs: NOW - MINUTE, try: tryAt(START) },
          'dxcon-line4': { state: 'waits', cause: 'group', atMs: NOW - MINUTE, try: tryAt(START) },
        },
      ),
    );
    const text = lines.join('\n');
    expect(lines[0]).toBe(`${ID} is STOPPED, wave 2 of 3, empties dxcon-old`);
    expect(text).toContain('8: 1 well, 1 waiting for a person, 1 not well, 1 held, 4 planned');
    expect(text).toContain(`dxm drain rollback ${ID} --line dxcon-line2 --why "…"`);
    expect(text).toContain(`dxm resolve dx-migrator:drains/${ID}.dxcon-line3.1`);
    expect(text).toContain(`dxm drain retry ${ID} dxcon-line4 --why "…"`);
    expect(text).toContain(`dxm drain stop ${ID}`);
    expect(text).toContain(HARMLESS);
    for (const character of HOSTILE.replaceAll(/[\w[]/g, '')) expect(text).not.toContain(character);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('of a line that is not well says the stop for it only once', async () => {
    const sick = { 'dxcon-line2': { state: 'unhealthy' as const, atMs: NOW, try: tryAt(START) } };
    const text = (await frame(running(plan, { stops: [stop] }, sick))).join('\n');
    expect(text.match(/● /g)).toHaveLength(1);
    const well = { 'dxcon-line2': { state: 'healthy' as const, atMs: NOW, try: tryAt(START) } };
    expect((await frame(running(plan, { stops: [stop] }, well))).join('\n')).toContain('dxm show dxcon-line2');
  });

  it('says what helps: to see to the line that is not well, or to lift the stop of a person', async () => {
    const sick = { 'dxcon-line2': { state: 'unhealthy' as const, atMs: NOW, try: tryAt(START) } };
    const drain = running(plan, { stops: [stop] }, sick);
    expect((await frame(drain, 200)).join('\n')).toContain('would help: see to the line');
    expect(nextCommand(drain)).toBe(`dxm drain status ${ID}`);
    const byHand = running(plan, { stops: [{ ...stop, kind: 'person' }] });
    expect((await frame(byHand, 200)).join('\n')).toContain(`would help: dxm drain resume ${ID}`);
    expect(nextCommand(byHand)).toContain(`dxm drain resume ${ID}`);
  });

  it('needs no one to lift a stop once nothing is released any more', async () => {
    const text = (await frame(running(plan, { phase: 'COMPLETED', stops: [stop] }))).join('\n');
    expect(text).not.toContain('Needs a person');
  });

  it('at the gate asks for the promotion', async () => {
    const atGate = { wave: { number: 1, doneAtMs: NOW - MINUTE } };
    const lines = await frame(
      running(plan, atGate, { 'dxcon-line1': { state: 'healthy', atMs: NOW, try: tryAt(START) } }),
    );
    expect(lines.join('\n')).toMatch(/waits +a person has to let the wave after 1 begin, for 1 min/);
    expect(lines.join('\n')).toContain(`dxm drain promote ${ID} --why "…"`);
    expect((await frame(running(plan, { ...atGate, promoted: 1 }))).join('\n')).not.toContain('promote');
  });

  it('says that what it shows is old', async () => {
    const shown = frameOf(
      await known(plan, running(plan)),
      NOW,
      { ...out, width: 80 },
      { problem: 'AWS does not answer', readAtMs: START },
    );
    expect(shown.join(' ')).toMatch(/Not read since 2026-11-23 .*, and tried again: AWS does not answer/);
  });

  it.each([
    ['DRAFT', madeDrain(plan), `dxm drain approve ${ID}`],
    [
      'APPROVED',
      madeDrain(plan, { approval: { atMs: 1, by: 'a', why: 'b', rev: 1, digest: plan.digest } }),
      `dxm drain announce ${ID}`,
    ],
    ['APPROVED', { ...running(plan), phase: 'PLANNED' as const }, `dxm drain start ${ID}`],
    ['COMPLETED', running(plan, { phase: 'COMPLETED' }), 'dxm parent safe-to-delete dxcon-old'],
    ['EXPIRED', running(plan, { phase: 'EXPIRED' }), `--leftovers-of ${ID}`],
  ])('of a drain that is %s has the next command', async (state, drain, command) => {
    const text = (await frame(drain, 200)).join('\n');
    expect(text).toContain(`${ID} is ${state}`);
    expect(text).toContain(`Next: `);
    expect(text).toContain(command);
  });

  it('of a rollback says of what, and proposes no rollback of it', async () => {
    const sick = { 'dxcon-line2': { state: 'unhealthy' as const, atMs: NOW, try: tryAt(START) } };
    const text = (await frame(running(plan, { rollbackOf: ID }, sick))).join('\n');
    expect(text).toContain(`is RUNNING, rolls back ${ID}`);
    expect(text).not.toContain('dxm drain rollback');
  });
});

describe('the rate', () => {
  const found = (atMs: number) => ({ state: 'healthy' as const, atMs, try: tryAt(START) });

  it('is that of the last five minutes', () => {
    const drain = running(
      plan,
      {},
      { 'dxcon-line1': found(NOW - 9 * MINUTE), 'dxcon-line2': found(NOW - MINUTE), 'dxcon-line3': found(NOW) },
    );
    expect(rateOf(drain, NOW)).toEqual({ perMinute: 0.4, overMs: 5 * MINUTE });
  });

  it('is that since the start, and none in the first half minute or before', () => {
    const drain = running(plan, {}, { 'dxcon-line1': found(START + 40 * SECOND) });
    expect(rateOf(drain, START + MINUTE)).toEqual({ perMinute: 1, overMs: MINUTE });
    expect(rateOf(drain, START + 29 * SECOND)).toBeUndefined();
    expect(rateOf(madeDrain(plan), NOW)).toBeUndefined();
  });
});

describe('the estimate of the end', () => {
  const { healthySeconds, seconds } = plan.estimate;
  const done = (tookSeconds: number, ...ids: string[]) =>
    Object.fromEntries(
      ids.map((id) => [id, { state: 'healthy' as const, atMs: START + tookSeconds * SECOND, try: tryAt(START) }]),
    );

  it('is the plan’s at the start', () => {
    expect(etaOf(running(plan), plan, START)).toBe(START + seconds * SECOND);
  });

  it('has no time for a gate that is open', () => {
    expect(etaOf(running(plan, { promoted: 1 }), plan, START)).toBe(START + (seconds - 600) * SECOND);
  });

  it('goes by how long lines took, once three are known', () => {
    const wave2 = { wave: { number: 2 }, promoted: 1 };
    const left = etaOf(running(plan, wave2, done(healthySeconds, 'dxcon-line1', 'dxcon-line2')), plan, NOW) ?? 0;
    expect(left).toBeGreaterThan(NOW);
    const slow = running(plan, wave2, done(2 * healthySeconds, 'dxcon-line1', 'dxcon-line2', 'dxcon-line3'));
    const asPlanned = running(plan, wave2, done(healthySeconds, 'dxcon-line1', 'dxcon-line2', 'dxcon-line3'));
    const rest = (drain: typeof slow) => (etaOf(drain, plan, NOW) ?? 0) - NOW;
    expect(rest(slow)).toBe(2 * rest(asPlanned));
  });

  it('of lines that are only open counts what they have soaked', () => {
    const open = Object.fromEntries(
      plan.lines.map(({ connectionId }) => [connectionId, { state: 'seen' as const, try: tryAt(NOW - 100 * SECOND) }]),
    );
    expect(etaOf(running(plan, {}, open), plan, NOW)).toBe(NOW + (healthySeconds - 100) * SECOND);
    expect(etaOf(running(plan, {}, open), plan, NOW + 9_999 * SECOND)).toBe(
      NOW + (9_999 + plan.timing.tickSeconds) * SECOND,
    );
  });

  it('is none while it is stopped, over or not begun', () => {
    expect(etaOf(running(plan, { stops: [stop] }), plan, NOW)).toBeUndefined();
    expect(etaOf(running(plan, { phase: 'COMPLETED' }), plan, NOW)).toBeUndefined();
    expect(etaOf(madeDrain(plan), plan, NOW)).toBeUndefined();
  });

  it('is said to be one, and to be too late', async () => {
    const text = (await frame(running(plan, { endsAtMs: NOW + 1 }))).join(' ').replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/done about .* (?:CET|UTC), in .*: an estimate, if all goes well; that is after its window/);
  });
});

it('is a document with times in UTC', async () => {
  const document = drainAsJson(await known(plan, running(plan, { stops: [stop] })), NOW);
  expect(document).toMatchObject({
    ...{
      drainId: ID,
      state: 'STOPPED',
      wave: 1,
      waves: 3,
      lines: { planned: 8 },
      startedAt: '2026-11-23T12:00:00.000Z',
    },
    stops: [{ id: 'line:dxcon-line2', at: '2026-11-23T12:30:00.000Z' }],
    attention: [{ todo: 'dxm show dxcon-line2' }],
    estimatedDoneAt: null,
  });
});
