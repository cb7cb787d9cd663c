import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { planText, seal } from '../../../../../src/drain/plan/digest.ts';
import type { Plan } from '../../../../../src/drain/plan/plan.ts';
import { plans } from '../../../../../src/drain/run/plans.ts';
import { FROM, HOUR } from '../../plan/given.ts';
import { CommandStage, DAY, ID, LINES, packed, planFor, WHO, whyDeclined } from './stage.ts';

const changed = ({ digest: _, ...body }: Plan, fields: Partial<Plan>) => seal({ ...body, ...fields });

describe('a plan that is submitted', () => {
  it('is a drain that has not started, with all lines planned', async () => {
    const stage = new CommandStage();
    const plan = planFor();
    expect(await stage.submit(plan)).toEqual({
      ...{ result: 'done', drainId: ID, state: 'DRAFT', rev: 1, digest: plan.digest, wave: 0, stops: [] },
      lines: { planned: 3 },
    });
    expect(stage.drain()).toMatchObject({ phase: 'PLANNED', endsAtMs: FROM + 10 * HOUR, submitted: WHO });
    expect(await stage.ports.plans.read(stage.drain())).toEqual(plan);
  });

  it('is unchanged by the same again, also when its window is over', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor());
    stage.now = FROM + DAY;
    const { version } = (await stage.drains.readDrain(ID)) ?? {};
    expect(await stage.submit(planFor())).toMatchObject({ result: 'unchanged', rev: 1 });
    expect((await stage.drains.readDrain(ID))?.version).toBe(version);
  });

  it('is finished by the same again, if a process died between the two items', async () => {
    const stage = new CommandStage();
    stage.before = async (write) => {
      if (write === 'createDrain') throw new Error('died');
    };
    await expect(stage.submit(planFor())).rejects.toThrow('died');
    stage.before = undefined;
    expect(await stage.submit(planFor())).toMatchObject({ result: 'done', rev: 1 });
  });

  it('has the next revision, where another plan was left behind under its own', async () => {
    const stage = new CommandStage();
    stage.before = async (write) => {
      if (write === 'createDrain') throw new Error('died');
    };
    await expect(stage.submit(planFor(['dxcon-a']))).rejects.toThrow('died');
    stage.before = undefined;
    expect(await stage.submit(planFor())).toMatchObject({ result: 'done', rev: 2 });
    expect(await stage.ports.plans.read(stage.drain())).toEqual(planFor());
  });

  it('is the revision of the drain that another has made meanwhile', async () => {
    const stage = new CommandStage();
    stage.before = async (write) => {
      if (write !== 'createDrain') return;
      stage.before = undefined;
      await stage.submit(planFor(['dxcon-a']));
    };
    expect(await stage.submit(planFor())).toMatchObject({ result: 'done', digest: planFor().digest });
    const drain = stage.drain();
    // As another process reads it.
    expect(await plans(stage.drains).read(drain)).toEqual(planFor());
    expect(Object.keys(drain.lines)).toEqual(LINES);
  });
});

describe('a plan is declined', () => {
  const secret = 'BEGIN-SECRET';
  it.each([
    ['no Base64', `${secret}!`, 'not Base64'],
    ['Base64 with something behind it', `${packed(planFor())}====${secret}`, 'not Base64'],
    ['not a plan', Buffer.from(`{"schemaVersion": "${secret}"}`).toString('base64'), 'must be "1"'],
    ['a changed one', Buffer.from(planText({ ...planFor(), ticket: secret })).toString('base64'), 'digest'],
    ['a large text', 'A'.repeat(500_000), 'at most 350000 bytes'],
    ['one that unpacks to gigabytes', gzipSync(Buffer.alloc(30_000_000)).toString('base64'), 'more than'],
  ])('%s', async (_what, plan, why) => {
    const stage = new CommandStage();
    const answer = await stage.run({ action: 'submit', plan });
    expect(whyDeclined(answer)).toContain(why);
    expect(JSON.stringify(answer)).not.toContain(secret);
    expect(stage.drains.plans.size + stage.drains.drains.size).toBe(0);
  });

  it.each<[string, Plan, string]>([
    ['its id is a rollback’s', planFor(LINES, { drainId: 'fra-r1' }), 'a rollback’s'],
    ['its id leaves no room for a rollback’s', planFor(LINES, { drainId: 'x'.repeat(59) }), 'more than 58'],
    ['it moves nothing', changed(planFor(), { lines: [], waves: [], rollback: [] }), 'moves no line'],
    ...(['staleSeconds', 'clockSkewSeconds', 'soakSeconds'] as const).map((name): [string, Plan, string] => {
      const plan = planFor();
      return [
        `its ${name} is less than the stage has`,
        changed(plan, { timing: { ...plan.timing, [name]: 1 } }),
        'of 1 s',
      ];
    }),
  ])('if %s', async (_what, plan, why) => {
    const stage = new CommandStage();
    expect(whyDeclined(await stage.submit(plan))).toContain(why);
    expect(stage.drains.plans.size).toBe(0);
  });

  it('if its window is over', async () => {
    const stage = new CommandStage();
    stage.now = FROM + 10 * HOUR;
    expect(whyDeclined(await stage.submit(planFor()))).toContain('window was over');
  });

  it.each([
    ['source', 'dxcon-old'],
    ['target', 'dxcon-new'],
  ])('if its %s is none of the parents that drains may use', async (_what, id) => {
    const stage = new CommandStage();
    Object.assign(stage.ports, { parents: ['dxcon-old', 'dxcon-new'].filter((parent) => parent !== id) });
    const answer = await stage.submit(planFor());
    expect(answer).toMatchObject({ because: [{ about: id, help: expect.stringContaining('parameter parents') }] });
  });

  it('if the stage verifies no move', async () => {
    const stage = new CommandStage({ verifyWithinMs: 0 });
    expect(whyDeclined(await stage.submit(planFor()))).toContain('verifies every move');
  });
});

