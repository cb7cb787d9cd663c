import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run as announce } from '../../../../src/cli/drain/run/announce.ts';
import { run as approve } from '../../../../src/cli/drain/run/approve.ts';
import { run as promote } from '../../../../src/cli/drain/run/promote.ts';
import { run as resume } from '../../../../src/cli/drain/run/resume.ts';
import { run as retry } from '../../../../src/cli/drain/run/retry.ts';
import { run as setAside } from '../../../../src/cli/drain/run/set-aside.ts';
import { run as start } from '../../../../src/cli/drain/run/start.ts';
import { run as stop } from '../../../../src/cli/drain/run/stop.ts';
import { run as submit } from '../../../../src/cli/drain/run/submit.ts';
import { run as take } from '../../../../src/cli/drain/run/take.ts';
import { planText } from '../../../../src/drain/plan/digest.ts';
import { parsePlan } from '../../../../src/drain/plan/parse-plan.ts';
import type { Stop } from '../../../../src/drain/run/stop.ts';
import { HARMLESS, HOSTILE, madeContext, shownBy } from '../../../support/cli-context.ts';
import { START } from '../../../support/world.ts';
import { ID, madeDrain, madePlan, running, stageOf } from './given.ts';

const plan = madePlan();
const said = { by: 'jo', why: 'CHG-311' };
const yes = { ...said, yes: true };
const folder = mkdtempSync(join(tmpdir(), 'dx-migrator-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

const stops: Stop[] = ['a', 'b'].map((id) => ({ id, kind: 'person', atMs: START, by: HOSTILE, why: HOSTILE }));

describe('stop', () => {
  const onTheirWay = [{ connectionId: 'dxcon-line1', requestId: `${ID}.dxcon-line1.1`, state: 'released' }];
  const stopped = { state: 'STOPPED', onTheirWay, noCallAfter: '2026-11-23T12:00:07Z' };

  it('reads nothing and asks nothing before, and says what is on its way and after when no call begins', async () => {
    const { context, commands } = stageOf(plan, running(plan), stopped);
    expect(await stop(context, ID, said)).toBeUndefined();
    expect(context.sent.map(({ name }) => name)).toEqual(['Invoke']);
    expect(commands()).toEqual([{ action: 'stop', drainId: ID, ...said }]);
    expect(context.lines[0]).toBe(`Stopped: ${ID}.`);
    expect(context.lines[1]).toMatch(/^No call begins after 2026-11-23 \d\d:00:07/);
    expect(context.lines[2]).toBe('1 line is on its way, and still looked at:');
    expect(context.lines[3]).toBe(`  dxcon-line1  released  ${ID}.dxcon-line1.1`);
  });

  it.each([
    ['no answer', new Error('socket hang up')],
    ['an error of Lambda', Object.assign(new Error('is closed'), { name: 'ServiceException' })],
    ['no credentials', Object.assign(new Error('x'), { name: 'CredentialsProviderError' })],
  ])('says how else to stop where it gets %s', async (_, error) => {
    const Invoke = () => Promise.reject(error);
    const context = madeContext({ Invoke });
    await expect(stop(context, ID, said)).rejects.toMatchObject({
      status: 1,
      todo: expect.stringContaining('dxm pause'),
    });
  });

  it('of what is no id asks no one, and is no reason to stop all calls', async () => {
    const { context, asked } = stageOf(plan, running(plan));
    await expect(stop(context, 'no.id', said)).rejects.toMatchObject({
      ...{ status: 2, where: 'DRAIN', todo: expect.stringContaining('dxm drain status') },
    });
    expect(asked).toEqual([]);
  });

  it('that is declined says why', async () => {
    const { context } = stageOf(plan, running(plan), { result: 'declined', why: 'there is no such drain' });
    await expect(stop(context, 'fra', said)).rejects.toMatchObject({ message: 'declined: there is no such drain' });
  });
});

describe('resume', () => {
  it('names the stops that it has shown, and lifts none where no one has seen them', async () => {
    const { context, asked } = stageOf(plan, running(plan, { stops }));
    await expect(resume(context, ID, yes)).rejects.toMatchObject({ status: 2, where: '--stop' });
    await expect(resume(context, ID, said)).rejects.toMatchObject({ message: 'there is no one to ask' });
    expect(asked).toEqual([]);
    expect(context.notes.join('\n')).toContain(`a: by ${HARMLESS}`);
    expect(context.notes.join('\n')).toContain(`b: by ${HARMLESS}`);
  });

  it('sends those that are named', async () => {
    const { context, commands } = stageOf(plan, running(plan, { stops }));
    await resume(context, ID, { ...yes, stop: ['b'] });
    expect(commands()).toEqual([{ action: 'resume', drainId: ID, stops: ['b'], ...said }]);
  });

  it('that is declined says so in the words of the function', async () => {
    const { context } = stageOf(plan, running(plan, { stops }), {
      result: 'declined',
      why: 'lines still need a person',
    });
    await expect(resume(context, ID, { ...yes, stop: ['a', 'b'] })).rejects.toMatchObject({
      message: 'declined: lines still need a person',
    });
  });

  it('refuses one that is not there, and a drain that is not stopped', async () => {
    const { context, asked } = stageOf(
      plan,
      running(plan, { stops: [{ ...stops[0], id: 'line:dxcon-line1' } as Stop] }),
    );
    await expect(resume(context, ID, { ...yes, stop: ['line:dxcon-lin1'] })).rejects.toMatchObject({
      todo: 'did you mean line:dxcon-line1?',
    });
    await expect(resume(stageOf(plan, running(plan)).context, ID, said)).rejects.toMatchObject({
      message: `${ID} is not stopped`,
    });
    expect(asked).toEqual([]);
  });
});

describe('what is bound to a digest', () => {
  const other = `sha256:${'0'.repeat(64)}`;

  it('is approved under the digest that was seen, and never unseen', async () => {
    const { context, asked } = stageOf(plan, madeDrain(plan), { state: 'APPROVED' });
    await expect(approve(context, ID, yes)).rejects.toMatchObject({ status: 2, where: '--digest' });
    await expect(approve(context, ID, { ...yes, digest: other })).rejects.toMatchObject({ where: '--digest' });
    expect(asked).toEqual([]);
    await approve(context, ID, { ...yes, digest: plan.digest });
    expect(asked).toEqual([
      {
        function: 'dx-migrator-prod-approve',
        command: { action: 'approve', drainId: ID, rev: 1, digest: plan.digest, ...said },
      },
    ]);
  });

  it.each([
    ['approve', approve],
    ['announce', announce],
    ['start', start],
  ] as const)('is shown by %s before it asks', async (_name, command) => {
    const { context, asked } = stageOf(plan, madeDrain(plan));
    await expect(command(context, ID, { ...said, waive: [] })).rejects.toMatchObject({
      message: 'there is no one to ask',
    });
    expect(context.notes).toContain(`digest ${plan.digest}`);
    expect(asked).toEqual([]);
  });

  it.each([
    ['announce', announce],
    ['start', start],
  ] as const)('is sent by %s', async (action, command) => {
    const { context, commands } = stageOf(plan, madeDrain(plan));
    await expect(command(context, ID, { ...yes, digest: other, waive: [] })).rejects.toMatchObject({
      where: '--digest',
    });
    await command(context, ID, { ...yes, waive: [] });
    expect(commands()).toEqual([{ action, drainId: ID, digest: plan.digest, ...said }]);
  });

  it('promote names the revision and the wave, and shows both', async () => {
    const { context, commands } = stageOf(plan, running(plan, { wave: { number: 1, doneAtMs: START } }));
    await expect(promote(context, ID, undefined, said)).rejects.toMatchObject({ message: 'there is no one to ask' });
    expect(context.notes).toContain(`digest ${plan.digest}`);
    expect(context.notes.at(-1)).toBe('Wave 2, 5 lines, begins at once.');
    await promote(context, ID, '1', yes);
    expect(commands()).toEqual([{ action: 'promote', drainId: ID, rev: 1, wave: 1, ...said }]);
  });

  it('promote is refused where no gate is, or it is behind another wave than was meant', async () => {
    const atGate = stageOf(plan, running(plan, { wave: { number: 1, doneAtMs: START } }));
    await expect(promote(atGate.context, ID, '2', yes)).rejects.toMatchObject({ where: 'WAVE' });
    const before = stageOf(plan, madeDrain(plan));
    await expect(promote(before.context, ID, undefined, yes)).rejects.toMatchObject({ status: 1 });
    await expect(promote(before.context, ID, undefined, yes)).rejects.toMatchObject({
      ...{ message: `${ID} has not started`, todo: expect.stringContaining('dxm drain approve') },
    });
    expect([...atGate.asked, ...before.asked]).toEqual([]);
    const { context } = stageOf(plan, running(plan, { wave: { number: 2 }, promoted: 1 }));
    await expect(promote(context, ID, undefined, yes)).rejects.toMatchObject({
      message: expect.stringContaining('no gate'),
    });
  });
});

describe('start', () => {
  it('shows what is not waited for', async () => {
    const { context } = stageOf(plan, madeDrain(plan));
    await expect(start(context, ID, { ...said, waive: ['notice', 'notice'] })).rejects.toMatchObject({ status: 2 });
    const notes = context.notes.join('\n');
    expect(notes).toContain('NOT announced; not waited for, by your word: WAIVED notice');
    expect(notes).toContain('NOT approved, revision 1');
    expect(notes).not.toContain('WAIVED approval');
  });

  it('sends it once', async () => {
    const { context, commands } = stageOf(plan, madeDrain(plan));
    await start(context, ID, { ...yes, waive: ['notice', 'notice'] });
    expect(commands()).toEqual([{ action: 'start', drainId: ID, digest: plan.digest, waive: ['notice'], ...said }]);
  });

  it('that is declined says each thing that is in the way', async () => {
    const because = [{ about: 'dxcon-line2', why: 'VLAN 102 is taken', help: 'another target' }];
    const { context } = stageOf(plan, madeDrain(plan), { result: 'declined', why: 'the plan does not hold', because });
    await expect(start(context, ID, { ...yes, waive: [] })).rejects.toMatchObject({
      ...{ status: 1, message: 'declined: the plan does not hold' },
      because: ['dxcon-line2: VLAN 102 is taken; would help: another target'],
    });
  });
});

describe('submit', () => {
  it('sends the plan of the file, packed', async () => {
    const path = join(folder, 'plan.json');
    writeFileSync(path, planText(plan));
    const { context, commands } = stageOf(plan, madeDrain(plan));
    await submit(context, path, yes);
    const [{ plan: packed, ...command }] = commands() as [{ plan: string }];
    expect(command).toEqual({ action: 'submit', ...said });
    expect(parsePlan(Buffer.from(packed, 'base64'))).toEqual({ ok: true, plan });
    expect(shownBy(context)).toContain(`dxm drain approve ${ID}`);
  });
});

describe('of a line', () => {
  it.each([
    ['setAside', setAside],
    ['retry', retry],
  ] as const)('%s names it', async (action, command) => {
    const { context, commands } = stageOf(
      plan,
      running(plan, {}, { 'dxcon-line1': { state: 'waits', cause: HOSTILE } }),
    );
    await expect(command(context, ID, 'dxcon-lin1', yes)).rejects.toMatchObject({ todo: 'did you mean dxcon-line1?' });
    await expect(command(context, ID, 'toString', yes)).rejects.toMatchObject({ where: 'LINE' });
    await expect(command(context, ID, 'dxcon-line1', said)).rejects.toMatchObject({ status: 2 });
    expect(context.notes.join('\n')).toContain('dxcon-line1 is waiting for a person');
    expect(context.notes.join('\n')).not.toContain('\u001b');
    await command(context, ID, 'dxcon-line1', yes);
    expect(commands()).toEqual([{ action, drainId: ID, connectionId: 'dxcon-line1', ...said }]);
  });
});

it('take says who runs it', async () => {
  const { context, commands } = stageOf(plan, running(plan));
  await take(context, ID, yes);
  expect(commands()).toEqual([{ action: 'take', drainId: ID, ...said }]);
  expect(shownBy(context)).toContain('is run by jo');
});

describe('a drain that is not there', () => {
  it('is named with the one that was probably meant', async () => {
    const { context } = stageOf(plan, running(plan));
    await expect(promote(context, 'fra-2026-11', undefined, yes)).rejects.toMatchObject({
      todo: `did you mean ${ID}?`,
    });
    await expect(promote(context, 'ber', undefined, yes)).rejects.toMatchObject({
      todo: expect.stringContaining(`there are ${ID}`),
    });
    await expect(promote(context, 'fra.1', undefined, yes)).rejects.toMatchObject({ status: 2, where: 'DRAIN' });
  });

  it('has no plan that this dxm can read', async () => {
    const { context } = stageOf(plan, running(plan, { digest: 'sha256:other' }));
    await expect(promote(context, ID, undefined, yes)).rejects.toMatchObject({
      message: expect.stringContaining('cannot be read'),
    });
  });
});

it('what was done already is said so, with --json as it was answered', async () => {
  const { context } = stageOf(plan, madeDrain(plan), { result: 'unchanged' });
  await announce(context, ID, yes);
  expect(context.lines).toEqual([`${ID} was announced already.`]);
  const machine = stageOf(plan, madeDrain(plan), { result: 'unchanged' }, { isJson: true });
  await announce(machine.context, ID, yes);
  expect(JSON.parse(shownBy(machine.context))).toMatchObject({ result: 'unchanged', drainId: ID });
});
