import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keyOf, type RequestItem, type RequestKey } from '../../../src/migration/model/request-item.ts';
import type { WaitsFor } from '../../../src/migration/model/waits-for.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { START } from '../../support/world.ts';
import { ATTEMPT, asRead, ENTRY, LEDGERS, newItem, outcomeOf, WAITS } from './ledgers.ts';

const THEN: WaitsFor = { cause: 'window', sinceMs: START + 1, untilMs: START + 7 };

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

describe.each(LEDGERS)('what a request waits for, in the ledger %s', (_name, create) => {
  let ledger: Ledger;
  let key: RequestKey;
  let item: RequestItem;

  /** A request that waits. */
  beforeEach(async () => {
    ledger = create(server);
    item = newItem();
    key = keyOf(item);
    await ledger.claim(item);
    const wait = { dueAtMs: START + 5, wokenBy: 'reconcile', needsPlace: false, waitsFor: WAITS } as const;
    expect(await ledger.park(key, item, wait)).toBe(true);
  });

  const known = async () => (await ledger.read(key))?.waitsFor;

  it('is stored when it is parked, and kept when it is taken up', async () => {
    expect(await known()).toEqual(WAITS);
    expect(await ledger.postpone(key, START + 5, START + 9, 1)).toBeDefined();
    expect(await known()).toEqual(WAITS);
  });

  it('is stored when it is postponed for it, and only then', async () => {
    expect(await ledger.postpone(key, START + 4, START + 9, 0, THEN)).toBeUndefined();
    expect(await known()).toEqual(WAITS);
    expect(await ledger.postpone(key, START + 5, START + 9, 0, THEN)).toBeDefined();
    expect(await known()).toEqual(THEN);
  });

  it('is noted only of an item as it was read, which keeps its due time and all else', async () => {
    await ledger.postpone(key, START + 5, START + 9, 3);
    const read = { state: 'RECEIVED', attempts: 0, dueAtMs: START + 9 } as const;
    expect(await ledger.noteWait(key, { ...read, state: 'CALLING' }, THEN)).toBe(false);
    expect(await ledger.noteWait(key, { ...read, attempts: 1 }, THEN)).toBe(false);
    expect(await ledger.noteWait(key, { ...read, dueAtMs: START + 5 }, THEN)).toBe(false);
    expect(await known()).toEqual(WAITS);
    expect(await ledger.noteWait(key, read, THEN)).toBe(true);
    expect(await ledger.read(key)).toEqual({ ...item, dueAtMs: START + 9, postponements: 3, waitsFor: THEN });
  });

  it('is forgotten with the intent, and restored where that is revoked', async () => {
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    expect(await known()).toBeUndefined();
    await ledger.revokeIntent(key, ATTEMPT, { ...item, waitsFor: WAITS }, START, ENTRY);
    expect(await known()).toEqual(WAITS);
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    await ledger.revokeIntent(key, ATTEMPT, item, START, ENTRY);
    expect(await known()).toBeUndefined();
  });

  it('is what the answer to a call left, or nothing', async () => {
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    await ledger.markUnclear(key, ATTEMPT, START, ENTRY, THEN);
    expect(await known()).toEqual(THEN);
    await ledger.reopen(key, ATTEMPT, undefined, START, ENTRY, WAITS);
    expect(await known()).toEqual(WAITS);
    await ledger.intend(key, asRead(1), ATTEMPT, START, ENTRY);
    await ledger.markUnclear(key, { ...ATTEMPT, id: 'a2' }, START, ENTRY, THEN);
    expect(await known()).toBeUndefined();
    await ledger.markUnclear(key, ATTEMPT, START, ENTRY, THEN);
    await ledger.reopen(key, ATTEMPT, undefined, START, ENTRY);
    expect(await known()).toBeUndefined();
  });

  it('is forgotten with the outcome, and once its event is published', async () => {
    await ledger.recordOutcome(key, { state: 'RECEIVED', ...asRead(0) }, outcomeOf('REJECTED'), START, ENTRY);
    expect(await known()).toBeUndefined();
    const wait = { dueAtMs: START + 5, wokenBy: 'reconcile', needsPlace: false, waitsFor: WAITS } as const;
    await ledger.park(key, { state: 'REJECTED', attempts: 0 }, wait);
    expect(await ledger.markPublished(key, 'event-REJECTED', true)).toBe(true);
    expect(await known()).toBeUndefined();
  });
});