describe('the next revision', () => {
  it('takes the place of the last, whose approval goes for it no more', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor(['dxcon-a']));
    await stage.approve(planFor(['dxcon-a']));
    const answer = await stage.submit(planFor());
    expect(answer).toMatchObject({ result: 'done', state: 'DRAFT', rev: 2, lines: { planned: 3 } });
  });

  it('keeps what a person has decided of a line', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor());
    await stage.run({ action: 'setAside', connectionId: 'dxcon-b' });
    await stage.submit(planFor(['dxcon-a', 'dxcon-b']));
    expect(stage.drain().lines).toMatchObject({ 'dxcon-a': { state: 'planned' }, 'dxcon-b': { state: 'setAside' } });
    expect(Object.keys(stage.drain().lines)).toHaveLength(2);
  });

  it('is declined once the drain has started', async () => {
    const stage = new CommandStage();
    await stage.started();
    const before = stage.drain();
    expect(whyDeclined(await stage.submit(planFor(['dxcon-a'])))).toContain('only before the start');
    expect(stage.drain()).toEqual(before);
  });

  it('is declined for another source', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor());
    const other = changed(planFor(['dxcon-a']), { source: 'dxcon-new' });
    const back = changed(other, {
      lines: other.lines.map((line) => ({ ...line, to: 'dxcon-old' })),
      targets: [{ id: 'dxcon-old', lines: 1, reasons: [] }],
      rollback: other.rollback.map((one) => ({
        ...one,
        ...{ expectedParentConnectionId: 'dxcon-old', parentConnectionId: 'dxcon-new' },
      })),
    });
    expect(whyDeclined(await stage.submit(back))).toContain('another source');
  });
});

describe('once it is announced, the next revision', () => {
  it('is declined while customers are being told', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor());
    await stage.done({ action: 'announce', digest: planFor().digest });
    expect(whyDeclined(await stage.submit(planFor(['dxcon-a'])))).toContain('being told');
  });

  it('adds no line', async () => {
    const stage = new CommandStage();
    await stage.ready(planFor(['dxcon-a']));
    expect(whyDeclined(await stage.submit(planFor()))).toContain('dxcon-b its customer was not told');
  });

  it('adds none back that it has left out', async () => {
    const stage = new CommandStage();
    await stage.ready();
    await stage.submit(planFor(['dxcon-a']));
    expect(whyDeclined(await stage.submit(planFor()))).toContain('dxcon-b its customer was not told');
  });

  it.each([
    ['begins earlier', -HOUR, 0],
    ['ends later', 0, HOUR],
  ])('does not have a window that %s', async (_what, from, to) => {
    const stage = new CommandStage();
    await stage.ready();
    const window = { fromMs: FROM + from, toMs: FROM + 10 * HOUR + to };
    expect(whyDeclined(await stage.submit(planFor(LINES, { window })))).toContain(
      'not within the one that was announced',
    );
  });

  it('leaves lines out, which are kept until their cancellation is told; the announcement goes for the others', async () => {
    const stage = new CommandStage();
    await stage.ready();
    const window = { fromMs: FROM + HOUR, toMs: FROM + 9 * HOUR };
    const next = planFor(['dxcon-a'], { window });
    expect(await stage.submit(next)).toMatchObject({ result: 'done', rev: 2 });
    const { lines, announcement, endsAtMs } = stage.drain();
    expect(endsAtMs).toBe(FROM + 9 * HOUR);
    expect(announcement).toMatchObject({ rev: 2, fromMs: FROM, published: 1, doneAtMs: expect.any(Number) });
    const left = { state: 'setAside', cause: 'REPLANNED', ownerAccount: '111122223333', by: 'anna' };
    expect(lines).toMatchObject({ 'dxcon-a': { state: 'planned' }, 'dxcon-b': left, 'dxcon-c': left });
    expect(lines['dxcon-b']?.told).toBeUndefined();
    await stage.approve({ rev: 2, digest: next.digest });
    stage.now = FROM;
    expect(await stage.run({ action: 'start', digest: next.digest })).toMatchObject({
      result: 'done',
      state: 'RUNNING',
    });
  });

  it('is told of a line that a person had set aside, unless it is told already', async () => {
    const stage = new CommandStage();
    await stage.ready();
    await stage.putLine('dxcon-b', { state: 'setAside' });
    await stage.putLine('dxcon-c', { state: 'setAside', told: true });
    await stage.submit(planFor(['dxcon-a']));
    const { lines } = stage.drain();
    expect(lines['dxcon-b']).toMatchObject({ cause: 'REPLANNED' });
    expect(lines['dxcon-c']).toMatchObject({ told: true });
  });
});
