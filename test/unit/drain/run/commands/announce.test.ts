import { expect, it } from 'vitest';
import { FROM, HOUR } from '../../plan/given.ts';
import { CommandStage, ID, planFor, whyDeclined } from './stage.ts';

const announce = { action: 'announce', digest: planFor().digest };

it('begins the announcement, and cordons the source', async () => {
  const stage = new CommandStage();
  await stage.submit(planFor());
  expect(await stage.run(announce)).toMatchObject({ result: 'done' });
  expect(stage.drain().announcement).toMatchObject({ rev: 1, fromMs: FROM, toMs: FROM + 10 * HOUR, published: 0 });
  expect(stage.core.guards.cordons).toMatchObject({ 'dxcon-old': { by: `drain ${ID}` } });
  expect(stage.drains.drains.get(ID)?.dueAtMs).toBe(stage.now);
});

it('changes nothing again, but cordons the source if it is not', async () => {
  const stage = new CommandStage();
  await stage.ready();
  const { announcement } = stage.drain();
  stage.core.guards = {};
  stage.now += HOUR;
  expect(await stage.run(announce)).toMatchObject({ result: 'unchanged' });
  expect(stage.drain().announcement).toEqual(announcement);
  expect(stage.core.guards.cordons).toHaveProperty('dxcon-old');
});

it('leaves the cordon of a person as it is', async () => {
  const stage = new CommandStage();
  const theirs = { 'dxcon-old': { atMs: 1, by: 'carl', why: 'his' } };
  stage.core.guards = { cordons: theirs };
  await stage.submit(planFor());
  await stage.done(announce);
  expect(stage.core.guards.cordons).toEqual(theirs);
});

it('is declined for another plan than was shown', async () => {
  const stage = new CommandStage();
  await stage.submit(planFor());
  await stage.submit(planFor(['dxcon-a']));
  expect(whyDeclined(await stage.run(announce))).toContain('revision 2');
  expect(stage.core.guards.cordons).toBeUndefined();
});

it('is declined when the drain is stopped, has started, or its window is over', async () => {
  const stopped = new CommandStage();
  await stopped.submit(planFor());
  await stopped.run({ action: 'stop' });
  expect(whyDeclined(await stopped.run(announce))).toContain('it is stopped');

  const started = new CommandStage();
  await started.submit(planFor());
  await started.done({ action: 'start', digest: planFor().digest, waive: ['notice', 'approval'] });
  expect(whyDeclined(await started.run(announce))).toContain('before the start');

  const late = new CommandStage();
  await late.submit(planFor());
  late.now = FROM + 10 * HOUR;
  expect(whyDeclined(await late.run(announce))).toContain('window is over');
});

it('leaves no cordon behind if the drain is aborted and ended meanwhile', async () => {
  const stage = new CommandStage();
  await stage.submit(planFor());
  stage.before = async (write) => {
    if (write !== 'setDrain') return;
    stage.before = undefined;
    await stage.put({ phase: 'ABORTED' });
  };
  expect(whyDeclined(await stage.run(announce))).toContain('ABORTED');
  expect(stage.core.guards.cordons).toBeUndefined();
});

it('lifts no cordon that somebody else has set meanwhile', async () => {
  const stage = new CommandStage();
  await stage.submit(planFor());
  const theirs = { 'dxcon-old': { atMs: 1, by: 'carl', why: 'his' } };
  stage.before = async (write) => {
    if (write !== 'setDrain') return;
    stage.before = undefined;
    stage.core.guards = { cordons: theirs };
    await stage.put({ phase: 'ABORTED' });
  };
  expect(whyDeclined(await stage.run(announce))).toContain('ABORTED');
  expect(stage.core.guards.cordons).toEqual(theirs);
});

it('is declined where the source cannot be cordoned', async () => {
  const stage = new CommandStage();
  const many = Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [`dxcon-x${at}`, { atMs: 1, by: 'a', why: 'b' }]),
  );
  stage.core.guards = { cordons: many };
  await stage.submit(planFor());
  expect(whyDeclined(await stage.run(announce))).toContain('could not be cordoned');
  expect(stage.drain().announcement).toBeUndefined();
});
