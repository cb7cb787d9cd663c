import { describe, expect, it } from 'vitest';
import type { GuardCommand } from '../../../src/migration/operators/change-guards.ts';
import { type ControlAnswer, type ControlCommand, control } from '../../../src/migration/operators/control.ts';
import { MINUTE, NEW, OLD, OTHER, START, World } from '../../support/world.ts';

const WHO = { by: 'ada', why: 'maintenance' };
const NOTHING = { circuits: [], cordons: [], freezes: [], closedParents: [] };
const iso = (ms: number) => new Date(ms).toISOString();

const order = (world: World, command: ControlCommand) => control(command, world.ports);

async function carriedOut(world: World, command: ControlCommand): Promise<ControlAnswer> {
  const answer = await order(world, command);
  if ('result' in answer) throw new Error(answer.why);
  return answer;
}

describe('pause and resume', () => {
  it('say since when, by whom and why', async () => {
    const world = new World();
    const ordered = (action: 'pause' | 'resume', by = 'ada') => order(world, { action, by, why: 'maintenance' });
    expect(await ordered('resume')).toEqual({ paused: false, changed: false, lastChange: null, ...NOTHING });
    const change = { paused: true, atMs: START, by: 'ada', why: 'maintenance' };
    expect(await ordered('pause')).toEqual({ paused: true, changed: true, lastChange: change, ...NOTHING });
    world.now += MINUTE;
    expect(await ordered('pause', 'bob')).toMatchObject({ paused: true, changed: false, lastChange: change });
    const resumed = { paused: false, atMs: START + MINUTE, by: 'bob', why: 'maintenance' };
    expect(await ordered('resume', 'bob')).toMatchObject({ paused: false, changed: true, lastChange: resumed });
    expect(world.logged.map(({ transition, fields }) => [transition, fields.by, fields.why])).toEqual([
      ['paused', 'ada', 'maintenance'],
      ['resumed', 'bob', 'maintenance'],
    ]);
  });
});

describe('cordons and closed parents', () => {
  const commands: ['cordon' | 'closeParent', 'uncordon' | 'openParent', 'cordons' | 'closedParents', string[]][] = [
    ['cordon', 'uncordon', 'cordons', ['cordoned', 'uncordoned']],
    ['closeParent', 'openParent', 'closedParents', ['parentClosed', 'parentOpened']],
  ];

  it.each(commands)('%s and %s say who did it first, why and since when', async (adds, removes, where, lines) => {
    const world = new World();
    const since = { since: iso(START), ...WHO };
    const entry = { parent: NEW, ...since };
    expect(await order(world, { action: adds, parent: NEW, ...WHO })).toMatchObject({
      changed: true,
      [where]: [entry],
    });
    world.now += MINUTE;
    const again = await order(world, { action: adds, parent: NEW, by: 'bob', why: 'me too' });
    expect(again).toMatchObject({ changed: false, [where]: [entry] });
    await order(world, { action: adds, parent: OTHER, ...WHO });
    expect(await order(world, { action: removes, parent: OLD, ...WHO })).toMatchObject({ changed: false });
    await order(world, { action: removes, parent: OTHER, ...WHO });
    world.now += MINUTE;

    const last = await order(world, { action: removes, parent: NEW, by: 'bob', why: 'it is over' });

    expect(last).toMatchObject({ changed: true, [where]: [] });
    expect(world.ledger.guards).toEqual({});
    expect(world.ledger.guardChange).toEqual({
      ...{ action: removes, about: NEW, atMs: START + 2 * MINUTE, by: 'bob', why: 'it is over' },
    });
    const logged = world.logged.map(({ transition, fields }) => [transition, fields.parent, fields.by]);
    expect(logged[0]).toEqual([lines[0], NEW, 'ada']);
    expect(logged.at(-1)).toEqual([lines[1], NEW, 'bob']);
    expect(logged).toHaveLength(4);
  });

  it('there are at most fifty, and the command says so', async () => {
    const world = new World();
    for (let number = 0; number < 50; number++) {
      await carriedOut(world, { action: 'cordon', parent: `dxlag-${number}`, ...WHO });
      await world.reconcile();
    }
    expect(await order(world, { action: 'cordon', parent: NEW, ...WHO })).toEqual({
      result: 'declined',
      why: 'there are 50 cordons already: take one away first',
    });
    expect(await order(world, { action: 'cordon', parent: 'dxlag-7', ...WHO })).toMatchObject({ changed: false });
  });

  it('what someone else writes meanwhile is kept', async () => {
    const world = new World();
    const { setGuards } = world.ledger;
    world.ledger.setGuards = async (...given) => {
      world.ledger.setGuards = setGuards;
      await order(world, { action: 'cordon', parent: OTHER, by: 'bob', why: 'first' });
      return setGuards(...given);
    };

    const { cordons } = await carriedOut(world, { action: 'cordon', parent: NEW, ...WHO });

    expect(cordons.map(({ parent, by }) => [parent, by])).toEqual([
      [OTHER, 'bob'],
      [NEW, 'ada'],
    ]);
  });
});

