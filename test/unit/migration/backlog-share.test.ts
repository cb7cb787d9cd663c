import { expect, it } from 'vitest';
import { dispatch } from '../../../src/migration/dispatch/dispatch.ts';
import { START, World } from '../../support/world.ts';

it('a tenant with endlessly many requests has its share of the memory, and no more is read for it', async () => {
  const world = new World();
  world.ledger.paused = true;
  let pages = 0;
  world.ledger.dueToCall = async (tenant) => {
    if (tenant !== 'orders') return { items: [] };
    pages++;
    const items = Array.from({ length: 5_000 }, (_, index) => ({
      ...{ key: { tenant, requestId: `r${pages}-${index}` }, dueAtMs: START, callByMs: START + 1e9, postponements: 0 },
    }));
    return { items, next: 'more' };
  };

  const sleep = () => new Promise<void>(() => undefined);
  const { left } = await dispatch(() => 150_000 - 100 * pages, { ...world.ports, sleep });

  // Of two tenants.
  expect(left).toBe(100_000);
});
