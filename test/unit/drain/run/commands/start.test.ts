import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../../../../src/drain/plan/inventory.ts';
import { FROM, HOUR, line, port } from '../../plan/given.ts';
import { CommandStage, DAY, ID, LINES, planFor, siteOf, WHO, whyDeclined } from './stage.ts';

const start = { action: 'start', digest: planFor().digest };

/** Ready, with what is there now. */
async function readyWith(now: Inventory, ids: readonly string[] = LINES) {
  const stage = new CommandStage();
  const plan = await stage.ready(planFor(ids));
  stage.now = FROM;
  stage.inventory = now;
  return { stage, start: { ...start, digest: plan.digest } };
}

describe('a drain that is ready', () => {
  it('runs, is named by CONTROL, and says so', async () => {
    const { stage } = await readyWith(siteOf());
    expect(await stage.run(start)).toMatchObject({ result: 'done', state: 'RUNNING', wave: 1, lines: { planned: 3 } });
    const { started, operator, waivers, unpublished, history } = stage.drain();
    expect({ started, operator }).toMatchObject({ started: { ...WHO, atMs: FROM }, operator: WHO });
    expect(waivers).toEqual({});
    expect(unpublished.map(({ detailType }) => detailType)).toEqual(['Drain Started']);
    expect(history.at(-1)?.what).toBe('started');
    expect(stage.core.running).toEqual({ drain: ID });
  });

  it('is unchanged by the same again', async () => {
    const stage = new CommandStage();
    await stage.started();
    const before = stage.drain();
    expect(await stage.run(start)).toMatchObject({ result: 'unchanged', state: 'RUNNING' });
    expect(stage.drain()).toEqual(before);
    expect(stage.readings).toBe(1);
  });

  it.each(['setRunning', 'setDrain'])('is started by the same again, if a process died before %s', async (dies) => {
    const { stage } = await readyWith(siteOf());
    stage.before = async (write) => {
      if (write === dies) throw new Error('died');
    };
    await expect(stage.run(start)).rejects.toThrow('died');
    expect(stage.drain().phase).toBe('PLANNED');
    stage.before = undefined;
    expect(await stage.run(start)).toMatchObject({ result: 'done', state: 'RUNNING' });
    expect(stage.core.running).toEqual({ drain: ID });
  });
});

describe('a start is declined', () => {
  it('without approval of this revision', async () => {
    const stage = new CommandStage();
    await stage.ready(planFor());
    const { approval } = stage.drain();
    const stored = stage.drains.drains.get(ID);
    if (stored && approval) stored.drain = { ...stored.drain, approval: { ...approval, rev: 7 } };
    expect(whyDeclined(await stage.run(start))).toContain('revision 1 of its plan is not approved');
    expect(stage.core.running).toBeUndefined();
  });

  it('without notice, half of it, or one that came too late', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor());
    await stage.approve(planFor());
    expect(whyDeclined(await stage.run(start))).toContain('customers have not been told');
    await stage.done({ action: 'announce', digest: start.digest });
    expect(whyDeclined(await stage.run(start))).toContain('0 of 3 lines');
    stage.now = FROM - 14 * DAY + 1;
    await stage.tellAll();
    expect(whyDeclined(await stage.run(start))).toContain('should have been by');
    stage.now = FROM - 14 * DAY;
    await stage.tellAll();
    expect(await stage.run(start)).toMatchObject({ result: 'done' });
  });

  it('with the notice of another revision', async () => {
    const stage = new CommandStage();
    await stage.ready();
    const { announcement } = stage.drain();
    if (announcement) await stage.put({ announcement: { ...announcement, rev: 7 } });
    expect(whyDeclined(await stage.run(start))).toContain('customers have not been told');
  });

  it('of a stopped drain, or of one whose window is over', async () => {
    const stage = new CommandStage();
    await stage.ready();
    await stage.run({ action: 'stop', why: 'wait for the customer' });
    expect(whyDeclined(await stage.run(start))).toContain('wait for the customer');
    await stage.done({ action: 'resume', stops: stage.stops() });
    stage.now = FROM + 10 * HOUR;
    expect(whyDeclined(await stage.run(start))).toContain('its window was over');
  });

  it('for another plan than was shown, and after its end', async () => {
    const stage = new CommandStage();
    await stage.ready();
    expect(whyDeclined(await stage.run({ ...start, digest: 'sha256:other' }))).toContain('not its plan any more');
    await stage.done({ action: 'abort' });
    expect(whyDeclined(await stage.run(start))).toContain('ENDING');
  });

  it('where it would count as restored from a copy', async () => {
    const stage = new CommandStage({ minRequestedAt: '2026-12-24T19:00:00.001Z' });
    await stage.ready();
    stage.now = FROM;
    expect(whyDeclined(await stage.run(start))).toContain('takes no requests from before');
  });

  it('while the bus has taken nothing for long', async () => {
    const { stage } = await readyWith(siteOf());
    const event = {
      eventId: 'e',
      source: 'dx-migrator.operations',
      detailType: 'Drain Stopped',
      detail: '{}',
    } as const;
    await stage.put({ unpublished: Array.from({ length: 33 }, () => event) });
    expect(whyDeclined(await stage.run(start))).toContain('33 events');
  });
});

