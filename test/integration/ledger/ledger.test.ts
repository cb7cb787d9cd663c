import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledger as dynamoDbLedger } from '../../../src/aws/ledger.ts';
import type { RequestItem, RequestKey, State } from '../../../src/migration/model/request-item.ts';
import { keyOf } from '../../../src/migration/model/request-item.ts';
import type { WokenBy } from '../../../src/migration/ports/due-index.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { eventually } from '../../support/eventually.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { START } from '../../support/world.ts';
import { ATTEMPT, asRead, ENTRY, LEDGERS, newItem, newName, outcomeOf, WAITS } from './ledgers.ts';

/** Of "transitioning" answers. */
const PERIOD = { sinceMs: 5, lastMs: 7, answers: 2 };

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

describe.each(LEDGERS)('the ledger %s', (_name, create) => {
  let ledger: Ledger;
  let key: RequestKey;
  let item: RequestItem;

  beforeEach(() => {
    ledger = create(server);
    item = newItem();
    key = { tenant: item.tenant, requestId: item.request.requestId };
  });

  const park = (of: RequestKey, state: State, attempts: number, dueAtMs: number, wokenBy: WokenBy) =>
    ledger.park(of, { state, attempts }, { dueAtMs, wokenBy, needsPlace: false, waitsFor: WAITS });
  const stored = async () => {
    const found = await ledger.read(key);
    if (!found) throw new Error('no item');
    return found;
  };

  it('W1 claims a key once, and reads back what was stored', async () => {
    expect(await ledger.read(key)).toBeUndefined();
    expect(await ledger.claim(item)).toBe(true);
    expect(await ledger.claim({ ...item, fingerprint: 'other' })).toBe(false);
    expect(await ledger.read(key)).toEqual(item);
  });

  it('W3 writes the intent only on RECEIVED, and the number of attempts and the fence read', async () => {
    await ledger.claim(item);
    expect(await ledger.intend(key, asRead(1), ATTEMPT, START + 9, ENTRY)).toBe(false);
    expect(await ledger.notePendingRejection(key, asRead(0), { code: 'EXPIRED', sinceMs: 1 })).toBe(true);
    expect(await ledger.intend(key, asRead(0), ATTEMPT, START + 9, ENTRY)).toBe(false);
    expect(await ledger.intend(key, asRead(0, 1), ATTEMPT, START + 9, ENTRY)).toBe(true);
    expect(await ledger.intend(key, asRead(0, 1), { ...ATTEMPT, id: 'a2' }, START, ENTRY)).toBe(false);
    expect(await ledger.intend(key, asRead(1, 1), { ...ATTEMPT, id: 'a2' }, START, ENTRY)).toBe(false);
    expect(await stored()).toEqual({
      ...item,
      ...{ state: 'CALLING', attempts: 1, fence: 1, attempt: ATTEMPT, dueAtMs: START + 9 },
    });
  });

  it('a rejection is noted and forgotten, and an outcome recorded without a call, only under the fence read', async () => {
    const pending = { code: 'UNEXPECTED_VLAN', sinceMs: 1 } as const;
    const rejected = (fence: number) =>
      ledger.recordOutcome(key, { state: 'RECEIVED', ...asRead(0, fence) }, outcomeOf('REJECTED'), START, ENTRY);
    await ledger.claim(item);
    expect(await ledger.notePendingRejection(key, asRead(0), pending)).toBe(true);
    expect(await ledger.notePendingRejection(key, asRead(0), pending)).toBe(false);
    expect(await ledger.clearPendingRejection(key, asRead(0))).toBe(false);
    expect(await rejected(0)).toBeUndefined();
    expect(await stored()).toEqual({ ...item, fence: 1, pendingRejection: pending });
    expect(await ledger.clearPendingRejection(key, asRead(0, 1))).toBe(true);
    expect(await stored()).toEqual({ ...item, fence: 1 });
    expect(await rejected(1)).toEqual(await stored());
  });

  it('goes back to RECEIVED under the attempt’s own id only', async () => {
    await ledger.claim(item);
    expect(await ledger.reopen(key, ATTEMPT, undefined, START, ENTRY)).toBe(false);
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    expect(await ledger.reopen(key, { ...ATTEMPT, id: 'a2' }, PERIOD, START, ENTRY)).toBe(false);
    expect(await ledger.reopen(key, { ...ATTEMPT, finishedAtMs: 8 }, PERIOD, START + 9, ENTRY)).toBe(true);
    expect(await stored()).toMatchObject({
      state: 'RECEIVED',
      attempts: 1,
      attempt: { finishedAtMs: 8 },
      transitioning: PERIOD,
      dueAtMs: START + 9,
    });
  });

  it('deletes the transitioning period that an answer has ended', async () => {
    await ledger.claim(item);
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    await ledger.reopen(key, ATTEMPT, PERIOD, START, ENTRY);
    await ledger.intend(key, asRead(1), ATTEMPT, START, ENTRY);
    await ledger.reopen(key, ATTEMPT, undefined, START, ENTRY);
    expect(await stored()).not.toHaveProperty('transitioning');
  });

  it('marks an attempt as unclear once', async () => {
    await ledger.claim(item);
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    expect(await ledger.markUnclear(key, { ...ATTEMPT, id: 'a2' }, START, ENTRY, WAITS)).toBe(false);
    expect(await ledger.markUnclear(key, ATTEMPT, START + 3, ENTRY, WAITS)).toBe(true);
    expect(await ledger.markUnclear(key, ATTEMPT, START + 4, ENTRY, WAITS)).toBe(false);
    expect(await stored()).toMatchObject({ state: 'CALLING', attempt: { unclear: true }, dueAtMs: START + 3 });
    await ledger.reopen(key, ATTEMPT, undefined, START, ENTRY);
    await ledger.intend(key, asRead(1), { ...ATTEMPT, id: 'a2' }, START, ENTRY);
    expect(await ledger.markUnclear(key, { ...ATTEMPT, id: 'a2' }, START, ENTRY, WAITS)).toBe(true);
  });

  it('revokes an intent, restoring the item, only while it is CALLING under that attempt', async () => {
    await ledger.claim(item);
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    expect(await ledger.revokeIntent(key, { ...ATTEMPT, id: 'a2' }, item, START, ENTRY)).toBe(false);
    expect(await ledger.revokeIntent(key, ATTEMPT, item, START + 9, ENTRY)).toBe(true);
    expect(await stored()).toEqual({ ...item, dueAtMs: START + 9 });
    expect(await ledger.revokeIntent(key, ATTEMPT, item, START, ENTRY)).toBe(false);
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    await ledger.reopen(key, ATTEMPT, undefined, START, ENTRY);
    const before = await stored();
    await ledger.intend(key, asRead(1), { ...ATTEMPT, id: 'a2' }, START, ENTRY);
    expect(await ledger.revokeIntent(key, { ...ATTEMPT, id: 'a2' }, before, START, ENTRY)).toBe(true);
    expect(await stored()).toEqual(before);
  });

  it('W4 holds a request once per attempt', async () => {
    await ledger.claim(item);
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    expect(await ledger.recordOutcome(key, { attempt: ATTEMPT }, outcomeOf('HELD', null), START, ENTRY)).toBeDefined();
    const again = { ...outcomeOf('HELD', null), ended: { atMs: START + 99, parent: null } };
    expect(await ledger.recordOutcome(key, { attempt: ATTEMPT }, again, START, ENTRY)).toBeUndefined();
  });

  it('W4 records the outcome of a request without a call, as it was read', async () => {
    await ledger.claim(item);
    expect(
      await ledger.recordOutcome(key, { state: 'RECEIVED', ...asRead(1) }, outcomeOf('REJECTED'), START, ENTRY),
    ).toBeUndefined();
    expect(
      await ledger.recordOutcome(key, { state: 'RECEIVED', ...asRead(0) }, outcomeOf('REJECTED'), START + 9, ENTRY),
    ).toBeDefined();
    expect(await stored()).toEqual({ ...item, ...outcomeOf('REJECTED'), dueAtMs: START + 9 });
    expect(
      await ledger.recordOutcome(key, { state: 'RECEIVED', ...asRead(0) }, outcomeOf('PLANNED'), START, ENTRY),
    ).toBeUndefined();
  });

  it('W4 records no outcome of a request that has called since', async () => {
    await ledger.claim(item);
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    expect(
      await ledger.recordOutcome(key, { state: 'RECEIVED', ...asRead(0) }, outcomeOf('REJECTED'), START, ENTRY),
    ).toBeUndefined();
    expect(
      await ledger.recordOutcome(key, { state: 'RECEIVED', ...asRead(1) }, outcomeOf('REJECTED'), START, ENTRY),
    ).toBeUndefined();
  });

  it('W4 records the outcome of a called request under its attempt’s id: CALLING, then HELD, then never again', async () => {
    const from = { attempt: { ...ATTEMPT, finishedAtMs: 8 } };
    await ledger.claim(item);
    expect(await ledger.recordOutcome(key, from, outcomeOf('MIGRATED'), START, ENTRY)).toBeUndefined();
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    expect(
      await ledger.recordOutcome(key, { attempt: { ...ATTEMPT, id: 'a2' } }, outcomeOf('MIGRATED'), START, ENTRY),
    ).toBeUndefined();
    expect(await ledger.recordOutcome(key, { attempt: ATTEMPT }, outcomeOf('HELD', null), START, ENTRY)).toBeDefined();
    expect(await stored()).toMatchObject({ state: 'HELD', ended: { atMs: START + 5, parent: null } });
    expect(await ledger.recordOutcome(key, from, outcomeOf('MIGRATED'), START, ENTRY)).toEqual(await stored());
    expect(await stored()).toMatchObject({
      state: 'MIGRATED',
      ended: { parent: 'dxlag-new' },
      attempt: { finishedAtMs: 8 },
    });
    expect(await ledger.recordOutcome(key, from, outcomeOf('FAILED'), START, ENTRY)).toBeUndefined();
  });

  it('W6 removes a final outcome from the due index, if its event is the one published', async () => {
    await ledger.claim(item);
    await ledger.intend(key, asRead(0), ATTEMPT, START, ENTRY);
    await ledger.recordOutcome(key, { attempt: ATTEMPT }, outcomeOf('HELD'), START, ENTRY);
    expect(await ledger.markPublished(key, 'event-HELD', false)).toBe(true);
    expect(await stored()).toMatchObject({ publishedEventId: 'event-HELD', dueAtMs: START });
    await ledger.recordOutcome(key, { attempt: ATTEMPT }, outcomeOf('MIGRATED'), START, ENTRY);
    expect(await ledger.markPublished(key, 'event-HELD', false)).toBe(false);
    expect(await ledger.markPublished(key, 'event-MIGRATED', true)).toBe(true);
    expect((await stored()).dueAtMs).toBeUndefined();
    expect((await ledger.due(START + 1e9)).items.map((entry) => entry.key)).not.toContainEqual(key);
  });

  it('parks an item only as it was read, and never one that is no longer due', async () => {
    await ledger.claim(item);
    expect(await park(key, 'CALLING', 0, START + 9, 'reconcile')).toBe(false);
    expect(await park(key, 'RECEIVED', 1, START + 9, 'reconcile')).toBe(false);
    expect(await park(key, 'RECEIVED', 0, START + 9, 'reconcile')).toBe(true);
    expect((await stored()).dueAtMs).toBe(START + 9);
    await ledger.recordOutcome(key, { state: 'RECEIVED', ...asRead(0) }, outcomeOf('REJECTED'), START, ENTRY);
    await ledger.markPublished(key, 'event-REJECTED', true);
    expect(await park(key, 'REJECTED', 0, START, 'reconcile')).toBe(false);
  });

  it('remembers of an item that it needs a place', async () => {
    await ledger.claim(item);
    const wait = { dueAtMs: START, wokenBy: 'dispatch', waitsFor: WAITS } as const;
    await ledger.park(key, item, { ...wait, needsPlace: true });
    expect(await stored()).toMatchObject({ needsPlace: true });
    await ledger.park(key, item, { ...wait, needsPlace: false });
    expect(await stored()).toMatchObject({ needsPlace: true });
  });

  it('lists what waits to call apart, by tenant and from when it became due, until it is no longer waiting', async () => {
    const tenant = newName('backlog-');
    const [early, late] = [50, 70].map((callByMs) => newItem({ tenant, callByMs })) as [RequestItem, RequestItem];
    for (const [waiting, dueAtMs] of [
      [early, START + 5],
      [late, START + 3],
    ] as const) {
      await ledger.claim(waiting);
      expect(await park(keyOf(waiting), 'RECEIVED', 0, dueAtMs, 'dispatch')).toBe(true);
    }
    const entryOf = (waiting: RequestItem, dueAtMs: number, postponements: number) => ({
      ...{ key: keyOf(waiting), callByMs: waiting.callByMs, isOpenEnded: true, dueAtMs, postponements },
    });
    const both = [entryOf(late, START + 3, 0), entryOf(early, START + 5, 0)];
    const toCall = async (from: number, now: number) => (await ledger.dueToCall(tenant, from, now)).items;
    await eventually(async () => expect(await toCall(0, START + 5)).toEqual(both));
    expect(await toCall(START + 4, START + 5)).toEqual(both.slice(1));
    expect(await toCall(0, START + 4)).toEqual(both.slice(0, 1));
    expect((await ledger.dueToCall('another', 0, START + 9)).items).toEqual([]);
    const tenants = async () => (await ledger.due(START + 9)).items.map(({ key: due }) => due.tenant);
    expect(await tenants()).not.toContain(tenant);
    // Postponed, it stays where it is; any other step takes it out.
    await ledger.postpone(keyOf(late), START + 3, START + 4, 1);
    await ledger.recordOutcome(
      keyOf(early),
      { state: 'RECEIVED', attempts: 0, fence: 0 },
      outcomeOf('REJECTED'),
      START,
      ENTRY,
    );
    await eventually(async () => expect(await toCall(0, START + 9)).toEqual([entryOf(late, START + 4, 1)]));
    expect(await tenants()).toContain(tenant);
  });

  it('postpones a due item once for each due time read', async () => {
    await ledger.claim(item);
    expect(await ledger.postpone(key, START, START + 60, 1)).toEqual(await stored());
    expect(await ledger.postpone(key, START, START + 60, 1)).toBeUndefined();
    expect(await stored()).toMatchObject({ dueAtMs: START + 60, postponements: 1 });
    await park(key, 'RECEIVED', 0, START + 90, 'reconcile');
    expect((await stored()).postponements).toBe(0);
  });

  it('lists due items, oldest first', async () => {
    const dues = [70, 50, 60].map((dueAtMs) => newItem({ dueAtMs, tenant: newName('due-') }));
    for (const due of dues) await ledger.claim(due);
    const { items } = await ledger.due(60);
    const found = items.filter(({ key }) => key.tenant.startsWith('due-')).map(({ dueAtMs }) => dueAtMs);
    expect(found).toEqual([50, 60]);
    for (const due of dues) await ledger.postpone(keyOf(due), due.dueAtMs ?? 0, 1e15, 0);
  });

  it('records each transition once, and only if it is written', async () => {
    const entry = { atMs: START + 1, what: 'calling', attempts: 1 } as const;
    const unclear = { atMs: START + 2, what: 'unclear', attempts: 1, cause: 'reset' } as const;
    await ledger.claim(item);
    await ledger.intend(key, asRead(7), ATTEMPT, START, { ...entry, attempts: 7 });
    await ledger.intend(key, asRead(0), ATTEMPT, START, entry);
    await ledger.markUnclear(key, ATTEMPT, START, unclear, WAITS);
    await ledger.reopen(key, ATTEMPT, undefined, START, { atMs: START + 3, what: 'reopened', attempts: 1, by: 'ada' });
    expect((await stored()).history).toEqual([
      { atMs: START, what: 'received', attempts: 0 },
      entry,
      unclear,
      { atMs: START + 3, what: 'reopened', attempts: 1, by: 'ada' },
    ]);
  });

  it('counts due items', async () => {
    const before = await ledger.countDue(40);
    await ledger.claim(newItem({ dueAtMs: 30, tenant: 'counted' }));
    await ledger.claim(newItem({ dueAtMs: 41, tenant: 'counted' }));
    expect((await ledger.countDue(40)) - before).toBe(1);
  });
});

it('the ledger over DynamoDB pages through due items', async () => {
  const ledger = dynamoDbLedger(server.table);
  const items = Array.from({ length: 230 }, () => newItem({ tenant: 'paged', dueAtMs: 5 }));
  await Promise.all(items.map((item) => ledger.claim(item)));
  const found = new Set<string>();
  let next: string | undefined;
  do {
    const page = await ledger.due(5, next);
    for (const { key } of page.items) found.add(key.requestId);
    next = page.next;
  } while (next !== undefined);
  expect(found).toEqual(new Set(items.map(({ request }) => request.requestId)));
});
