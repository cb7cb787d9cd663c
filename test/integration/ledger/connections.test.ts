import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orderKeyOf } from '../../../src/contract/order-key.ts';
import { toSortable } from '../../../src/contract/time.ts';
import type { RequestKey } from '../../../src/migration/model/request-item.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { START } from '../../support/world.ts';
import { LEDGERS, newName } from './ledgers.ts';

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

describe.each(LEDGERS)('connections and control in the ledger %s', (_name, create) => {
  let ledger: Ledger;
  let key: RequestKey;

  beforeEach(() => {
    ledger = create(server);
    key = { tenant: 'orders', requestId: newName('r') };
  });

  it('W2 and W5: one request holds a connection, and only newer ones follow', async () => {
    const connection = newName('dxcon-c');
    const other = { tenant: 'orders', requestId: 'other' };
    const last = { lastOrderKey: '2026-01-02T00:00:00.000000000Z', lastParent: 'dxlag-new', lastOutcomeAtMs: START };
    expect(await ledger.takeLock(connection, key, toSortable('2026-01-02T00:00:00.000Z'), '111122223333')).toBe(true);
    expect(await ledger.takeLock(connection, key, toSortable('2026-01-02T00:00:00.000Z'), '111122223333')).toBe(true);
    expect(await ledger.takeLock(connection, other, toSortable('2026-01-03T00:00:00.000Z'), '111122223333')).toBe(
      false,
    );
    expect(await ledger.readConnection(connection)).toEqual({ active: key, ownerAccount: '111122223333' });
    expect(await ledger.releaseLock(connection, other, last)).toBe(false);
    expect(await ledger.releaseLock(connection, key, last)).toBe(true);
    expect(await ledger.releaseLock(connection, key, last)).toBe(false);
    expect(await ledger.readConnection(connection)).toEqual({ ownerAccount: '111122223333', ...last });
    expect(await ledger.takeLock(connection, other, toSortable('2026-01-02T00:00:00.000Z'), '111122223333')).toBe(
      false,
    );
    expect(await ledger.takeLock(connection, other, toSortable('2026-01-01T23:59:59.999Z'), '111122223333')).toBe(
      false,
    );
    expect(await ledger.takeLock(connection, other, toSortable('2026-01-02T00:00:00.001Z'), '111122223333')).toBe(true);
    expect(await ledger.releaseLock(connection, other)).toBe(true);
    expect(await ledger.readConnection(connection)).toEqual({ ownerAccount: '111122223333', ...last });
  });

  it('W2 keeps an order finer than a millisecond', async () => {
    const connection = newName('dxcon-c');
    const at = (fraction: string) => toSortable(`2026-01-02T00:00:00.${fraction}Z`);
    const take = (fraction: string) => ledger.takeLock(connection, key, at(fraction), '111122223333');
    await take('123');
    await ledger.releaseLock(connection, key, { lastOrderKey: at('123'), lastParent: null, lastOutcomeAtMs: START });
    expect(await take('123')).toBe(false);
    expect(await take('122999999')).toBe(false);
    expect(await take('123456')).toBe(true);
    await ledger.releaseLock(connection, key, {
      lastOrderKey: at('123456'),
      lastParent: null,
      lastOutcomeAtMs: START,
    });
    expect(await take('123')).toBe(false);
    expect(await take('123456')).toBe(false);
    expect(await take('123456001')).toBe(true);
  });

  it('W2 orders requests of the future by their sending, then by what they say', async () => {
    const connection = newName('dxcon-c');
    const sentAtMs = Date.parse('2026-01-01T00:00:00.000Z');
    const take = (requestedAt: string) =>
      ledger.takeLock(connection, key, orderKeyOf(requestedAt, sentAtMs), '111122223333');
    const future = {
      lastOrderKey: orderKeyOf('2026-01-01T00:02:00.000Z', sentAtMs),
      lastParent: null,
      lastOutcomeAtMs: START,
    };
    await take('2026-01-01T00:02:00.000Z');
    await ledger.releaseLock(connection, key, future);
    expect(await take('2026-01-01T00:00:00.000Z')).toBe(false);
    expect(await take('2026-01-01T00:01:59.999Z')).toBe(false);
    expect(await take('2026-01-01T00:02:00.000Z')).toBe(false);
    expect(await take('2026-01-01T00:00:00.001Z')).toBe(true);
    expect(await take('2026-01-01T00:02:00.001Z')).toBe(true);
  });

  it('frees a connection whose parent is not known', async () => {
    const connection = newName('dxcon-c');
    const last = { lastOrderKey: '2026-01-02T00:00:00.000000000Z', lastOutcomeAtMs: START };
    const other = { tenant: 'orders', requestId: 'other' };
    await ledger.takeLock(connection, key, toSortable('2026-01-02T00:00:00.000Z'), '111122223333');
    await ledger.releaseLock(connection, key, { ...last, lastParent: 'dxlag-new' });
    await ledger.takeLock(connection, other, toSortable('2026-01-03T00:00:00.000Z'), '111122223333');
    expect(await ledger.releaseLock(connection, other, { ...last, lastParent: null })).toBe(true);
    expect(await ledger.readConnection(connection)).toEqual({ ownerAccount: '111122223333', ...last });
  });

  it('pauses and resumes once', async () => {
    const change = { atMs: START, by: 'ada', why: 'maintenance' };
    expect(await ledger.setPaused({ paused: false, ...change })).toBe(false);
    expect(await ledger.setPaused({ paused: true, ...change })).toBe(true);
    expect(await ledger.setPaused({ paused: true, ...change, by: 'bob' })).toBe(false);
    expect(await ledger.readControl()).toEqual({ paused: true, lastChange: { paused: true, ...change } });
    expect(await ledger.setPaused({ paused: false, ...change, by: 'bob' })).toBe(true);
    expect(await ledger.readControl()).toMatchObject({ paused: false, lastChange: { by: 'bob' } });
  });

  it('counts the calls of a minute up to the rate limit, and never returns to an earlier minute', async () => {
    expect(await ledger.countCall(7, 2)).toBe(false);
    expect(await ledger.startMinute(7)).toBe(true);
    expect(await ledger.startMinute(7)).toBe(false);
    expect(await ledger.countCall(7, 2)).toBe(true);
    expect(await ledger.countCall(7, 2)).toBe(false);
    expect((await ledger.readControl()).rateCount).toEqual({ minute: 7, calls: 2 });
    expect(await ledger.startMinute(9)).toBe(true);
    expect(await ledger.startMinute(8)).toBe(false);
    expect(await ledger.countCall(7, 5)).toBe(false);
    expect((await ledger.readControl()).rateCount).toEqual({ minute: 9, calls: 1 });
  });

  it('sets the circuit breaker only if it is as read', async () => {
    const first = { openedAtMs: 0, openUntilMs: START, streak: 1 };
    const second = { openedAtMs: 0, openUntilMs: START, streak: 1, trial: { key: 'k', sinceMs: START } };
    expect((await ledger.readControl()).paused).toBe(false);
    expect(await ledger.setCircuit(first, second)).toBe(false);
    expect(await ledger.setCircuit(undefined, first)).toBe(true);
    expect(await ledger.setCircuit(undefined, second)).toBe(false);
    expect(await ledger.setCircuit((await ledger.readControl()).circuit, second)).toBe(true);
    expect((await ledger.readControl()).circuit).toEqual(second);
    expect(await ledger.setCircuit(first, undefined)).toBe(false);
    expect(await ledger.setCircuit(second, undefined)).toBe(true);
    expect((await ledger.readControl()).circuit).toBeUndefined();
  });
});