describe('what is not waited for', () => {
  it('is said by name', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor());
    const answer = await stage.run({ ...start, waive: ['notice', 'approval'] });
    expect(answer).toMatchObject({ result: 'done', state: 'RUNNING' });
    expect(stage.drain().waivers).toMatchObject({ notice: WHO, approval: WHO });
    expect(JSON.parse(stage.drain().unpublished[0]?.detail ?? '').data.waived).toEqual(['notice', 'approval']);
    expect(stage.core.guards.cordons).toHaveProperty('dxcon-old');
  });

  it('is not said to be waived where it was there', async () => {
    const { stage } = await readyWith(siteOf());
    await stage.done({ ...start, waive: ['notice', 'approval'] });
    expect(stage.drain().waivers).toEqual({});
  });

  it('is no approval where the stage wants none', async () => {
    const stage = new CommandStage({ drainApprovals: 0 });
    await stage.submit(planFor());
    await stage.done({ ...start, waive: ['notice'] });
    expect(Object.keys(stage.drain().waivers)).toEqual(['notice']);
  });
});

describe('what has changed since the plan was made', () => {
  it('declines a start where it touches a target, with the difference', async () => {
    const ports = [port({ id: 'dxcon-old' }), port({ id: 'dxcon-new', state: 'down' })];
    const { stage, start } = await readyWith(siteOf(LINES, { ports }));
    expect(await stage.run(start)).toMatchObject({
      result: 'declined',
      because: expect.arrayContaining([
        { about: 'dxcon-new', why: 'it is in state down', help: expect.stringContaining('wait') },
      ]),
    });
    expect(stage.drain().phase).toBe('PLANNED');
    expect(stage.core.running).toBeUndefined();
  });

  it.each([
    ['a VLAN', { vlan: 101, mbps: 1 }, 'VLAN 101 is taken'],
    ['the room', { vlan: 4000, mbps: 100_000 }, 'left'],
  ])('declines a start where %s is taken on a target', async (_what, fields, why) => {
    const site = siteOf();
    const lines = [...site.lines, line('dxcon-x', { parentConnectionId: 'dxcon-new', ...fields })];
    const { stage, start } = await readyWith({ ...site, lines });
    expect(whyDeclined(await stage.run(start))).toContain(why);
  });

  it('sets lines that have changed themselves to drifted, and goes on', async () => {
    const site = siteOf();
    const lines = site.lines
      .filter(({ connectionId }) => connectionId !== 'dxcon-a')
      .map((one) => (one.connectionId === 'dxcon-b' ? { ...one, vlan: 102 } : one));
    const { stage, start } = await readyWith({ ...site, lines });
    expect(await stage.run(start)).toMatchObject({ result: 'done', lines: { planned: 1, drifted: 2 } });
    expect(stage.drain().lines).toMatchObject({
      'dxcon-a': { state: 'drifted', cause: 'GONE' },
      // It has the VLAN of the third now, which is not in that one's way, since it stays.
      'dxcon-b': { state: 'drifted', cause: 'CHANGED' },
      'dxcon-c': { state: 'planned' },
    });
  });

  it('drifts a line with an order of its own', async () => {
    const order = { connectionId: 'dxcon-a', tenant: 'orders', requestId: 'r', state: 'RECEIVED' };
    const { stage, start } = await readyWith(siteOf(LINES, { openRequests: [order] }));
    await stage.done(start);
    expect(stage.drain().lines['dxcon-a']).toMatchObject({ state: 'drifted', cause: 'ORDER' });
  });

  it.each([
    [5, 'done'],
    [6, 'declined'],
  ])('with %i lines that have drifted, a start is %s', async (count, result) => {
    const ids = Array.from({ length: 8 }, (_, at) => `dxcon-n${at}`);
    const site = siteOf(ids);
    const { stage, start } = await readyWith({ ...site, lines: site.lines.slice(count) }, ids);
    expect(await stage.run(start)).toMatchObject({ result });
  });

  it('is nothing for a line that was set aside', async () => {
    const site = siteOf();
    const { stage, start } = await readyWith({ ...site, lines: site.lines.slice(1) });
    await stage.putLine('dxcon-a', { state: 'setAside' });
    await stage.done(start);
    expect(stage.drain().lines['dxcon-a']?.state).toBe('setAside');
  });

  it('leaves no cordon of a start that came to nothing', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor());
    stage.before = async (write) => {
      if (write !== 'setDrain') return;
      stage.before = undefined;
      await stage.run({ action: 'stop' });
    };
    const answer = await stage.run({ ...start, waive: ['notice', 'approval'] });
    expect(whyDeclined(answer)).toContain('stop stop-1');
    expect(stage.core.guards.cordons).toBeUndefined();
  });
});

