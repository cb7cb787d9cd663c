import { describe, expect, it } from 'vitest';
import { LINE_STATES, type LineState } from '../../../../../src/drain/run/line.ts';
import { CommandStage, ID, LINES, planFor, whyDeclined } from './stage.ts';

const setAside = { action: 'setAside', connectionId: 'dxcon-a' };
const retry = { action: 'retry', connectionId: 'dxcon-a' };

async function started() {
  const stage = new CommandStage();
  await stage.started();
  return stage;
}

describe('a line is set aside', () => {
  const MAY: readonly LineState[] = ['planned', 'waits', 'held', 'unhealthy', 'unknown'];

  it.each(MAY)('by name when it is %s', async (state) => {
    const stage = await started();
    await stage.release('dxcon-a', state);
    expect(await stage.run(setAside)).toMatchObject({ result: 'done' });
    const cause = state === 'planned' ? {} : { cause: state };
    expect(stage.drain().lines['dxcon-a']).toMatchObject({ state: 'setAside', by: 'anna', ...cause });
    expect(stage.drain().lines['dxcon-a']?.try).toBeDefined();
    expect(stage.drain().history.at(-1)).toMatchObject({ what: 'set aside: dxcon-a', by: 'anna' });
    expect(await stage.run({ ...setAside, by: 'ben' })).toMatchObject({ result: 'unchanged' });
    expect(stage.drain().lines['dxcon-a']?.by).toBe('anna');
  });

  it.each(LINE_STATES.filter((state) => ![...MAY, 'setAside'].includes(state)))(
    'never when it is %s',
    async (state) => {
      const stage = await started();
      await stage.release('dxcon-a', state);
      const before = stage.drain();
      expect(whyDeclined(await stage.run(setAside))).toContain(state);
      expect(stage.drain()).toEqual(before);
    },
  );

  it.each(['released', 'moved', 'seen'] as const)('once it is no more %s, which is to be waited for', async (state) => {
    const stage = await started();
    await stage.release('dxcon-a', state);
    expect(whyDeclined(await stage.run(setAside))).toContain('wait until it is known');
  });

  it('before the start', async () => {
    const stage = new CommandStage();
    await stage.ready();
    expect(await stage.run(setAside)).toMatchObject({
      result: 'done',
      state: 'APPROVED',
      lines: { planned: 2, setAside: 1 },
    });
  });

  it('not of a drain that is over, nor one that is none of its lines', async () => {
    const stage = await started();
    expect(whyDeclined(await stage.run({ ...setAside, connectionId: 'constructor' }))).toContain('no such line');
    await stage.put({ phase: 'COMPLETED' });
    expect(whyDeclined(await stage.run(setAside))).toContain('COMPLETED');
  });
});

describe('a line is retried', () => {
  it.each<LineState>(['waits', 'failed'])('when it %s, and has all its tries again', async (state) => {
    const stage = await started();
    await stage.release('dxcon-a', state);
    await stage.putLine('dxcon-a', { expired: 3, cause: 'VLAN_CONFLICT', by: 'anna' });
    await stage.put({ wave: { number: 1, checkedAtMs: 1, doneAtMs: 2 }, forgiven: { failed: 1, drifted: 0 } });
    expect(await stage.run(retry)).toMatchObject({ result: 'done' });
    const { lines, wave, forgiven } = stage.drain();
    expect(lines['dxcon-a']).toEqual({ state: 'planned', expired: 0, try: expect.objectContaining({ number: 1 }) });
    expect(wave).toEqual({ number: 1 });
    // None has failed now: the next one counts.
    expect(forgiven).toEqual({ failed: 0, drifted: 0 });
    expect(await stage.run(retry)).toMatchObject({ result: 'unchanged' });
  });

  it('when it was set aside before its first try', async () => {
    const stage = await started();
    await stage.putLine('dxcon-a', { state: 'setAside' });
    expect(await stage.run(retry)).toMatchObject({ result: 'done', lines: { planned: 3 } });
  });

  it.each([
    ['of an earlier wave, to which the drain goes back', 'dxcon-a', { number: 1 }],
    ['of a wave that is to come', 'dxcon-c', { number: 1, checkedAtMs: 1 }],
  ] as const)('%s', async (_what, connectionId, wave) => {
    const stage = await started();
    await stage.putLine(connectionId, { state: 'setAside' });
    const now = connectionId === 'dxcon-a' ? { number: 2, checkedAtMs: 1 } : { number: 1, checkedAtMs: 1 };
    await stage.put({ wave: now });
    expect(await stage.run({ ...retry, connectionId })).toMatchObject({ result: 'done' });
    expect(stage.drain().wave).toEqual(wave);
  });

  it.each(['FAILED', 'REJECTED'] as const)(
    'when it was set aside, and its request has ended as %s',
    async (request) => {
      const stage = await started();
      await stage.release('dxcon-a', 'setAside', request);
      expect(await stage.run(retry)).toMatchObject({ result: 'done' });
    },
  );

  it.each([
    [undefined, 'not over'],
    ['RECEIVED', 'not over'],
    ['CALLING', 'not over'],
    ['HELD', 'not over'],
    ['MIGRATED', 'it was moved'],
  ] as const)('never when it was set aside, and its request is %s', async (request, why) => {
    const stage = await started();
    await stage.release('dxcon-a', 'setAside', request);
    expect(whyDeclined(await stage.run(retry))).toContain(why);
    expect(stage.drain().lines['dxcon-a']?.state).toBe('setAside');
  });

  it.each(LINE_STATES.filter((state) => !['waits', 'failed', 'setAside', 'planned'].includes(state)))(
    'never when it is %s',
    async (state) => {
      const stage = await started();
      await stage.release('dxcon-a', state);
      expect(whyDeclined(await stage.run(retry))).toContain(state);
    },
  );

  it('never when its customer was told that it is not moved', async () => {
    const stage = await started();
    await stage.putLine('dxcon-a', { state: 'setAside', told: true });
    expect(whyDeclined(await stage.run(retry))).toContain('cannot be unsaid');
  });

  it('never when the plan has left it out, also before that is told', async () => {
    const stage = new CommandStage();
    await stage.ready();
    await stage.submit(planFor(LINES.slice(1)));
    expect(whyDeclined(await stage.run(retry))).toContain('does not have the line any more');
  });

  it.each(['ENDING', 'COMPLETED'] as const)('never when the drain is %s', async (phase) => {
    const stage = await started();
    await stage.putLine('dxcon-a', { state: 'failed' });
    await stage.put({ phase });
    expect(whyDeclined(await stage.run(retry))).toContain(phase);
  });
});

