import { describe, expect, it } from 'vitest';
import type { LineState } from '../../../../../src/drain/run/line.ts';
import type { Stop } from '../../../../../src/drain/run/stop.ts';
import { FROM, HOUR } from '../../plan/given.ts';
import { CommandStage, ID, planFor, whyDeclined } from './stage.ts';

const ownStop = (kind: Stop['kind'], about?: string): Stop => ({
  ...{ id: about === undefined ? kind : `${kind}:${about}`, kind, atMs: FROM, by: 'dx-migrator', why: 'found' },
  ...(about === undefined ? {} : { about }),
});

/** Stopped by these. */
async function stoppedBy(...stops: Stop[]) {
  const stage = new CommandStage();
  await stage.started();
  await stage.put({ stops, unpublished: [], wave: { number: 1, checkedAtMs: FROM } });
  return stage;
}

const eventsOf = (stage: CommandStage) =>
  stage.drain().unpublished.map(({ detailType, detail }) => ({
    name: detailType,
    stops: JSON.parse(detail).data.stops.map(({ id }: { id: string }) => id),
    at: JSON.parse(detail).metadata.occurredAt,
  }));

describe('a stop', () => {
  it('is one write, and answers what is on its way and when nothing is called for any more', async () => {
    const stage = new CommandStage();
    await stage.started();
    await stage.release('dxcon-a', 'released');
    await stage.release('dxcon-b', 'seen');
    const ledger = Object.fromEntries(
      Object.keys(stage.ports.ledger).map((name) => [name, () => Promise.reject(new Error(name))]),
    );
    // Its own clock moves on while it writes.
    const addStop: CommandStage['ports']['ledger']['addStop'] = async (...parameters) => {
      stage.now += 250;
      return stage.drains.addStop(...parameters);
    };
    Object.assign(stage.ports, { ledger: { ...ledger, addStop } });
    expect(await stage.run({ action: 'stop' })).toMatchObject({
      ...{ result: 'done', state: 'STOPPED', noCallAfter: '2026-12-24T19:00:07.250Z' },
      onTheirWay: [{ connectionId: 'dxcon-a', requestId: `${ID}.dxcon-a.1`, state: 'released' }],
      stops: [{ id: 'stop-1', kind: 'person', by: 'anna', why: 'port upgrade', atMs: FROM }],
    });
    expect(stage.drains.drains.get(ID)?.dueAtMs).toBe(FROM);
  });

  it('is one more each time, and is taken before the start too', async () => {
    const stage = new CommandStage();
    await stage.submit(planFor());
    await stage.run({ action: 'stop' });
    expect(await stage.run({ action: 'stop' })).toMatchObject({ result: 'done', state: 'DRAFT' });
    expect(stage.stops()).toEqual(['stop-1', 'stop-2']);
  });

  it('changes nothing of a drain that is over, or is not there', async () => {
    const stage = new CommandStage();
    expect(whyDeclined(await stage.run({ action: 'stop' }))).toContain('no such drain');
    await stage.started();
    await stage.put({ phase: 'COMPLETED' });
    expect(await stage.run({ action: 'stop' })).toMatchObject({ result: 'unchanged', state: 'COMPLETED' });
  });
});

