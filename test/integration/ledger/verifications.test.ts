import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RequestKey } from '../../../src/migration/model/request-item.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import type { Verification } from '../../../src/migration/verification/verification.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { START } from '../../support/world.ts';
import { LEDGERS, newItem, newName } from './ledgers.ts';

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

const FIRST: Verification = {
  ...{ connectionId: 'dxcon-line1', source: 'dxcon-old', target: 'dxlag-new', movedAtMs: START },
  ...{ looks: 0, goodLooks: 0, failings: [] },
};
const LOOKED: Verification = { ...FIRST, looks: 1, goodLooks: 1, firstGoodAtMs: START + 5, resolutionMs: 5 };

describe.each(LEDGERS)('verifications in the ledger %s', (_name, create) => {
  let ledger: Ledger;
  let key: RequestKey;

  beforeEach(() => {
    ledger = create(server);
    key = { tenant: newName('v-'), requestId: 'r' };
  });

  const isDue = async (now: number) =>
    (await ledger.dueToVerify(now)).items.filter(({ key: { tenant } }) => tenant === key.tenant);

  it('one is begun once for a request, and is due in a partition of its own', async () => {
    expect(await ledger.readVerification(key)).toBeUndefined();
    expect(await ledger.beginVerification(key, FIRST, START + 1)).toBe(true);
    expect(await ledger.beginVerification(key, LOOKED, START + 2)).toBe(false);
    expect(await ledger.readVerification(key)).toEqual({ verification: FIRST, version: 1, dueAtMs: START + 1 });
    expect(await isDue(START)).toEqual([]);
    expect(await isDue(START + 1)).toEqual([{ key, dueAtMs: START + 1 }]);
    const ofRequests = [
      ...(await ledger.due(START + 1)).items,
      ...(await ledger.dueToCall(key.tenant, 0, START + 1)).items,
    ];
    expect(ofRequests.filter((entry) => entry.key.tenant === key.tenant)).toEqual([]);
    await ledger.claim(newItem({ tenant: key.tenant, dueAtMs: START }));
    expect(await isDue(START + 1)).toEqual([{ key, dueAtMs: START + 1 }]);
  });

  it('one is replaced only as it was read, and due no more once it is over', async () => {
    expect(await ledger.setVerification(key, 1, LOOKED, START)).toBe(false);
    await ledger.beginVerification(key, FIRST, START + 1);
    expect(await ledger.setVerification(key, 2, LOOKED, START + 7)).toBe(false);
    expect(await ledger.setVerification(key, 1, LOOKED, START + 7)).toBe(true);
    expect(await ledger.setVerification(key, 1, FIRST, START + 8)).toBe(false);
    expect(await ledger.readVerification(key)).toEqual({ verification: LOOKED, version: 2, dueAtMs: START + 7 });
    const decided: Verification = { ...LOOKED, verdict: 'HEALTHY', verdictAtMs: START + 9 };
    expect(await ledger.setVerification(key, 2, decided, undefined)).toBe(true);
    expect(await ledger.readVerification(key)).toEqual({ verification: decided, version: 3 });
    expect(await isDue(Number.MAX_SAFE_INTEGER)).toEqual([]);
    expect(await ledger.beginVerification(key, FIRST, START)).toBe(false);
  });

  it('a parent is claimed by one of those who have read the same', async () => {
    const [parent, other] = [newName('dxlag-'), newName('dxlag-')];
    expect(await ledger.readNextLook(parent)).toBeUndefined();
    expect(await ledger.claimLook(parent, START, START + 1)).toBe(false);
    expect(await ledger.claimLook(parent, undefined, START)).toBe(true);
    expect(await ledger.claimLook(parent, undefined, START + 5)).toBe(false);
    expect(await ledger.readNextLook(parent)).toBe(START);
    expect(await ledger.claimLook(parent, START, START + 9)).toBe(true);
    expect(await ledger.claimLook(parent, START, START + 9)).toBe(false);
    expect([await ledger.readNextLook(parent), await ledger.readNextLook(other)]).toEqual([START + 9, undefined]);
  });
});
