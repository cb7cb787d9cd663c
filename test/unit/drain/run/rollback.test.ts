import { describe, expect, it } from 'vitest';
import { DRAIN_ID, type Driven, FROM, type Given, HOUR, idOf, SOURCE, stop, TARGET } from './driven.ts';
import { B, C, causes, inWave, sentIds } from './in-wave.ts';

describe('a rollback', () => {
  const moved = (given: Given = {}) => {
    const world = inWave(given, { stops: [stop('s1')] });
    for (const id of [B, C]) {
      world.released(id, {}, { wave: 2 });
      world.migrated(id, { verdict: 'HEALTHY' });
      world.changeLine(id, { state: 'healthy' });
      const line = world.inventory.lines.find(({ connectionId }) => connectionId === id);
      if (line) line.parentConnectionId = TARGET;
    }
    return world;
  };

  it('takes its lines back where they were, and ends', async () => {
    const world = moved();
    const id = world.rollback([B, C]);
    await world.advance(id);
    expect(world.sent.map((one) => [one.requestId, one.expectedParentConnectionId, one.parentConnectionId])).toEqual([
      [`${id}.${B}.1`, TARGET, SOURCE],
      [`${id}.${C}.1`, TARGET, SOURCE],
    ]);
    for (const line of [B, C]) world.migrated(line, { verdict: 'HEALTHY' }, id);
    await world.advance(id);
    expect(world.drain(id).phase).toBe('COMPLETED');
    expect(world.ledger.running).toEqual({ drain: DRAIN_ID });
    expect(world.types()).toEqual(['Drain Wave Completed', 'Drain Completed']);
  });

  it('passes freezes, closed parents and the end of the window; not a freeze that says so', async () => {
    const world = moved();
    world.now = FROM + 30 * HOUR;
    const freeze = { fromMs: FROM, untilMs: FROM + 40 * HOUR, atMs: 1, by: 'b', why: 'w' };
    const closedParents = { [SOURCE]: { atMs: 1, by: 'b', why: 'w' } };
    world.ledger.guards = { freezes: { xmas: { ...freeze, stopsWayBack: true } }, closedParents };
    const id = world.rollback([B]);
    await world.advance(id);
    expect(world.sent).toEqual([]);
    world.ledger.guards = { freezes: { xmas: freeze }, closedParents };
    await world.advance(id);
    expect(world.sent).toHaveLength(1);
  });

  it.each<[string, (world: Driven) => void, string]>([
    [
      'not where the plan has moved it',
      (w) => change(w, B, { parentConnectionId: 'dxcon-elsewhere' }),
      'NOT_ON_SOURCE',
    ],
    ['gone', (w) => change(w, B, { connectionId: 'dxcon-other1' }), 'GONE'],
    ['another line', (w) => change(w, B, { vlan: 9 }), 'CHANGED'],
  ])('leaves out a line that is %s', async (_, prepare, cause) => {
    const world = moved();
    prepare(world);
    const id = world.rollback([B, C]);
    await world.advance(id);
    expect(world.drain(id).lines[B]).toMatchObject({ state: 'drifted', cause });
    expect(sentIds(world)).toEqual([C]);
  });

  it('shares the limits with its drain; a line counts once', async () => {
    const world = moved({ limits: { maxMoving: 1, maxSoaking: 2 } });
    world.released(idOf(3), {}, { wave: 2 });
    const id = world.rollback([B, C]);
    await world.advance(id);
    expect(sentIds(world)).toEqual([]);
    expect(causes(world)[0]).toBe('stopped');
    world.migrated(idOf(3), { verdict: 'UNHEALTHY' });
    await world.advance();
    await world.advance(id);
    // The one that is not well soaks, and one of the rollback's.
    expect(sentIds(world)).toEqual([B]);
    world.migrated(B, { firstGoodAtMs: world.now }, id);
    await world.advance(id);
    expect(sentIds(world)).toEqual([B]);
    const other = moved({ limits: { maxMoving: 1, maxSoaking: 1 } });
    other.changeLine(B, { state: 'unhealthy' });
    other.migrated(B, { verdict: 'UNHEALTHY' });
    const back = other.rollback([B]);
    await other.advance(back);
    expect(sentIds(other)).toEqual([B]);
  });

  it('counts a line of its drain that was held from when a person has it called again', async () => {
    const world = moved({ limits: { maxMoving: 1 } });
    world.released(idOf(3), { state: 'held' }, { wave: 2 });
    const id = world.rollback([B]);
    await world.advance(id);
    expect(sentIds(world)).toEqual([]);
    world.request(idOf(3), { state: 'HELD' });
    await world.advance(id);
    expect(sentIds(world)).toEqual([B]);
  });

  it('goes first: its drain releases nothing while lines are left to take back', async () => {
    const world = moved();
    world.change(() => ({ stops: [] }));
    const id = world.rollback([B, C], { stops: [stop('s2')] });
    await world.advance();
    expect(world.sent).toEqual([]);
    expect(causes(world, id)).toEqual(['rollback']);
    world.change(() => ({ stops: [] }), id);
    await world.advance(id);
    await world.advance();
    expect(sentIds(world)).toEqual([B, C, idOf(3), idOf(4), idOf(5)]);
  });

  it('is not held up by what was set aside in a drain that is over, and is looked at no more', async () => {
    const world = moved({ groups: { [B]: 'g', [C]: 'g' } });
    const last = world.drain().lines[C]?.try;
    if (!last) throw new Error('it was released');
    world.changeLine(C, { state: 'setAside', try: { ...last, became: 'unknown' } });
    const id = world.rollback([B]);
    await world.advance(id);
    expect(sentIds(world)).toEqual([]);
    world.change(() => ({ phase: 'ABORTED', stops: [] }));
    await world.advance(id);
    expect(sentIds(world)).toEqual([B]);
  });

  it('is waited for when CONTROL names it and it is not there yet', async () => {
    const world = inWave();
    world.ledger.running = { drain: DRAIN_ID, rollback: `${DRAIN_ID}-r1` };
    await world.advance();
    expect(world.sent).toEqual([]);
  });
});

function change(world: Driven, id: string, fields: object): void {
  Object.assign(world.inventory.lines.find(({ connectionId }) => connectionId === id) ?? {}, fields);
}
