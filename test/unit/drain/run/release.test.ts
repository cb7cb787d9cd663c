import { describe, expect, it } from 'vitest';
import { DRAIN_ID, type Driven, FROM, HOUR, idOf, MINUTE, SECOND, SOURCE, stop, TARGET } from './driven.ts';
import { A, B, C, causes, inWave, sentIds } from './in-wave.ts';

describe('a release', () => {
  it('is written first, and its message is a function of what is written', async () => {
    const world = inWave();
    await world.advance();
    const last = {
      number: 1,
      rev: 1,
      wave: 2,
      releasedAtMs: world.now,
      requestedAtMs: world.now,
      notAfterMs: world.now + 15 * MINUTE,
    };
    expect(world.drain().lines[B]).toEqual({ state: 'released', expired: 0, try: last, atMs: world.now });
    expect(sentIds(world)).toEqual([1, 2, 3, 4, 5].map(idOf));
    expect(world.sent[0]).toMatchObject({
      requestId: `${DRAIN_ID}.${B}.1`,
      parentConnectionId: TARGET,
      expectedParentConnectionId: SOURCE,
      dryRun: false,
      notAfter: new Date(last.notAfterMs).toISOString(),
    });
  });

  it('is not sent if its write was lost', async () => {
    const world = inWave();
    const ports = world.ports();
    const { setDrain } = ports.ledger;
    let lost = 0;
    ports.ledger.setDrain = async (version, drain, due) => {
      if (drain.lines[B]?.state === 'released' && lost++ === 0) world.change(() => ({ stops: [stop('s1')] }));
      return setDrain(version, drain, due);
    };
    const { advanceDrain } = await import('../../../../src/drain/run/advance-drain.ts');
    await advanceDrain(DRAIN_ID, () => 600 * SECOND, ports);
    expect(world.sent).toEqual([]);
    expect(world.states()[B]).toBe('planned');
  });

  it('is later than the last order of its line, and never after the window', async () => {
    const world = inWave();
    world.now = FROM + 24 * HOUR - 5 * MINUTE;
    world.ledger.connections.set(B, {
      lastOrderKey: new Date(world.now + 3 * SECOND).toISOString().replace('Z', '000001Z'),
    });
    await world.advance();
    expect(world.drain().lines[B]?.try).toMatchObject({
      requestedAtMs: world.now + 3 * SECOND + 2,
      notAfterMs: FROM + 24 * HOUR,
    });
    expect(world.drain().lines[C]?.try?.requestedAtMs).toBe(world.now);
  });

  it('has the next number', async () => {
    const world = inWave();
    const last = { number: 4, rev: 1, wave: 2, releasedAtMs: 1, requestedAtMs: 1, notAfterMs: 1 };
    world.changeLine(B, { state: 'planned', try: last, cause: 'EXPIRED' });
    await world.advance();
    expect(world.drain().lines[B]?.try?.number).toBe(5);
  });

  it('stays within maxMoving: seen lines make room', async () => {
    const world = inWave({ limits: { maxMoving: 2 } });
    await world.advance();
    expect(sentIds(world)).toEqual([B, C]);
    expect(causes(world)).toEqual(['moving', 'lines']);
    world.migrated(B, { firstGoodAtMs: world.now, goodLooks: 1 });
    world.request(C, { state: 'CALLING' });
    await world.advance();
    expect(sentIds(world)).toEqual([B, C, idOf(3)]);
  });

  it('stays within maxSoaking: healthy lines make room', async () => {
    const world = inWave({ limits: { maxSoaking: 2 } });
    await world.advance();
    for (const id of [B, C]) world.migrated(id, { firstGoodAtMs: world.now, goodLooks: 1 });
    await world.advance();
    expect(sentIds(world)).toEqual([B, C]);
    expect(causes(world)).toEqual(['soaking', 'lines']);
    world.migrated(B, { verdict: 'HEALTHY' });
    await world.advance();
    expect(sentIds(world)).toEqual([B, C, idOf(3)]);
  });

  it('counts one that was set aside while its call is still to come as moving', async () => {
    const world = inWave({ limits: { maxMoving: 1 } });
    world.released(B);
    world.changeLine(B, { state: 'setAside' });
    await world.advance();
    expect(sentIds(world)).toEqual([]);
    world.refused(B, 'VLAN_CONFLICT');
    await world.advance();
    expect(sentIds(world)).toEqual([C]);
  });

  it('leaves minInterval between two', async () => {
    const world = inWave({ limits: { minIntervalSeconds: 30 } });
    await world.advance();
    world.request(B, { state: 'CALLING' });
    world.now += 29 * SECOND;
    await world.advance();
    expect(sentIds(world)).toEqual([B]);
    expect(causes(world)).toEqual(['interval', 'lines']);
    world.now += SECOND;
    await world.advance();
    expect(sentIds(world)).toEqual([B, C]);
  });

  it('never has two of a group open, and lets others pass', async () => {
    const world = inWave({ groups: { [B]: 'g', [C]: 'g' } });
    await world.advance();
    const [first, other] = sentIds(world).includes(B) ? [B, C] : [C, B];
    expect(sentIds(world)).toEqual([idOf(3), idOf(4), idOf(5), first].toSorted());
    expect(causes(world)).toEqual(['group', 'lines']);
    world.migrated(first, { verdict: 'HEALTHY' });
    await world.advance();
    expect(sentIds(world)).toContain(other);
  });

  it.each<[string, (world: Driven) => void, cause: string]>([
    ['the drain is stopped', (w) => w.change(() => ({ stops: [stop('s1')] })), 'stopped'],
    ['CONTROL names another', (w) => Object.assign(w.ledger, { running: { drain: 'other' } }), 'notNamed'],
    ['CONTROL names none', (w) => Object.assign(w.ledger, { running: undefined }), 'notNamed'],
    ['all is paused', (w) => Object.assign(w.ledger, { paused: true }), 'paused'],
    ['the window has not begun', (w) => Object.assign(w, { now: FROM - 1 }), 'window'],
    ['less than a minute is left', (w) => Object.assign(w, { now: FROM + 24 * HOUR - 59 * SECOND }), 'windowEnds'],
    [
      'the bus takes nothing',
      (w) => {
        w.busRejects = true;
        w.change(() => ({ unpublished: Array.from({ length: 33 }, (_, n) => ({ eventId: `e${n}` }) as never) }));
      },
      'bus',
    ],
    [
      'a freeze is on',
      (w) =>
        Object.assign(w.ledger, {
          guards: { freezes: { xmas: { fromMs: FROM, untilMs: FROM + HOUR, atMs: 1, by: 'b', why: 'w' } } },
        }),
      'frozen',
    ],
    [
      'its target is closed',
      (w) => Object.assign(w.ledger, { guards: { closedParents: { [TARGET]: { atMs: 1, by: 'b', why: 'w' } } } }),
      'closed',
    ],
    [
      'the wave was not checked',
      (w) => {
        w.readInventory = async () => Promise.reject(new Error('throttled'));
        w.change(() => ({ wave: { number: 2 } }));
      },
      'reading',
    ],
  ])('waits while %s', async (_, prepare, cause) => {
    const world = inWave();
    prepare(world);
    await world.advance();
    expect(world.sent).toEqual([]);
    expect(world.states()[B]).toBe('planned');
    expect(causes(world)[0]).toBe(cause);
    expect(world.due()).toBeLessThanOrEqual(world.now + 15 * SECOND);
  });

  it('of a wave that was not checked again, whose lines are all on their way, waits for these', async () => {
    const world = inWave({}, { wave: { number: 2 } });
    for (const { connectionId } of world.plan.lines)
      if (connectionId !== A) world.released(connectionId, { cause: 'closed' });
    await world.advance();
    expect(causes(world)).toEqual(['lines']);
  });

  it('waits for a freeze of its location only', async () => {
    const world = inWave();
    const freeze = { fromMs: FROM, untilMs: FROM + HOUR, atMs: 1, by: 'b', why: 'w' };
    world.ledger.guards = { freezes: { there: { ...freeze, location: 'EqDC2' } } };
    await world.advance();
    expect(world.sent).toHaveLength(5);
    const here = inWave();
    here.ledger.guards = { freezes: { here: { ...freeze, location: 'EqFR5' } } };
    await here.advance();
    expect(here.sent).toEqual([]);
  });

  it('goes on where a few events wait for the bus', async () => {
    const world = inWave();
    world.busRejects = true;
    world.change(() => ({ unpublished: [{ eventId: 'e' } as never] }));
    await world.advance();
    expect(world.sent).toHaveLength(5);
    expect(world.due()).toBeLessThanOrEqual(world.now);
  });

  it('is sent again by whoever comes next, if the queue took nothing', async () => {
    const world = inWave();
    world.queueRejects = true;
    await world.advance();
    expect(world.sent).toEqual([]);
    world.queueRejects = false;
    world.now += 30 * SECOND;
    await world.advance();
    expect(sentIds(world)).toEqual([1, 2, 3, 4, 5].map(idOf));
  });
});
