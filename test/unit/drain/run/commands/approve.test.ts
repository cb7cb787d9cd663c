import { describe, expect, it } from 'vitest';
import { FROM, HOUR } from '../../plan/given.ts';
import { CommandStage, ID, planFor, whyDeclined } from './stage.ts';

const { digest } = planFor();

async function submitted() {
  const stage = new CommandStage();
  await stage.submit(planFor());
  return stage;
}

describe('an approval', () => {
  it('is of the plan that was shown, once', async () => {
    const stage = await submitted();
    expect(await stage.approve({ digest })).toMatchObject({ result: 'done', state: 'APPROVED', digest });
    expect(stage.drain().approval).toMatchObject({ rev: 1, digest, by: 'ben', why: 'reviewed' });
    stage.now += HOUR;
    const before = stage.drain();
    expect(await stage.approve({ digest })).toMatchObject({ result: 'unchanged' });
    expect(stage.drain()).toEqual(before);
  });

  it('is made again for the next revision', async () => {
    const stage = await submitted();
    await stage.approve({ digest });
    const next = planFor(['dxcon-a']);
    await stage.submit(next);
    expect(await stage.approve({ rev: 2, digest: next.digest })).toMatchObject({ result: 'done', state: 'APPROVED' });
  });

  it('goes with the drain as it is, where others have written it meanwhile', async () => {
    const stage = await submitted();
    stage.before = async () => {
      stage.before = undefined;
      await stage.submit(planFor(['dxcon-a']));
    };
    expect(whyDeclined(await stage.approve({ digest }))).toContain('revision 2');
    expect(stage.drain().approval).toBeUndefined();
  });

  it.each([
    ['another revision', { rev: 2, digest }],
    ['another digest', { rev: 1, digest: 'sha256:other' }],
  ])('is declined for %s', async (_what, other) => {
    const stage = await submitted();
    expect(whyDeclined(await stage.approve(other))).toContain('not its plan any more');
  });

  it('is declined where the plan is not there, or another one', async () => {
    const stage = await submitted();
    stage.drains.plans.clear();
    expect(whyDeclined(await stage.approve({ digest }))).toContain(`PLAN#${ID}#1 is not there`);
  });

  it('is declined when the window is over, or the drain is ending, over, or not there', async () => {
    const stage = await submitted();
    expect(whyDeclined(await stage.approve({ drainId: 'other', digest }))).toContain('no such drain');
    for (const phase of ['ENDING', 'ABORTED'] as const) {
      await stage.put({ phase });
      expect(whyDeclined(await stage.approve({ digest }))).toContain(phase);
    }
    await stage.put({ phase: 'PLANNED' });
    stage.now = FROM + 10 * HOUR;
    expect(whyDeclined(await stage.approve({ digest }))).toContain('window is over');
  });

  it('is declined for a rollback', async () => {
    const stage = await submitted();
    await stage.put({ rollbackOf: 'fra' });
    expect(whyDeclined(await stage.approve({ digest }))).toContain('covered by the approval of fra');
  });
});
