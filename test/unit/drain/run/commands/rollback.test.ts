import { describe, expect, it } from 'vitest';
import { movesOf } from '../../../../../src/drain/run/moves.ts';
import { FROM, HOUR } from '../../plan/given.ts';
import { CommandStage, DAY, ID, LINES, planFor, whyDeclined } from './stage.ts';

const R1 = `${ID}-r1`;
const rollback = (lines: 'unhealthy' | 'all' | string[], more: object = {}) => ({ action: 'rollback', lines, ...more });

/** Stopped in the middle: a healthy, b unhealthy, c planned. */
async function stopped() {
  const stage = new CommandStage();
  await stage.started();
  await stage.release('dxcon-a', 'healthy', 'MIGRATED');
  await stage.release('dxcon-b', 'unhealthy', 'MIGRATED');
  await stage.run({ action: 'stop' });
  return stage;
}

const linesOf = (stage: CommandStage, id = R1) => Object.keys(stage.drain(id).lines);

describe('a rollback', () => {
  it('runs at once, under the plan and its approval, until a day after the window', async () => {
    const stage = await stopped();
    const plan = planFor();
    const answer = await stage.run(rollback('unhealthy'));
    expect(answer).toMatchObject({ result: 'done', drainId: ID, state: 'STOPPED', rollback: R1 });
    expect(stage.drain(R1)).toMatchObject({
      ...{ phase: 'RUNNING', rollbackOf: ID, rev: 1, digest: plan.digest, endsAtMs: FROM + 10 * HOUR + DAY },
      ...{ wave: { number: 1 }, started: { atMs: FROM, by: 'anna' }, stops: [] },
      lines: { 'dxcon-b': { state: 'planned', expired: 0 } },
    });
    expect(stage.core.running).toEqual({ drain: ID, rollback: R1 });
    const [event] = stage.drain(R1).unpublished;
    expect(event?.detailType).toBe('Drain Started');
    expect(JSON.parse(event?.detail ?? '').data).toMatchObject({ drainId: R1, rollbackOf: ID });
    const moves = movesOf(stage.drain(R1), plan);
    expect([...moves.values()]).toMatchObject([{ connectionId: 'dxcon-b', from: 'dxcon-new', to: 'dxcon-old' }]);
    expect(stage.drains.drains.get(R1)?.dueAtMs).toBe(FROM);
  });

  it.each<[string, object, string[]]>([
    ['of all', rollback('all'), ['dxcon-a', 'dxcon-b']],
    ['of a wave', rollback('all', { wave: 1 }), ['dxcon-a']],
    ['of named lines', rollback(['dxcon-a', 'dxcon-a']), ['dxcon-a']],
  ])('%s takes what was moved', async (_what, command, lines) => {
    const stage = await stopped();
    expect(planFor().waves[0]?.lines).toEqual(['dxcon-a']);
    await stage.done(command as { action: string });
    expect(linesOf(stage)).toEqual(lines);
  });

  it('takes lines that are not well also where a person has set them aside', async () => {
    const stage = await stopped();
    await stage.done({ action: 'setAside', connectionId: 'dxcon-b' });
    await stage.done(rollback('unhealthy'));
    expect(linesOf(stage)).toEqual(['dxcon-b']);
  });

  it('takes one that has moved since anyone looked, and none that was found on its target', async () => {
    const stage = await stopped();
    await stage.release('dxcon-c', 'released', 'MIGRATED');
    await stage.done(rollback(['dxcon-c']));
    expect(linesOf(stage)).toEqual(['dxcon-c']);

    const other = await stopped();
    await other.release('dxcon-c', 'released', 'MIGRATED');
    const item = other.core.requests.get(`dx-migrator:drains#${ID}.dxcon-c.1`);
    delete item?.attempt;
    expect(whyDeclined(await other.run(rollback(['dxcon-c'])))).toContain('has not moved it');
  });

  it.each([
    ['planned', undefined, 'has not moved it'],
    ['failed', 'FAILED', 'has not moved it'],
    ['overtaken', 'MIGRATED', 'has not moved it'],
    ['released', undefined, 'not over'],
    ['released', 'RECEIVED', 'not over'],
    ['released', 'CALLING', 'not over'],
    ['held', 'HELD', 'not over'],
    ['setAside', 'HELD', 'not over'],
  ] as const)(
    'is declined for a line by name that is %s (%s), and takes the others of a selection',
    async (state, request, why) => {
      const stage = await stopped();
      await stage.release('dxcon-c', state, request);
      expect(whyDeclined(await stage.run(rollback(['dxcon-a', 'dxcon-c'])))).toContain(why);
      expect(stage.core.running).toEqual({ drain: ID });
      await stage.done(rollback('all'));
      expect(linesOf(stage)).toEqual(['dxcon-a', 'dxcon-b']);
    },
  );

  it('is declined for a line that is none, and where there is nothing to take back', async () => {
    const stage = await stopped();
    expect(whyDeclined(await stage.run(rollback(['dxcon-x'])))).toContain('dxcon-x it is none');
    await stage.release('dxcon-a', 'released', 'CALLING');
    await stage.putLine('dxcon-b', { state: 'gone' });
    expect(whyDeclined(await stage.run(rollback('all')))).toContain('dxcon-a its last try is not over');
    expect(whyDeclined(await stage.run(rollback('unhealthy')))).toContain('no such line');
    expect(stage.core.running).toEqual({ drain: ID });
  });

  it('starts only of a drain that is stopped, ending or over', async () => {
    const stage = await stopped();
    await stage.done({ action: 'resume', stops: ['stop-1'] });
    expect(whyDeclined(await stage.run(rollback('all')))).toContain('stop it first');
    await stage.put({ phase: 'ENDING' });
    expect(await stage.run(rollback('all'))).toMatchObject({ result: 'done' });

    const before = new CommandStage();
    await before.ready();
    await before.run({ action: 'stop' });
    expect(whyDeclined(await before.run(rollback('all')))).toContain('has not started');
  });

  it('is declined a day after the window', async () => {
    const stage = await stopped();
    await stage.put({ phase: 'COMPLETED', stops: [] });
    stage.now = FROM + 10 * HOUR + DAY;
    expect(whyDeclined(await stage.run(rollback('all')))).toContain('ordinary requests');
    stage.now--;
    expect(await stage.run(rollback('all'))).toMatchObject({ result: 'done' });
  });

  it('is none of a rollback', async () => {
    const stage = await stopped();
    await stage.done(rollback('all'));
    await stage.run({ action: 'stop', drainId: R1 });
    expect(whyDeclined(await stage.run(rollback('all', { drainId: R1 })))).toContain('a rollback itself');
  });
});