describe('a gate', () => {
  const promote = { action: 'promote', rev: 1, wave: 1 };

  it('is opened once, while its wave runs or is done', async () => {
    const stage = await started();
    expect(await stage.run(promote)).toMatchObject({ result: 'done' });
    expect(stage.drain().promoted).toBe(1);
    await stage.put({ wave: { number: 2 } });
    expect(await stage.run(promote)).toMatchObject({ result: 'unchanged' });
  });

  it.each([
    ['of another revision', { ...promote, rev: 2 }, 'revision 1'],
    ['behind a wave that has not begun', { ...promote, wave: 2 }, 'no gate'],
    ['behind a wave that there is not', { ...promote, wave: 9 }, 'no gate'],
  ])('%s is not opened', async (_what, command, why) => {
    const stage = await started();
    expect(whyDeclined(await stage.run(command))).toContain(why);
    expect(stage.drain().promoted).toBe(0);
  });

  it('that is to come is not opened ahead', async () => {
    const stage = await started();
    await stage.put({ wave: { number: 0 } });
    expect(whyDeclined(await stage.run(promote))).toContain('has not begun');
  });

  it('is nothing that a drain has which does not run', async () => {
    const stage = new CommandStage();
    await stage.ready();
    expect(whyDeclined(await stage.run(promote))).toContain('APPROVED');
  });
});

describe('a rehearsal', () => {
  it('sends every line as a dry run, in the order of the plan, and says its number', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor());
    expect(await stage.run({ action: 'rehearse' })).toMatchObject({ result: 'done', rehearsal: 1, state: 'DRAFT' });
    expect(stage.sent.map(({ requestId, dryRun }) => [requestId, dryRun])).toEqual(
      LINES.map((id) => [`${ID}.${id}.r1`, true]),
    );
    expect(stage.drain().rehearsal).toMatchObject({ number: 1, rev: 1, sent: 3, by: 'anna' });
    expect(await stage.run({ action: 'rehearse' })).toMatchObject({ rehearsal: 2 });
    expect(stage.sent).toHaveLength(6);
  });

  it('that was left unfinished goes on where it was, with the same messages', async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `dxcon-n${at}`);
    const stage = new CommandStage();
    await stage.submit(planFor(ids));
    let writes = 0;
    stage.before = async () => {
      if (++writes === 3) throw new Error('died');
    };
    await expect(stage.run({ action: 'rehearse' })).rejects.toThrow('died');
    stage.before = undefined;
    expect(stage.drain().rehearsal?.sent).toBe(25);
    stage.now += 60_000;
    expect(await stage.run({ action: 'rehearse' })).toMatchObject({ rehearsal: 1 });
    const bodies = new Map<string, Set<string>>();
    for (const message of stage.sent)
      bodies.set(message.requestId, (bodies.get(message.requestId) ?? new Set()).add(JSON.stringify(message)));
    expect(bodies.size).toBe(60);
    expect([...bodies.values()].every(({ size }) => size === 1)).toBe(true);
    expect(stage.sent).toHaveLength(85);
  });

  it('of an earlier revision does not go on with the lines of the next', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor());
    await stage.put({ rehearsal: { number: 1, rev: 1, sent: 1, atMs: stage.now, by: 'anna', why: 'x' } });
    await stage.submit(planFor(['dxcon-a', 'dxcon-b']));
    expect(await stage.run({ action: 'rehearse' })).toMatchObject({ rehearsal: 2 });
    expect(stage.sent.map(({ requestId }) => requestId)).toEqual([`${ID}.dxcon-a.r2`, `${ID}.dxcon-b.r2`]);
  });

  it('ends where a new revision comes in between', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor());
    Object.assign(stage.ports, { send: () => stage.submit(planFor(['dxcon-a'])) });
    expect(whyDeclined(await stage.run({ action: 'rehearse' }))).toContain('new revision');
  });

  it('is none of a drain that is over', async () => {
    const stage = await started();
    await stage.put({ phase: 'ABORTED' });
    expect(whyDeclined(await stage.run({ action: 'rehearse' }))).toContain('ABORTED');
  });
});
