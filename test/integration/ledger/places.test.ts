import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestKey } from '../../../src/migration/model/request-item.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { LEDGERS, newName } from './ledgers.ts';

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

describe.each(LEDGERS)('the ledger %s', (_name, create) => {
  it('gives so many of a tenant’s requests for a connection a place, and one besides to the newest', async () => {
    const ledger = create(server);
    const tenant = newName('places-');
    const [a, b, c] = ['a', 'b', 'c'].map((requestId) => ({ tenant, requestId })) as [
      RequestKey,
      RequestKey,
      RequestKey,
    ];
    const take = (of: RequestKey, connectionId = 'dxcon-1') => ledger.takePlace(of, connectionId, 2);
    expect(await ledger.leavePlace(a, 'dxcon-1')).toBe(false);
    expect([await take(a), await take(b), await take(c)]).toEqual([true, true, false]);
    expect([await take(a), await take(c, 'dxcon-2'), await take({ ...c, tenant: newName('places-') })]).toEqual([
      ...[true, true, true],
    ]);
    expect((await ledger.readPlaces(tenant, 'dxcon-1')).toSorted()).toEqual(['a', 'b']);
    const beNewest = (of: RequestKey, orderKey: string) => ledger.takePlaceOfNewest(of, 'dxcon-1', orderKey);
    expect([await beNewest(c, '2'), await beNewest(b, '1'), await beNewest(b, '2')]).toEqual([true, false, false]);
    expect([await beNewest(c, '2'), await beNewest(b, '3'), await beNewest(c, '2')]).toEqual([true, true, false]);
    expect((await ledger.readPlaces(tenant, 'dxcon-1')).toSorted()).toEqual(['a', 'b', 'b']);
    const leaveIt = (of: RequestKey) => ledger.leavePlaceOfNewest(of, 'dxcon-1');
    expect([await leaveIt(c), await leaveIt(b), await leaveIt(b)]).toEqual([false, true, false]);
    expect([await ledger.leavePlace(a, 'dxcon-1'), await ledger.leavePlace(a, 'dxcon-1')]).toEqual([true, false]);
    expect([await take(c), await take(a)]).toEqual([true, false]);
    for (const one of [b, c]) expect(await ledger.leavePlace(one, 'dxcon-1')).toBe(true);
    expect(await ledger.readPlaces(tenant, 'dxcon-1')).toEqual([]);
    expect(await take(a)).toBeDefined();
  });
});
