import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry, Group } from '../../../src/migration/groups/group.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { START } from '../../support/world.ts';
import { asRead, LEDGERS, newItem, newName } from './ledgers.ts';

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

const ENTRY: Entry = {
  ...{ connectionId: 'dxcon-line1', attemptId: 'a1', request: 'orders#r1', orderKey: '1', side: 'dxcon-old' },
  ...{ name: 'site:7', atMs: START },
};
const ONE: Group = { entries: [ENTRY] };
const TWO: Group = {
  entries: [ENTRY, { ...ENTRY, attemptId: 'a2' }],
  wanted: { connectionId: 'x', sinceMs: 1, atMs: 2 },
};
const NONE: Group = { entries: [] };

describe.each(LEDGERS)('redundancy groups in the ledger %s', (_name, create) => {
  it('one is replaced only as it was read, and due in a partition of its own while anything is in it', async () => {
    const ledger = create(server);
    const owner = newName('1111222233');
    const isDue = async (now: number) => (await ledger.dueGroups(now)).ownerAccounts.includes(owner);
    expect(await ledger.readGroup(owner)).toEqual(NONE);
    expect(await ledger.setGroup(owner, ONE, TWO, START)).toBe(false);
    expect(await ledger.setGroup(owner, NONE, ONE, START)).toBe(true);
    expect(await ledger.setGroup(owner, NONE, TWO, START)).toBe(false);
    expect(await ledger.readGroup(owner)).toEqual(ONE);
    expect([await isDue(START - 1), await isDue(START)]).toEqual([false, true]);
    expect(await ledger.setGroup(owner, await ledger.readGroup(owner), TWO, START + 7)).toBe(true);
    expect([await isDue(START), await isDue(START + 7)]).toEqual([false, true]);
    expect(await ledger.setGroup(owner, ONE, NONE, START)).toBe(false);
    expect(await ledger.setGroup(owner, await ledger.readGroup(owner), NONE, START)).toBe(true);
    expect([await ledger.readGroup(owner), await isDue(Number.MAX_SAFE_INTEGER)]).toEqual([NONE, false]);
    expect(await ledger.setGroup(owner, NONE, ONE, START)).toBe(true);
  });

  it('a request that stands down loses its intent, and what was decided of it', async () => {
    const ledger = create(server);
    const item = newItem();
    const key = { tenant: item.tenant, requestId: item.request.requestId };
    await ledger.claim(item);
    expect(await ledger.standDown(key, asRead(1))).toBe(false);
    expect(await ledger.standDown(key, asRead(0, 1))).toBe(false);
    expect(await ledger.standDown(key, asRead(0))).toBe(true);
    expect(await ledger.standDown(key, asRead(0))).toBe(false);
    expect(await ledger.read(key)).toMatchObject({ state: 'RECEIVED', fence: 1 });
  });
});
