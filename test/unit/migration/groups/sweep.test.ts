import { expect, it } from 'vitest';
import { EMPTY } from '../../../../src/migration/groups/group.ts';
import { MINUTE, OTHER, OWNER, request, START, World } from '../../../support/world.ts';

it('the sweep comes to a group also where a line that waits writes to it before each run', async () => {
  const world = new World();
  const left = { connectionId: 'dxcon-dead', attemptId: 'a', request: 'orders#gone', orderKey: '0', side: OTHER };
  await world.ledger.setGroup(OWNER, EMPTY, { entries: [{ ...left, atMs: START }] }, START + MINUTE);
  await world.deliver(request());
  expect(world.calls).toEqual([]);
  for (let half = 0; half < 20 && world.calls.length === 0; half++) {
    world.now += MINUTE / 2;
    if (half % 2 === 0) await world.reconcile();
    else await world.dispatch();
  }
  expect(world.calls).toHaveLength(1);
});