describe('a resume', () => {
  it('lifts what it names, has lines read again, and tells both', async () => {
    const stage = await stoppedBy(ownStop('target', 'dxcon-new'));
    await stage.run({ action: 'stop' });
    const answer = await stage.run({ action: 'resume', stops: ['target:dxcon-new', 'stop-1'] });
    expect(answer).toMatchObject({ result: 'done', state: 'RUNNING', stops: [], onTheirWay: [] });
    expect(stage.drain().wave).toEqual({ number: 1 });
    const stops = ['target:dxcon-new', 'stop-1'];
    const events = eventsOf(stage);
    expect(events).toMatchObject([
      { name: 'Drain Stopped', stops },
      { name: 'Drain Resumed', stops },
    ]);
    expect(events[0]?.at < events[1]?.at).toBe(true);
    expect(
      stage
        .drain()
        .history.slice(-3)
        .map(({ what, by }) => `${by} ${what}`),
    ).toEqual([
      'dx-migrator stopped: target:dxcon-new',
      'anna stopped: stop-1',
      'anna resumed: target:dxcon-new, stop-1',
    ]);
  });

  it('does not tell a second time that it was stopped, and has a stop that comes back told anew', async () => {
    const stage = await stoppedBy(ownStop('fault', 'dxcon-a'));
    await stage.put({ told: ['fault:dxcon-a', 'other'] });
    await stage.done({ action: 'resume', stops: ['fault:dxcon-a'] });
    expect(eventsOf(stage).map(({ name }) => name)).toEqual(['Drain Resumed']);
    expect(stage.drain().told).toEqual(['other']);
  });

  it('is told later than the one before, though no time has passed', async () => {
    const stage = await stoppedBy();
    for (const stop of ['stop-1', 'stop-2']) {
      await stage.run({ action: 'stop' });
      await stage.done({ action: 'resume', stops: [stop] });
    }
    const times = eventsOf(stage).filter(({ name }) => name === 'Drain Resumed');
    expect(times).toHaveLength(2);
    expect(times[1]?.at > times[0]?.at).toBe(true);
    expect(new Set(stage.drain().unpublished.map(({ eventId }) => eventId)).size).toBe(4);
  });

  it('is declined while there is a stop that it does not name', async () => {
    const stage = await stoppedBy(ownStop('fault', 'dxcon-a'));
    await stage.run({ action: 'stop', why: 'smoke in the rack' });
    const answer = await stage.run({ action: 'resume', stops: ['fault:dxcon-a'] });
    expect(whyDeclined(answer)).toContain('smoke in the rack');
    expect(stage.stops()).toEqual(['fault:dxcon-a', 'stop-1']);
  });

  it('is unchanged where none of them is there', async () => {
    const stage = await stoppedBy();
    await stage.run({ action: 'stop' });
    const before = stage.drain();
    expect(await stage.run({ action: 'resume', stops: ['lifted'] })).toMatchObject({
      result: 'unchanged',
      state: 'STOPPED',
    });
    expect(stage.drain()).toEqual(before);
  });

  it.each<[LineState, string]>([
    ['held', 'dxm resolve'],
    ['unhealthy', 'dxm drain rollback'],
    ['unknown', 'dxm drain set-aside'],
    ['waits', 'dxm drain retry'],
  ])('is declined while its line is %s', async (state, help) => {
    const stage = await stoppedBy(ownStop('line', 'dxcon-a'));
    await stage.release('dxcon-a', state);
    const answer = await stage.run({ action: 'resume', stops: ['line:dxcon-a'] });
    expect(answer).toMatchObject({
      result: 'declined',
      because: [{ about: 'dxcon-a', help: expect.stringContaining(help) }],
    });
    await stage.putLine('dxcon-a', { state: 'healthy' });
    expect(await stage.run({ action: 'resume', stops: ['line:dxcon-a'] })).toMatchObject({ result: 'done' });
  });

  it('forgives what the person has seen, of the budgets that it names', async () => {
    const stage = await stoppedBy(ownStop('failed'));
    await stage.putLine('dxcon-a', { state: 'failed' });
    await stage.putLine('dxcon-b', { state: 'drifted' });
    await stage.done({ action: 'resume', stops: ['failed'] });
    expect(stage.drain().forgiven).toEqual({ failed: 1, drifted: 0 });
    await stage.put({ stops: [ownStop('drifted')] });
    await stage.putLine('dxcon-c', { state: 'failed' });
    await stage.done({ action: 'resume', stops: ['drifted'] });
    expect(stage.drain().forgiven).toEqual({ failed: 1, drifted: 1 });
  });

  it.each(['ENDING', 'COMPLETED'] as const)('is declined when the drain is %s', async (phase) => {
    const stage = await stoppedBy(ownStop('fault', 'dxcon-a'));
    await stage.put({ phase });
    expect(whyDeclined(await stage.run({ action: 'resume', stops: ['fault:dxcon-a'] }))).toContain(phase);
  });

  it('is declined while the bus has taken nothing for long', async () => {
    const stage = await stoppedBy(ownStop('fault', 'dxcon-a'));
    const event = {
      eventId: 'e',
      source: 'dx-migrator.operations',
      detailType: 'Drain Stopped',
      detail: '{}',
    } as const;
    await stage.put({ unpublished: Array.from({ length: 33 }, () => event) });
    expect(whyDeclined(await stage.run({ action: 'resume', stops: ['fault:dxcon-a'] }))).toContain('33 events');
  });
});

describe('an end', () => {
  it.each([
    ['complete', 'COMPLETED'],
    ['abort', 'ABORTED'],
  ])('by %s: nothing more is released, and what is on its way is named', async (action, as) => {
    const stage = await stoppedBy();
    await stage.release('dxcon-a', 'moved');
    stage.now = FROM + HOUR;
    const answer = await stage.run({ action });
    expect(answer).toMatchObject({
      ...{ result: 'done', state: 'ENDING', noCallAfter: '2026-12-24T20:00:07.000Z' },
      onTheirWay: [{ connectionId: 'dxcon-a', state: 'moved' }],
    });
    expect(stage.drain().ending).toMatchObject({ as, cause: 'person', by: 'anna' });
    const before = stage.drain();
    expect(await stage.run({ action })).toMatchObject({ result: 'unchanged' });
    const other = action === 'abort' ? 'complete' : 'abort';
    expect(whyDeclined(await stage.run({ action: other }))).toContain(`as ${as} already`);
    expect(stage.drain()).toEqual(before);
  });

  it('before the start is an abort', async () => {
    const stage = new CommandStage();
    await stage.ready();
    expect(whyDeclined(await stage.run({ action: 'complete' }))).toContain('dxm drain abort');
    expect(await stage.run({ action: 'abort' })).toMatchObject({ result: 'done', state: 'ENDING', onTheirWay: [] });
  });

  it('leaves the stops that there are', async () => {
    const stage = await stoppedBy();
    await stage.run({ action: 'stop' });
    await stage.done({ action: 'abort' });
    expect(stage.stops()).toEqual(['stop-1']);
  });
});

describe('who runs it', () => {
  it('is whoever took it last', async () => {
    const stage = new CommandStage();
    await stage.started();
    expect(await stage.run({ action: 'take' })).toMatchObject({ result: 'unchanged' });
    expect(await stage.run({ action: 'take', by: 'ben', why: 'night shift' })).toMatchObject({ result: 'done' });
    expect(stage.drain().operator).toMatchObject({ by: 'ben', why: 'night shift' });
    await stage.put({ phase: 'EXPIRED' });
    expect(whyDeclined(await stage.run({ action: 'take', by: 'carl' }))).toContain('EXPIRED');
  });

  it('is not asked by a status', async () => {
    const stage = new CommandStage();
    expect(whyDeclined(await stage.run({ action: 'status' }))).toContain('no such drain');
    await stage.started();
    const before = stage.drains.drains.get(ID);
    expect(await stage.run({ action: 'status' })).toMatchObject({ result: 'unchanged', state: 'RUNNING' });
    expect(stage.drains.drains.get(ID)).toEqual(before);
  });
});
