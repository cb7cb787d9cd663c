import { describe, expect, it } from 'vitest';
import { dispatch } from '../../../src/migration/dispatch/dispatch.ts';
import { MINUTE, OLD, request, SECOND, START, World } from '../../support/world.ts';

it('a tenant with endlessly many requests has its share of the memory, and no more is read for it', async () => {
  const world = new World();
  world.ledger.paused = true;
  let pages = 0;
  world.ledger.dueToCall = async (tenant) => {
    if (tenant !== 'orders') return { items: [] };
    pages++;
    const items = Array.from({ length: 5_000 }, (_, index) => ({
      ...{ key: { tenant, requestId: `r${pages}-${index}` }, dueAtMs: START, callByMs: START + 1e9 },
      ...{ isOpenEnded: true, postponements: 0 },
    }));
    return { items, next: 'more' };
  };

  const sleep = () => new Promise<void>(() => undefined);
  const { left } = await dispatch(() => 150_000 - 100 * pages, { ...world.ports, sleep });

  // Of two tenants.
  expect(left).toBe(100_000);
});

describe('a request during whose visit the process has ended', () => {
  /** A run of 50 s with two of those, and another request whose visit takes until its end: which were visited, in order. */
  async function visitedIn(overdueMs: number): Promise<string[]> {
    const world = new World();
    world.ports.turns = { take: async () => false };
    for (const [index, requestId] of ['suspect', 'suspect-too', 'other'].entries()) {
      const connectionId = `dxcon-line${index + 1}`;
      world.place(connectionId, OLD, { vlan: 100 + index });
      await world.deliver(request({ requestId, connectionId }));
    }
    for (const requestId of ['suspect', 'suspect-too']) world.request(requestId).postponements = 1;
    world.now += overdueMs;
    const until = world.now + 50 * SECOND;
    const visited: string[] = [];
    const { postpone } = world.ledger;
    world.ledger.postpone = async (key, ...rest) => {
      visited.push(key.requestId);
      if (key.requestId === 'other') world.now = Math.max(world.now, until - 10 * SECOND);
      return postpone(key, ...rest);
    };
    await dispatch(() => until - world.now, { ...world.ports, sleep: async () => undefined });
    return visited;
  }

  it('is passed over while the visits of others take up the end of the run', async () => {
    expect(await visitedIn(10 * MINUTE)).toEqual(['other']);
  });

  it('is visited before all others after ten minutes of that, but one in each run', async () => {
    expect(await visitedIn(10 * MINUTE + 1)).toEqual(['suspect', 'other']);
  });
});
