import { describe, expect, it } from 'vitest';
import type { Context } from '../../../src/cli/context/context.ts';
import { stageNamed } from '../../../src/cli/context/stage.ts';
import { type PlanOptions, toPlanRequest } from '../../../src/cli/drain/plan-options.ts';

const NOW = Date.parse('2026-11-30T10:20:30Z');
const HOUR = 3_600_000;
const context = (stage: string) => ({ stage: stageNamed(stage), clock: () => NOW }) as Context;
const request = (options: Partial<PlanOptions> = {}, stage = 'prod') =>
  toPlanRequest(context(stage), 'dxcon-old1', { to: ['dxlag-new1'], by: 'jo', ...options });

describe('what is asked of a planner', () => {
  it('has a window that the notice leaves time for, if none is named', () => {
    expect(request()).toMatchObject({
      ...{ drainId: 'dxcon-old1-2026-12-14', source: 'dxcon-old1', targets: ['dxlag-new1'] },
      window: { fromMs: Date.parse('2026-12-14T11:00:00Z'), toMs: Date.parse('2026-12-14T19:00:00Z') },
    });
    expect(request({ notice: '0' }).window.fromMs).toBe(Date.parse('2026-11-30T11:00:00Z'));
  });

  it.each([
    ['8h', 8 * HOUR],
    ['2026-12-24T23:00:00Z', HOUR],
  ])('has a window to %s, counted from its beginning', (windowTo, length) => {
    const { window } = request({ windowFrom: '2026-12-24T22:00:00Z', windowTo });
    expect(window.toMs - window.fromMs).toBe(length);
  });

  it('takes targets in one list or several, each once', () => {
    const { targets } = request({ to: ['dxlag-new1, dxlag-new2', 'dxlag-new1'] });
    expect(targets).toEqual(['dxlag-new1', 'dxlag-new2']);
  });

  it('goes by the times of the stage', () => {
    expect(request().timing).toEqual({ staleSeconds: 60, clockSkewSeconds: 5, soakSeconds: 300 });
    expect(request({}, 'local').timing).toMatchObject({ staleSeconds: 3, soakSeconds: 6 });
    expect(request({ stale: '90' }).timing?.staleSeconds).toBe(90);
  });

  it('has rules and limits only where they are named', () => {
    expect(request()).toMatchObject({ rules: {}, limits: {} });
    const options = { spareLink: true, otherLocations: true, capacityFactor: '1.5', maxSoaking: '5' };
    expect(request(options)).toMatchObject({
      rules: { spareLinks: 1, otherLocations: true, capacityFactor: 1.5 },
      limits: { maxSoaking: 5 },
    });
  });

  it('names who has said that the last leg may be moved, and why', () => {
    expect(request({ lastLeg: ['dxcon-line1=agreed = by phone'] }).lastLegs).toEqual([
      { connectionId: 'dxcon-line1', by: 'jo', why: 'agreed = by phone' },
    ]);
  });

  it.each([
    [{ maxMoving: 'many' }, '--max-moving'],
    [{ notice: '18:00' }, '--notice'],
    [{ windowFrom: 'tonight' }, '--window-from'],
    [{ to: ['LAG'] }, '--to'],
    [{ pin: ['dxcon-line1=lag'] }, '--pin'],
    [{ stale: '1e9' }, '--stale'],
    [{ stale: '86400' }, '--stale'],
  ])('is refused for %j, and where', (options, where) => {
    expect(() => request(options)).toThrow(expect.objectContaining({ status: 2, where }));
  });
});
