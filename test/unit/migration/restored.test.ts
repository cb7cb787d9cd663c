import { expect, it } from 'vitest';
import { CONNECTION, OLD, request, START, World } from '../../support/world.ts';

const minRequestedAt = new Date(START).toISOString();
const before = { requestedAt: new Date(START - 1).toISOString() };

it('a request from before the ledger was restored is superseded, without a call', async () => {
  const world = new World({ minRequestedAt });
  await world.deliver(request(before));
  expect(world.eventsOf()[0]?.data).toMatchObject({
    outcome: 'REJECTED',
    reason: { code: 'SUPERSEDED', message: `requests given before ${minRequestedAt} are not taken any more` },
    parentConnectionId: OLD,
  });
  expect(world.calls).toEqual([]);
});

it('a dry run of such a request says so', async () => {
  const world = new World({ minRequestedAt });
  await world.deliver(request({ ...before, dryRun: true }));
  expect(world.eventsOf()[0]?.data).toMatchObject({ outcome: 'PLANNED', reason: { code: 'SUPERSEDED' } });
});

it('a later one is carried out', async () => {
  const world = new World({ minRequestedAt });
  await world.deliver(request());
  expect(world.calls.map(({ connectionId }) => connectionId)).toEqual([CONNECTION]);
});
