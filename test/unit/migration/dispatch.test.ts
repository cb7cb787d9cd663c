import { describe, expect, it } from 'vitest';
import { dispatch } from '../../../src/migration/dispatch/dispatch.ts';
import { CONNECTION, MINUTE, OLD, request, SECOND, START, World } from '../../support/world.ts';

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
  /** A run of 50 s beside another request whose visit takes until its end: which of the two were visited, in order. */
  async function visitedIn(overdueMs: number): Promise<string[]> {
    const world = new World();
    world.place('dxcon-line2', OLD, { vlan: 202 });
    world.ports.turns = { take: async () => false };
    for (const [requestId, connectionId] of [
      ['suspect', CONNECTION],
      ['other', 'dxcon-line2'],
    ])
      await world.deliver(request({ requestId, connectionId }));
    world.request('suspect').postponements = 1;
    world.now += overdueMs;
    const until = world.now + 50 * SECOND;
    const visited: string[] = [];
    const { postpone } = world.ledger;
    world.ledger.postpone = async (key, ...rest) => {
      visited.push(key.requestId);
      return postpone(key, ...rest);
    };
    const { listHosted } = world.ports.recent;
    world.ports.recent.listHosted = async (...asked) => {
      world.now = Math.max(world.now, until - 10 * SECOND);
      return listHosted(...asked);
    };
    await dispatch(() => until - world.now, { ...world.ports, sleep: async () => undefined });
    return visited;
  }

  it('is passed over while the visits of others take up the end of the run', async () => {
    expect(await visitedIn(10 * MINUTE)).toEqual(['other']);
  });

  it('is visited before all others after ten minutes of that', async () => {
    expect(await visitedIn(10 * MINUTE + 1)).toEqual(['suspect']);
  });
});