describe('a freeze', () => {
  const freeze = (more: object = {}): GuardCommand => ({
    ...{ action: 'freeze', name: 'night', fromMs: START + MINUTE, untilMs: START + 10 * MINUTE, ...WHO },
    ...more,
  });

  it('says from when until when, of what, by whom and why', async () => {
    const world = new World();
    const { freezes } = await carriedOut(world, freeze({ location: 'EqDC2', stopsWayBack: true }));
    expect(freezes).toEqual([
      {
        ...{ name: 'night', from: iso(START + MINUTE), until: iso(START + 10 * MINUTE) },
        ...{ location: 'EqDC2', stopsWayBack: true, since: iso(START), ...WHO },
      },
    ]);
  });

  it('begins now, if it does not say when, and may be given another end', async () => {
    const world = new World();
    await carriedOut(world, { action: 'freeze', name: 'night', untilMs: START + MINUTE, ...WHO });
    const longer = { action: 'freeze', name: 'night', untilMs: START + 9 * MINUTE, by: 'bob', why: 'longer' } as const;
    const { freezes, changed } = await carriedOut(world, longer);
    expect(changed).toBe(true);
    expect(freezes).toMatchObject([{ from: iso(START), until: iso(START + 9 * MINUTE), by: 'bob', why: 'longer' }]);
  });

  it('that is over is shown no more, and forgotten with the next change', async () => {
    const world = new World();
    await carriedOut(world, freeze());
    world.now += 10 * MINUTE;
    expect((await carriedOut(world, { action: 'status' })).freezes).toEqual([]);
    await carriedOut(world, freeze({ name: 'other', fromMs: world.now, untilMs: world.now + 1 }));
    expect(Object.keys(world.ledger.guards.freezes ?? {})).toEqual(['other']);
  });

  it.each([
    [{ untilMs: START }, 'until is over already: it must be a time to come'],
    [{ fromMs: START + 10 * MINUTE }, 'until must be later than from'],
  ])('with %j is declined', async (more, why) => {
    const world = new World();
    expect(await order(world, freeze(more))).toEqual({ result: 'declined', why });
    expect(world.ledger.guards).toEqual({});
  });

  it('may have any name', async () => {
    const { freezes } = await carriedOut(new World(), freeze({ name: 'declined' }));
    expect(freezes.map(({ name }) => name)).toEqual(['declined']);
  });

  it('is ended before its time by its name, whatever that is', async () => {
    const world = new World();
    await carriedOut(world, freeze());
    const unfreeze = (name: string) => order(world, { action: 'unfreeze', name, ...WHO });
    expect(await unfreeze('constructor')).toMatchObject({ changed: false });
    expect(await unfreeze('night')).toMatchObject({ changed: true, freezes: [] });
    expect(world.logged.map(({ transition, fields }) => [transition, fields.freeze])).toEqual([
      ['frozen', 'night'],
      ['unfrozen', 'night'],
    ]);
  });
});

it('status changes nothing, and names the circuit breakers too', async () => {
  const world = new World();
  world.ledger.circuits = { [NEW]: { openedAtMs: START, openUntilMs: START + MINUTE, streak: 1 } };
  expect(await order(world, { action: 'status' })).toEqual({
    ...{ changed: false, paused: false, lastChange: null, ...NOTHING },
    circuits: [{ circuit: NEW, since: iso(START), until: iso(START + MINUTE) }],
  });
  expect(world.logged).toEqual([]);
});
