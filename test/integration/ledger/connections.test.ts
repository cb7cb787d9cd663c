import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { orderKeyOf } from '../../../src/contract/order-key.ts';
import { toSortable } from '../../../src/contract/time.ts';
import type { RequestKey } from '../../../src/migration/model/request-item.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { START } from '../../support/world.ts';
import { LEDGERS, newName, taker } from './ledgers.ts';

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
    expect(await ledger.takeLock(connection, key, taker(toSortable('2026-01-02T00:00:00.000Z')))).toBeDefined();
    expect(await ledger.takeLock(connection, key, taker(toSortable('2026-01-02T00:00:00.000Z')))).toBeDefined();
    expect(await ledger.takeLock(connection, other, taker(toSortable('2026-01-03T00:00:00.000Z')))).toBeUndefined();
    expect(await ledger.readConnection(connection)).toEqual({
      active: key,
      activeFence: 0,
      ownerAccount: '111122223333',
    });
    expect(await ledger.releaseLock(connection, other, last)).toBe(false);
    expect(await ledger.releaseLock(connection, key, last)).toBe(true);
    expect(await ledger.releaseLock(connection, key, last)).toBe(false);
    expect(await ledger.readConnection(connection)).toEqual({ ownerAccount: '111122223333', ...last });
    expect(await ledger.takeLock(connection, other, taker(toSortable('2026-01-02T00:00:00.000Z')))).toBeUndefined();
    expect(await ledger.takeLock(connection, other, taker(toSortable('2026-01-01T23:59:59.999Z')))).toBeUndefined();
    expect(await ledger.takeLock(connection, other, taker(toSortable('2026-01-02T00:00:00.001Z')))).toEqual(
      await ledger.readConnection(connection),
    );
    expect(await ledger.releaseLock(connection, other)).toBe(true);
    expect(await ledger.readConnection(connection)).toEqual({ ownerAccount: '111122223333', ...last });
  });

  it('W5 keeps who has moved the line last, and from where, whatever others do without a move', async () => {
    const connection = newName('dxcon-c');
    const other = { tenant: 'orders', requestId: 'other' };
    const at = (day: number) => toSortable(`2026-01-0${day}T00:00:00.000Z`);
    const last = (day: number) => ({ lastOrderKey: at(day), lastParent: 'dxlag-new', lastOutcomeAtMs: START + day });
    await ledger.takeLock(connection, key, taker(at(1)));
    await ledger.releaseLock(connection, key, { ...last(1), lastFrom: 'dxcon-old' });
    const moved = { lastMovedBy: key, lastFrom: 'dxcon-old', ownerAccount: '111122223333' };
    expect(await ledger.readConnection(connection)).toEqual({ ...moved, ...last(1) });
    await ledger.takeLock(connection, other, taker(at(2)));
    await ledger.releaseLock(connection, other, last(2));
    expect(await ledger.readConnection(connection)).toEqual({ ...moved, ...last(2) });
    await ledger.takeLock(connection, other, taker(at(3)));
    await ledger.releaseLock(connection, other, { ...last(3), lastFrom: 'dxlag-new' });
    expect(await ledger.readConnection(connection)).toMatchObject({ lastMovedBy: other, lastFrom: 'dxlag-new' });
  });

  it('a lock is given up under the fence it was taken with last, and not taken under an older one', async () => {
    const connection = newName('dxcon-c');
    const other = { tenant: 'orders', requestId: 'other' };
    const at = toSortable('2026-01-02T00:00:00.000Z');
    expect(await ledger.yieldLock(connection, key, 0)).toBe(false);
    expect(await ledger.takeLock(connection, key, taker(at))).toBeDefined();
    expect(await ledger.takeLock(connection, key, taker(at, 1))).toBeDefined();
    expect(await ledger.takeLock(connection, key, taker(at, 0))).toBeUndefined();
    expect(await ledger.yieldLock(connection, key, 0)).toBe(false);
    expect(await ledger.yieldLock(connection, other, 1)).toBe(false);
    expect(await ledger.readConnection(connection)).toMatchObject({ active: key, activeFence: 1 });
    expect(await ledger.yieldLock(connection, key, 1)).toBe(true);
    expect(await ledger.readConnection(connection)).toEqual({ ownerAccount: '111122223333' });
    expect(await ledger.takeLock(connection, other, taker(at))).toBeDefined();
  });

  it('W2 keeps an order finer than a millisecond', async () => {
    const connection = newName('dxcon-c');
    const at = (fraction: string) => toSortable(`2026-01-02T00:00:00.${fraction}Z`);
    const take = (fraction: string) => ledger.takeLock(connection, key, taker(at(fraction)));
    await take('123');
    await ledger.releaseLock(connection, key, { lastOrderKey: at('123'), lastParent: null, lastOutcomeAtMs: START });
    expect(await take('123')).toBeUndefined();
    expect(await take('122999999')).toBeUndefined();
    expect(await take('123456')).toBeDefined();
    await ledger.releaseLock(connection, key, {
      lastOrderKey: at('123456'),
      lastParent: null,
      lastOutcomeAtMs: START,
    });
    expect(await take('123')).toBeUndefined();
    expect(await take('123456')).toBeUndefined();
    expect(await take('123456001')).toBeDefined();
  });

  it('W2 orders requests of the future by their sending, then by what they say', async () => {
    const connection = newName('dxcon-c');
    const sentAtMs = Date.parse('2026-01-01T00:00:00.000Z');
    const take = (requestedAt: string) => ledger.takeLock(connection, key, taker(orderKeyOf(requestedAt, sentAtMs)));
    const future = {
      lastOrderKey: orderKeyOf('2026-01-01T00:02:00.000Z', sentAtMs),
      lastParent: null,
      lastOutcomeAtMs: START,
    };
    await take('2026-01-01T00:02:00.000Z');
    await ledger.releaseLock(connection, key, future);
    expect(await take('2026-01-01T00:00:00.000Z')).toBeUndefined();
    expect(await take('2026-01-01T00:01:59.999Z')).toBeUndefined();
    expect(await take('2026-01-01T00:02:00.000Z')).toBeUndefined();
    expect(await take('2026-01-01T00:00:00.001Z')).toBeDefined();
    expect(await take('2026-01-01T00:02:00.001Z')).toBeDefined();
  });

  it('frees a connection whose parent is not known', async () => {
    const connection = newName('dxcon-c');
    const last = { lastOrderKey: '2026-01-02T00:00:00.000000000Z', lastOutcomeAtMs: START };
    const other = { tenant: 'orders', requestId: 'other' };
    await ledger.takeLock(connection, key, taker(toSortable('2026-01-02T00:00:00.000Z')));
    await ledger.releaseLock(connection, key, { ...last, lastParent: 'dxlag-new' });
    await ledger.takeLock(connection, other, taker(toSortable('2026-01-03T00:00:00.000Z')));
    expect(await ledger.releaseLock(connection, other, { ...last, lastParent: null })).toBe(true);
    expect(await ledger.readConnection(connection)).toEqual({ ownerAccount: '111122223333', ...last });
  });

  it('pauses and resumes once', async () => {
    const change = { atMs: START, by: 'ada', why: 'maintenance' };
    expect(await ledger.setPaused({ paused: false, ...change })).toBe(false);
    expect(await ledger.setPaused({ paused: true, ...change })).toBe(true);
    expect(await ledger.setPaused({ paused: true, ...change, by: 'bob' })).toBe(false);
    expect(await ledger.readControl()).toEqual({ paused: true, lastChange: { paused: true, ...change }, circuits: {} });
    expect(await ledger.setPaused({ paused: false, ...change, by: 'bob' })).toBe(true);
    expect(await ledger.readControl()).toMatchObject({ paused: false, lastChange: { by: 'bob' } });
  });

  it('sets the pace only if it is as read', async () => {
    const first = { nextCallAtMs: START, callsPerSecond: 1 };
    const second = { nextCallAtMs: START + 1429, callsPerSecond: 0.7, slowedAtMs: START };
    expect((await ledger.readControl()).pace).toBeUndefined();
    expect(await ledger.setPace(first, second)).toBe(false);
    expect(await ledger.setPace(undefined, first)).toBe(true);
    expect(await ledger.setPace(undefined, second)).toBe(false);
    expect(await ledger.setPace(first, second)).toBe(true);
    expect((await ledger.readControl()).pace).toEqual(second);
  });

  it('marks the backlog, and takes the mark away, only if it is as read', async () => {
    expect(await ledger.markBacklog(START, START + 1)).toBe(false);
    expect(await ledger.markBacklog(undefined, START)).toBe(true);
    expect(await ledger.markBacklog(undefined, START + 1)).toBe(false);
    expect(await ledger.markBacklog(START, START + 1)).toBe(true);
    expect((await ledger.readControl()).backlogAtMs).toBe(START + 1);
    expect(await ledger.markBacklog(START, undefined)).toBe(false);
    expect(await ledger.markBacklog(START + 1, undefined)).toBe(true);
    expect((await ledger.readControl()).backlogAtMs).toBeUndefined();
  });

  it('counts the copies of an hour up to the limit, each tenant’s apart, and never returns to an earlier hour', async () => {
    const tenant = newName('t');
    expect(await ledger.countCopy(tenant, 7, 2)).toBe(false);
    expect(await ledger.startCopyHour(tenant, 7)).toBe(true);
    expect(await ledger.startCopyHour(tenant, 7)).toBe(false);
    expect(await ledger.countCopy(tenant, 7, 2)).toBe(true);
    expect(await ledger.countCopy(tenant, 7, 2)).toBe(false);
    expect(await ledger.startCopyHour(newName('t'), 7)).toBe(true);
    expect(await ledger.startCopyHour(tenant, 9)).toBe(true);
    expect(await ledger.startCopyHour(tenant, 8)).toBe(false);
    expect(await ledger.countCopy(tenant, 8, 2)).toBe(true);
    expect(await ledger.countCopy(tenant, 10, 5)).toBe(false);
    expect(await ledger.startCopyHour(undefined, 7)).toBe(true);
    expect(await ledger.countCopy(undefined, 7, 2)).toBe(true);
  });

  it('sets the circuit breakers only if they are as read', async () => {
    const unclear = [{ tenant: 'orders', ownerAccount: '111122223333', atMs: START }];
    const first = { 'dxlag-new': { openedAtMs: 0, openUntilMs: START, streak: 1, unclear } };
    const second = {
      ...first,
      all: { openedAtMs: 0, openUntilMs: START, streak: 1, trial: { key: 'k', sinceMs: START } },
    };
    expect((await ledger.readControl()).paused).toBe(false);
    expect(await ledger.setCircuits(first, second)).toBe(false);
    expect(await ledger.setCircuits({}, first)).toBe(true);
    expect(await ledger.setCircuits({}, second)).toBe(false);
    expect(await ledger.setCircuits((await ledger.readControl()).circuits, second)).toBe(true);
    expect((await ledger.readControl()).circuits).toEqual(second);
    expect(await ledger.setCircuits(first, {})).toBe(false);
    expect(await ledger.setCircuits(second, {})).toBe(true);
    expect((await ledger.readControl()).circuits).toEqual({});
  });
});
