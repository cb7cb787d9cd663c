import { describe, expect, it } from 'vitest';
import { closedUntil } from '../../../src/migration/model/circuits.ts';
import type { Circuits } from '../../../src/migration/ports/control.ts';
import { becomeTrial, forgetCircuits } from '../../../src/migration/steps/circuit-breaker.ts';
import { Calls, SECOND_OWNER } from '../../support/calls.ts';
import { MINUTE, NEW, OTHER, OWNER, SECOND, START, World } from '../../support/world.ts';

const HOUR = 60 * MINUTE;

describe('after an unclear trial', () => {
  const RIVAL = 'AROARIVALSYSTEM:session';
  /** The trial of one tenant was unclear, and the next may be made by some. */
  const tried = async () => {
    const calls = new Calls();
    await calls.unclear(NEW);
    calls.world.now += 30 * SECOND;
    await calls.unclear(NEW);
    calls.world.now += 60 * SECOND;
    return calls;
  };

  it('the next is for other tenants', async () => {
    const calls = await tried();
    expect(await calls.isCalled(NEW)).toBe(false);
    expect(await calls.isCalled(NEW, OWNER, RIVAL)).toBe(true);
    expect(calls.open).toEqual(new Set());
  });

  it('the same tenant may try again a poll later, if no one else has', async () => {
    const calls = await tried();
    calls.world.now += MINUTE;
    expect(await calls.isCalled(NEW)).toBe(true);
  });

  it('of that for all, too', async () => {
    const calls = new Calls();
    await calls.unclear(NEW);
    await calls.unclear(OTHER, SECOND_OWNER);
    calls.world.now += 30 * SECOND;
    await calls.unclear(OTHER, SECOND_OWNER);
    calls.world.now += 60 * SECOND;
    expect(await calls.isCalled(NEW)).toBe(false);
    expect(await calls.isCalled(NEW, OWNER, RIVAL)).toBe(true);
  });
});

describe('a request that becomes the trial', () => {
  it('asks again when the circuit breakers were changed meanwhile: for another parent', async () => {
    const calls = new Calls();
    const { world } = calls;
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 1 } };
    const { setCircuits } = world.ledger;
    world.ledger.setCircuits = async (...write) => {
      world.ledger.setCircuits = setCircuits;
      world.ledger.circuits = {
        ...world.ledger.circuits,
        [OTHER]: { openedAtMs: START, openUntilMs: START + MINUTE, streak: 1 },
      };
      return setCircuits(...write);
    };
    expect(await calls.isCalled(NEW)).toBe(true);
    expect(calls.open).toEqual(new Set([OTHER]));
  });

  it('waits if the one for all has opened meanwhile', async () => {
    const calls = new Calls();
    const { world } = calls;
    await world.deliver({ ...calls.body(NEW), notBefore: new Date(START + HOUR).toISOString() });
    const all = { openedAtMs: START, openUntilMs: START + MINUTE, streak: 1 };
    world.ledger.circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 1 }, all };
    const read: Circuits = { [NEW]: { openedAtMs: 0, openUntilMs: START - 1, streak: 1 } };
    const item = world.request('n1');
    expect(closedUntil(item, read, START, world.ports.settings)).toBeUndefined();
    expect(await becomeTrial(item, read, START, world.ports)).toBeUndefined();
    expect(world.ledger.circuits.all).toEqual(all);
  });
});

describe('circuit breakers that no one tries any more', () => {
  const circuits: Circuits = {
    [NEW]: { openedAtMs: START, openUntilMs: START + MINUTE, streak: 2 },
    [OTHER]: {
      openedAtMs: START,
      openUntilMs: START + MINUTE,
      streak: 2,
      trial: { key: 'k', sinceMs: START + MINUTE },
    },
  };

  it.each([
    ['an hour after they could have been tried', HOUR + MINUTE, [NEW, OTHER]],
    ['after that', HOUR + MINUTE + 1, [OTHER]],
    ['an hour after a trial that died may be followed', HOUR + 10 * MINUTE, [OTHER]],
    ['after that, too', HOUR + 10 * MINUTE + 1, []],
  ])('are forgotten an hour later: %s', async (_when, later, left) => {
    const world = new World();
    world.ledger.circuits = circuits;
    world.now += later;
    expect(Object.keys((await forgetCircuits(world.ports)).circuits)).toEqual(left);
    expect(Object.keys(world.ledger.circuits)).toEqual(left);
  });
});