describe('of two drains', () => {
  const other = planFor(LINES, { drainId: 'fra-other' });
  const begin = (plan: { drainId: string; digest: string }) => ({
    ...{ action: 'start', drainId: plan.drainId, digest: plan.digest, waive: ['notice', 'approval'] },
  });

  async function withOther() {
    const { stage } = await readyWith(siteOf());
    await stage.submit(other);
    return stage;
  }

  it('the second is declined while the first runs, and names it', async () => {
    const stage = await withOther();
    await stage.done(begin(other));
    expect(whyDeclined(await stage.run(start))).toContain('fra-other is RUNNING');
    await stage.put({ phase: 'ENDING' }, 'fra-other');
    expect(whyDeclined(await stage.run(start))).toContain('fra-other is ENDING');
    expect(stage.core.running).toEqual({ drain: 'fra-other' });
  });

  it.each(['PLANNED', 'COMPLETED', 'ABORTED', 'EXPIRED'] as const)(
    'the second starts when the first is %s',
    async (phase) => {
      const stage = await withOther();
      stage.core.running = { drain: 'fra-other' };
      await stage.put({ phase }, 'fra-other');
      await stage.done(start);
      expect(stage.core.running).toEqual({ drain: ID });
    },
  );

  it('the second starts where the first is not there', async () => {
    const stage = await withOther();
    stage.core.running = { drain: 'fra-lost' };
    await stage.done(start);
    expect(stage.core.running).toEqual({ drain: ID });
  });

  it('one that a rollback of the other is beside is declined', async () => {
    const stage = await withOther();
    await stage.done(begin(other));
    await stage.put({ phase: 'COMPLETED' }, 'fra-other');
    await stage.drains.createDrain(
      { ...stage.drain('fra-other'), drainId: 'fra-other-r1', rollbackOf: 'fra-other', phase: 'RUNNING' },
      0,
    );
    stage.core.running = { rollback: 'fra-other-r1' };
    expect(whyDeclined(await stage.run(start))).toContain('fra-other-r1, a rollback of fra-other');
  });

  it('that start at once, one is named, and the other says so and starts once the first is over', async () => {
    const stage = await withOther();
    // The other takes CONTROL, and its drain runs, between our two writes.
    stage.before = async (write) => {
      if (write !== 'setDrain') return;
      stage.before = undefined;
      await stage.done(begin(other));
    };
    expect(whyDeclined(await stage.run(start))).toContain('nothing of it is released: fra-other is RUNNING');
    expect(stage.core.running).toEqual({ drain: 'fra-other' });
    await stage.put({ phase: 'COMPLETED' }, 'fra-other');
    expect(await stage.run(start)).toMatchObject({ result: 'unchanged', state: 'RUNNING' });
    expect(stage.core.running).toEqual({ drain: ID });
  });
});
