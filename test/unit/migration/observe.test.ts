import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../src/migration/model/settings.ts';
import { CONNECTION, Crash, MINUTE, NEW, OLD, request, SECOND, START, UNCLEAR, World } from '../../support/world.ts';

/** From here an observation proves the effect of a call made at START. */
const PROVEN = START + 2 * MINUTE + 1;
/** From here no clock within the skew can show a time at which that call still has an effect. */
const EFFECT_OVER = START + 9 * MINUTE + 1;

/** A request called for at START whose answer no one has. */
async function called(settings: Partial<Settings> = {}, moves = false): Promise<World> {
  const world = new World(settings);
  world.script.push({ moves, answer: UNCLEAR });
  await world.deliver(request());
  return world;
}

/** The same, where the caller died. */
async function abandoned(moves = false): Promise<World> {
  const world = new World();
  world.script.push({ moves, answer: 'crash' });
  await expect(world.deliver(request())).rejects.toThrow(Crash);
  return world;
}

describe('a call without an answer', () => {
  it.each([
    ['until an observation can prove the effect', START + SECOND, PROVEN],
    ['for a minute, while it can still have one', PROVEN, PROVEN + MINUTE],
    ['until the effect timeout, when that is sooner', EFFECT_OVER - 10 * SECOND, EFFECT_OVER],
    ['until just after the effect timeout, at the effect timeout', EFFECT_OVER - 1, EFFECT_OVER],
  ])('waits %s', async (_name, now, dueAtMs) => {
    const world = await called();
    world.now = now;
    expect(await world.deliver(request())).toEqual({ kind: 'acknowledge' });
    expect(world.request()).toMatchObject({ state: 'CALLING', dueAtMs });
    expect(world.logged.at(-1)).toMatchObject({ transition: 'waiting', fields: { cause: 'effectPending' } });
  });

  it('is not taken for moved because of a neighbour on the target', async () => {
    const world = await called();
    world.place('dxcon-neighbour', NEW, { vlan: 7 });
    world.now = EFFECT_OVER;
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data.outcome).toBe('HELD');
  });

  it('is held when its target no longer exists', async () => {
    const world = await called();
    world.parents.delete(NEW);
    world.now = EFFECT_OVER;
    await world.deliver(request());
    expect(world.eventsOf()[0]?.data).toMatchObject({
      outcome: 'HELD',
      connection: { connectionId: CONNECTION },
      reason: { message: 'the call of attempt 1 was not answered clearly, and no effect has shown since' },
    });
  });

  it('is made again at once after the effect timeout where that is configured, and the history says so', async () => {
    const world = await called({ reattemptsAfterEffectTimeout: 1 });
    world.now = EFFECT_OVER;
    await world.deliver(request());
    expect(world.calls).toHaveLength(2);
    expect(world.request().history).toContainEqual({
      atMs: EFFECT_OVER,
      what: 'reopened',
      attempts: 1,
      cause: 'reattempt',
    });
    const reopened = world.logged.filter(({ transition }) => transition === 'reopened');
    expect(reopened.map(({ fields }) => fields.cause)).toEqual(['reattempt']);
  });

  it('that is to be made again is due a minute later if the process dies', async () => {
    const world = await called({ reattemptsAfterEffectTimeout: 1 });
    const { reopen } = world.ledger;
    world.ledger.reopen = async (...write) => {
      await reopen(...write);
      throw new Crash('dies');
    };
    world.now = EFFECT_OVER;
    await expect(world.deliver(request())).rejects.toThrow(Crash);
    expect(world.request()).toMatchObject({ state: 'RECEIVED', dueAtMs: EFFECT_OVER + MINUTE });
  });
});

describe('a caller that died', () => {
  it('is noticed when its call must have ended by every clock, not before', async () => {
    const world = await abandoned();
    world.now = START + 80 * SECOND;
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toBeUndefined();
    world.now += 1;
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toMatchObject({
      openedAtMs: world.now,
      openUntilMs: world.now + 30 * SECOND,
      streak: 1,
    });
    expect(world.request().attempt?.unclear).toBe(true);
  });

  it('opens the circuit once, even when it is found after the effect timeout and the request stays held', async () => {
    const world = await abandoned();
    world.now = EFFECT_OVER;
    await world.deliver(request());
    expect(world.request().state).toBe('HELD');
    const circuit = world.ledger.circuits[NEW];
    world.now += 10 * MINUTE;
    await world.deliver(request());
    expect(world.ledger.circuits[NEW]).toEqual(circuit);
  });

  it('is logged once when two workers find it', async () => {
    const world = await abandoned();
    world.now = START + 81 * SECOND;
    await Promise.all([world.deliver(request()), world.deliver(request())]);
    expect(world.logged.filter(({ transition }) => transition === 'unanswered')).toHaveLength(1);
  });
});

it('an unpublished HELD that a late answer has overtaken is never published', async () => {
  const world = new World();
  const { associate } = world.ports.directConnect;
  world.script.push({ moves: false, answer: { kind: 'neverRan', cause: 'throttled' } });
  world.ports.directConnect.associate = async (...call) => {
    world.ports.directConnect.associate = associate;
    world.now = EFFECT_OVER;
    world.busRejections = 1;
    await world.deliver(request());
    expect(world.request().state).toBe('HELD');
    return associate(...call);
  };
  await world.deliver(request());
  world.ledger.circuits = {};
  world.script.push({ moves: false, answer: UNCLEAR });
  await world.deliver(request());
  await world.deliver(request());
  expect(world.request()).toMatchObject({ state: 'CALLING', attempts: 2 });
  expect(world.published).toEqual([]);
  expect(world.truth.get(CONNECTION)?.parent).toBe(OLD);
});
