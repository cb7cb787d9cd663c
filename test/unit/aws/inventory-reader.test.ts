import { expect, it } from 'vitest';
import { inventoryReader } from '../../../src/aws/inventory/inventory-reader.ts';
import type { RequestItem, RequestKey, State } from '../../../src/migration/model/request-item.ts';
import { FakeDirectConnect as Fake } from '../../support/fake-direct-connect.ts';

type Item = Pick<RequestItem, 'tenant' | 'state' | 'request'>;

const item = (tenant: string, requestId: string, state: State, dryRun = false): Item => ({
  ...{ tenant, state },
  request: { requestId, connectionId: `dxcon-${requestId}`, dryRun } as RequestItem['request'],
});

/** A ledger of two pages of what is due, and of backlogs. */
function ledgerOf(due: Item[], backlogs: Record<string, Item[]> = {}) {
  const all = [...due, ...Object.values(backlogs).flat()];
  const page = (items: Item[], next = 0) => ({
    items: items.slice(next, next + 1).map(({ tenant, request: { requestId } }) => {
      return { key: { tenant, requestId }, dueAtMs: 0, postponements: 0, callByMs: 0, isOpenEnded: true };
    }),
    ...(next + 1 < items.length ? { next: String(next + 1) } : {}),
  });
  return {
    readControl: async () => ({
      paused: false,
      circuits: {},
      cordons: { 'dxcon-a': { atMs: 1, by: 'jo', why: 'old' } },
    }),
    due: async (_now: number, next?: string) => page(due, Number(next ?? 0)),
    dueToCall: async (tenant: string, _from: number, _now: number, next?: string) =>
      page(backlogs[tenant] ?? [], Number(next ?? 0)),
    read: async ({ tenant, requestId }: RequestKey) =>
      all.find((one) => one.tenant === tenant && one.request.requestId === requestId) as RequestItem | undefined,
  };
}

const readerOf = (fake: Fake, ledger: ReturnType<typeof ledgerOf>) =>
  inventoryReader({ client: fake.client, ledger, tenants: [{ name: 'orders' }, { name: 'rival' }], clock: () => 7 });

it('has ports, lines and guards, and every request that may still move a line: due, or in a backlog', async () => {
  const ledger = ledgerOf(
    [item('orders', 'a', 'RECEIVED'), item('orders', 'done', 'MIGRATED'), item('orders', 'asked', 'RECEIVED', true)],
    { orders: [item('orders', 'b', 'RECEIVED'), item('orders', 'c', 'CALLING')], rival: [item('rival', 'd', 'HELD')] },
  );
  const inventory = await readerOf(new Fake({ 'dxcon-a': ['dxcon-1'], 'dxlag-a': [] }), ledger)();
  expect(inventory).toMatchObject({
    readAtMs: 7,
    ports: [{ id: 'dxcon-a' }, { id: 'dxlag-a' }],
    lines: [{ connectionId: 'dxcon-1', parentConnectionId: 'dxcon-a' }],
    guards: { cordons: { 'dxcon-a': { by: 'jo' } } },
  });
  expect(new Map(inventory.openRequests.map((one) => [one.requestId, one]))).toEqual(
    new Map(
      [
        { tenant: 'orders', requestId: 'a', connectionId: 'dxcon-a', state: 'RECEIVED' },
        { tenant: 'orders', requestId: 'b', connectionId: 'dxcon-b', state: 'RECEIVED' },
        { tenant: 'orders', requestId: 'c', connectionId: 'dxcon-c', state: 'CALLING' },
        { tenant: 'rival', requestId: 'd', connectionId: 'dxcon-d', state: 'HELD' },
      ].map((one) => [one.requestId, one]),
    ),
  );
});

it('is none where the lists do not settle', async () => {
  const fake = new Fake({ 'dxcon-a': ['dxcon-1'], 'dxlag-a': [] });
  fake.meanwhile = (question) => {
    if (question !== 'interconnects') return;
    const isOnLag = fake.lines['dxlag-a']?.length === 1;
    fake.move('dxcon-1', isOnLag ? 'dxlag-a' : 'dxcon-a', isOnLag ? 'dxcon-a' : 'dxlag-a');
  };
  await expect(readerOf(fake, ledgerOf([]))()).rejects.toThrow(
    'did not show the same lines on the same ports twice in a row: dxcon-1',
  );
});