it('a rollback is not announced, not started again, and has no gate', async () => {
  const stage = await stopped();
  await stage.done(rollback('all'));
  const { digest } = planFor();
  const before = stage.drain(R1);
  expect(whyDeclined(await stage.run({ action: 'announce', drainId: R1, digest }))).toContain('RUNNING');
  expect(await stage.run({ action: 'start', drainId: R1, digest })).toMatchObject({ result: 'unchanged' });
  expect(whyDeclined(await stage.run({ action: 'promote', drainId: R1, rev: 1, wave: 1 }))).toContain('no gate');
  expect(stage.drain(R1)).toEqual(before);
  expect(stage.core.running).toEqual({ drain: ID, rollback: R1 });
});

describe('of rollbacks', () => {
  it('one runs at a time: the same again is unchanged, another is declined', async () => {
    const stage = await stopped();
    await stage.done(rollback('unhealthy'));
    expect(await stage.run(rollback('unhealthy'))).toMatchObject({ result: 'unchanged', rollback: R1 });
    expect(whyDeclined(await stage.run(rollback(['dxcon-a'])))).toContain(`${R1} is RUNNING`);
    await stage.putLine('dxcon-b', { state: 'overtaken' });
    expect(await stage.run(rollback('unhealthy'))).toMatchObject({ result: 'unchanged', rollback: R1 });
    expect(await stage.run(rollback(['dxcon-b']))).toMatchObject({ result: 'unchanged', rollback: R1 });
    expect(stage.drains.drains.has(`${ID}-r2`)).toBe(false);
  });

  it('the next has the next number, and leaves alone what is back', async () => {
    const stage = await stopped();
    await stage.done(rollback(['dxcon-a']));
    await stage.release('dxcon-a', 'healthy', 'MIGRATED', R1);
    await stage.put({ phase: 'COMPLETED' }, R1);
    expect(whyDeclined(await stage.run(rollback(['dxcon-a', 'dxcon-b'])))).toContain(`${R1} has taken it back`);
    expect(await stage.run(rollback('all'))).toMatchObject({ rollback: `${ID}-r2` });
    expect(linesOf(stage, `${ID}-r2`)).toEqual(['dxcon-b']);
    expect(stage.core.running).toEqual({ drain: ID, rollback: `${ID}-r2` });
  });

  it('the next takes what the one before has not', async () => {
    const stage = await stopped();
    await stage.done(rollback('all'));
    await stage.release('dxcon-a', 'failed', 'FAILED', R1);
    await stage.put({ phase: 'ABORTED' }, R1);
    await stage.done(rollback('all'));
    expect(linesOf(stage, `${ID}-r2`)).toEqual(['dxcon-a', 'dxcon-b']);
  });

  it.each(['setRunning', 'createDrain'])('one whose process died before %s is made by the same again', async (dies) => {
    const stage = await stopped();
    stage.before = async (write) => {
      if (write === dies) throw new Error('died');
    };
    await expect(stage.run(rollback('all'))).rejects.toThrow('died');
    stage.before = undefined;
    expect(await stage.run(rollback('all'))).toMatchObject({ result: 'done', rollback: R1 });
    expect(stage.core.running).toEqual({ drain: ID, rollback: R1 });
  });

  it('of two at once one is made', async () => {
    const stage = await stopped();
    stage.before = async (write) => {
      if (write !== 'createDrain') return;
      stage.before = undefined;
      await stage.done(rollback(['dxcon-a']));
    };
    expect(whyDeclined(await stage.run(rollback(['dxcon-b'])))).toContain(`${R1} is RUNNING`);
    expect(linesOf(stage)).toEqual(['dxcon-a']);
  });

  it('none is made beside another drain, or its rollback', async () => {
    const stage = await stopped();
    await stage.put({ phase: 'COMPLETED', stops: [] });
    const other = planFor(LINES, { drainId: 'fra-other' });
    await stage.submit(other);
    await stage.put({ phase: 'RUNNING' }, 'fra-other');
    stage.core.running = { drain: 'fra-other' };
    expect(whyDeclined(await stage.run(rollback('all')))).toContain('fra-other is RUNNING');
    await stage.put({ phase: 'COMPLETED' }, 'fra-other');
    await stage.drains.createDrain(
      { ...stage.drain('fra-other'), drainId: 'fra-other-r1', rollbackOf: 'fra-other', phase: 'RUNNING' },
      0,
    );
    stage.core.running = { rollback: 'fra-other-r1' };
    expect(whyDeclined(await stage.run(rollback('all')))).toContain('fra-other-r1');
    expect(stage.drains.drains.has(R1)).toBe(false);
  });

  it('one whose place was taken by another drain says so', async () => {
    const stage = await stopped();
    await stage.put({ phase: 'COMPLETED', stops: [] });
    await stage.submit(planFor(LINES, { drainId: 'fra-other' }));
    stage.before = async (write) => {
      if (write !== 'createDrain') return;
      stage.before = undefined;
      await stage.put({ phase: 'RUNNING' }, 'fra-other');
      stage.core.running = { drain: 'fra-other' };
    };
    expect(whyDeclined(await stage.run(rollback('all')))).toContain('nothing of it is released: fra-other is RUNNING');
  });
});
