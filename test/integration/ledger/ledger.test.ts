import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledger as dynamoDbLedger } from '../../../src/aws/ledger.ts';
import { outcomeEvent } from '../../../src/contract/event.ts';
import { parseRequest } from '../../../src/contract/request.ts';
import type { Ledger, Settlement } from '../../../src/migration/ports.ts';
import type { Attempt, RequestItem, RequestKey } from '../../../src/migration/request-item.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { MemoryLedger } from '../../support/memory-ledger.ts';
import { request, START } from '../../support/world.ts';

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

let numbered = 0;

/** A request item under a key of its own, so that tests share one table. */
function newItem(fields: Partial<RequestItem> = {}): RequestItem {
  const parsed = parseRequest(JSON.stringify(request({ requestId: `r${++numbered}` })), START);
  if (!parsed.ok) throw new Error(parsed.problem);
  return {
    tenant: 'orders',
    request: parsed.request,
    fingerprint: 'f',
    messageId: 'm',
    traceparent: 't',
    state: 'RECEIVED',
    attempts: 0,
    dueAt: START,
    pushes: 0,
    history: [{ at: START, what: 'received', attempts: 0 }],
    ...fields,
  };
}

const ATTEMPT: Attempt = {
  id: 'a1',
  startedAt: START,
  previousParent: 'dxcon-old',
  seen: { connectionId: 'dxcon-line1' },
};

function settlement(state: Settlement['state'], parent: string | null = 'dxlag-new'): Settlement {
  const metadata = {
    eventId: `event-${state}`,
    occurredAt: '',
    serviceVersion: '',
    correlationId: null,
    causationId: 'm',
  };
  const event = outcomeEvent(metadata, { outcome: state } as Parameters<typeof outcomeEvent>[1]);
  return { state, settled: { at: START + 5, parent }, event };
}

describe.each([
  ['over DynamoDB', () => dynamoDbLedger(server.table)],
  ['in memory, as the core’s tests use it', () => new MemoryLedger()],
])('the ledger %s', (_name, create) => {
  let ledger: Ledger;
  let key: RequestKey;
  let item: RequestItem;

  beforeEach(async () => {
    ledger = create();
    item = newItem();
    key = { tenant: item.tenant, requestId: item.request.requestId };
  });

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

  it('W3 writes the intent only on RECEIVED and the number of attempts read', async () => {
    await ledger.claim(item);
    expect(await ledger.intend(key, 1, ATTEMPT, START + 9)).toBe(false);
    expect(await ledger.noteRefusal(key, 0, { code: 'EXPIRED', since: 1 })).toBe(true);
    expect(await ledger.intend(key, 0, ATTEMPT, START + 9)).toBe(true);
    expect(await ledger.intend(key, 0, { ...ATTEMPT, id: 'a2' }, START)).toBe(false);
    expect(await ledger.intend(key, 1, { ...ATTEMPT, id: 'a2' }, START)).toBe(false);
    expect(await stored()).toEqual({ ...item, state: 'CALLING', attempts: 1, attempt: ATTEMPT, dueAt: START + 9 });
  });

  it('goes back to RECEIVED under the attempt’s own id only', async () => {
    await ledger.claim(item);
    expect(await ledger.withdraw(key, ATTEMPT, undefined, START)).toBe(false);
    await ledger.intend(key, 0, ATTEMPT, START);
    expect(await ledger.withdraw(key, { ...ATTEMPT, id: 'a2' }, 7, START)).toBe(false);
    expect(await ledger.withdraw(key, { ...ATTEMPT, finishedAt: 8 }, 7, START + 9)).toBe(true);
    expect(await stored()).toMatchObject({
      state: 'RECEIVED',
      attempts: 1,
      attempt: { finishedAt: 8 },
      transitioningSince: 7,
      dueAt: START + 9,
    });
  });

  it('marks an attempt as unclear once', async () => {
    await ledger.claim(item);
    await ledger.intend(key, 0, ATTEMPT, START);
    expect(await ledger.markUnclear(key, { ...ATTEMPT, id: 'a2' }, START)).toBe(false);
    expect(await ledger.markUnclear(key, ATTEMPT, START + 3)).toBe(true);
    expect(await ledger.markUnclear(key, ATTEMPT, START + 4)).toBe(false);
    expect(await stored()).toMatchObject({ state: 'CALLING', attempt: { unclear: true }, dueAt: START + 3 });
    await ledger.withdraw(key, ATTEMPT, undefined, START);
    await ledger.intend(key, 1, { ...ATTEMPT, id: 'a2' }, START);
    expect(await ledger.markUnclear(key, { ...ATTEMPT, id: 'a2' }, START)).toBe(true);
  });

  it('takes an intent back, to what the item was before, only while it is CALLING under that attempt', async () => {
    await ledger.claim(item);
    await ledger.intend(key, 0, ATTEMPT, START);
    expect(await ledger.unintend(key, { ...ATTEMPT, id: 'a2' }, item, START)).toBe(false);
    expect(await ledger.unintend(key, ATTEMPT, item, START + 9)).toBe(true);
    expect(await stored()).toEqual({ ...item, dueAt: START + 9 });
    expect(await ledger.unintend(key, ATTEMPT, item, START)).toBe(false);
    await ledger.intend(key, 0, ATTEMPT, START);
    await ledger.withdraw(key, ATTEMPT, undefined, START);
    const before = await stored();
    await ledger.intend(key, 1, { ...ATTEMPT, id: 'a2' }, START);
    expect(await ledger.unintend(key, { ...ATTEMPT, id: 'a2' }, before, START)).toBe(true);
    expect(await stored()).toEqual(before);
  });

  it('W4 holds a request once an attempt', async () => {
    await ledger.claim(item);
    await ledger.intend(key, 0, ATTEMPT, START);
    expect(await ledger.settle(key, { attempt: ATTEMPT }, settlement('HELD', null), START)).toBe(true);
    const again = { ...settlement('HELD', null), settled: { at: START + 99, parent: null } };
    expect(await ledger.settle(key, { attempt: ATTEMPT }, again, START)).toBe(false);
  });

  it('W4 settles an uncalled request as it was read', async () => {
    await ledger.claim(item);
    expect(await ledger.settle(key, { state: 'RECEIVED', attempts: 1 }, settlement('REJECTED'), START)).toBe(false);
    expect(await ledger.settle(key, { state: 'RECEIVED', attempts: 0 }, settlement('REJECTED'), START + 9)).toBe(true);
    expect(await stored()).toEqual({ ...item, ...settlement('REJECTED'), dueAt: START + 9 });
    expect(await ledger.settle(key, { state: 'RECEIVED', attempts: 0 }, settlement('PLANNED'), START)).toBe(false);
  });

  it('W4 does not settle a request that has called since', async () => {
    await ledger.claim(item);
    await ledger.intend(key, 0, ATTEMPT, START);
    expect(await ledger.settle(key, { state: 'RECEIVED', attempts: 0 }, settlement('REJECTED'), START)).toBe(false);
    expect(await ledger.settle(key, { state: 'RECEIVED', attempts: 1 }, settlement('REJECTED'), START)).toBe(false);
  });

  it('W4 settles a called request under its attempt’s id: CALLING, then HELD, then never again', async () => {
    const from = { attempt: { ...ATTEMPT, finishedAt: 8 } };
    await ledger.claim(item);
    expect(await ledger.settle(key, from, settlement('MIGRATED'), START)).toBe(false);
    await ledger.intend(key, 0, ATTEMPT, START);
    expect(await ledger.settle(key, { attempt: { ...ATTEMPT, id: 'a2' } }, settlement('MIGRATED'), START)).toBe(false);
    expect(await ledger.settle(key, { attempt: ATTEMPT }, settlement('HELD', null), START)).toBe(true);
    expect(await stored()).toMatchObject({ state: 'HELD', settled: { at: START + 5, parent: null } });
    expect(await ledger.settle(key, from, settlement('MIGRATED'), START)).toBe(true);
    expect(await stored()).toMatchObject({
      state: 'MIGRATED',
      settled: { parent: 'dxlag-new' },
      attempt: { finishedAt: 8 },
    });
    expect(await ledger.settle(key, from, settlement('FAILED'), START)).toBe(false);
  });

  it('W6 takes a final outcome off what is due, if its event is the one told', async () => {
    await ledger.claim(item);
    await ledger.intend(key, 0, ATTEMPT, START);
    await ledger.settle(key, { attempt: ATTEMPT }, settlement('HELD'), START);
    expect(await ledger.told(key, 'event-HELD', false)).toBe(true);
    expect(await stored()).toMatchObject({ toldEventId: 'event-HELD', dueAt: START });
    await ledger.settle(key, { attempt: ATTEMPT }, settlement('MIGRATED'), START);
    expect(await ledger.told(key, 'event-HELD', false)).toBe(false);
    expect(await ledger.told(key, 'event-MIGRATED', true)).toBe(true);
    expect((await stored()).dueAt).toBeUndefined();
    expect((await ledger.due(START + 1e9)).items.map((entry) => entry.key)).not.toContainEqual(key);
  });

  it('parks an item only as it was read, and never one that is due no more', async () => {
    await ledger.claim(item);
    expect(await ledger.park(key, 'CALLING', 0, START + 9)).toBe(false);
    expect(await ledger.park(key, 'RECEIVED', 1, START + 9)).toBe(false);
    expect(await ledger.park(key, 'RECEIVED', 0, START + 9)).toBe(true);
    expect((await stored()).dueAt).toBe(START + 9);
    await ledger.settle(key, { state: 'RECEIVED', attempts: 0 }, settlement('REJECTED'), START);
    await ledger.told(key, 'event-REJECTED', true);
    expect(await ledger.park(key, 'REJECTED', 0, START)).toBe(false);
  });

  it('pushes a due item once for each due time read', async () => {
    await ledger.claim(item);
    expect(await ledger.push(key, START, START + 60, 1)).toBe(true);
    expect(await ledger.push(key, START, START + 60, 1)).toBe(false);
    expect(await stored()).toMatchObject({ dueAt: START + 60, pushes: 1 });
    await ledger.park(key, 'RECEIVED', 0, START + 90);
    expect((await stored()).pushes).toBe(0);
  });

  it('finds what is due, oldest first', async () => {
    const dues = [70, 50, 60].map((dueAt) => newItem({ dueAt, tenant: `due-${numbered}` }));
    for (const due of dues) await ledger.claim(due);
    const { items } = await ledger.due(60);
    const found = items.filter(({ key }) => key.tenant.startsWith('due-')).map(({ dueAt }) => dueAt);
    expect(found).toEqual([50, 60]);
    for (const due of dues)
      await ledger.push({ tenant: due.tenant, requestId: due.request.requestId }, due.dueAt ?? 0, 1e15, 0);
  });

  it('W2 and W5: one request holds a connection, and only newer ones follow', async () => {
    const connection = `dxcon-c${++numbered}`;
    const other = { tenant: 'orders', requestId: 'other' };
    const last = { lastRequestedAt: '2026-01-02T00:00:00.000Z', lastParent: 'dxlag-new', lastOutcomeAt: START };
    expect(await ledger.take(connection, key, '2026-01-02T00:00:00.000Z', '111122223333')).toBe(true);
    expect(await ledger.take(connection, key, '2026-01-02T00:00:00.000Z', '111122223333')).toBe(true);
    expect(await ledger.take(connection, other, '2026-01-03T00:00:00.000Z', '111122223333')).toBe(false);
    expect(await ledger.readConnection(connection)).toEqual({ active: key, ownerAccount: '111122223333' });
    expect(await ledger.release(connection, other, last)).toBe(false);
    expect(await ledger.release(connection, key, last)).toBe(true);
    expect(await ledger.release(connection, key, last)).toBe(false);
    expect(await ledger.readConnection(connection)).toEqual({ ownerAccount: '111122223333', ...last });
    expect(await ledger.take(connection, other, '2026-01-02T00:00:00.000Z', '111122223333')).toBe(false);
    expect(await ledger.take(connection, other, '2026-01-01T23:59:59.999Z', '111122223333')).toBe(false);
    expect(await ledger.take(connection, other, '2026-01-02T00:00:00.001Z', '111122223333')).toBe(true);
    expect(await ledger.release(connection, other)).toBe(true);
    expect(await ledger.readConnection(connection)).toEqual({ ownerAccount: '111122223333', ...last });
  });

  it('frees a connection of which nobody knows where it is', async () => {
    const connection = `dxcon-c${++numbered}`;
    const last = { lastRequestedAt: '2026-01-02T00:00:00.000Z', lastOutcomeAt: START };
    const other = { tenant: 'orders', requestId: 'other' };
    await ledger.take(connection, key, '2026-01-02T00:00:00.000Z', '111122223333');
    await ledger.release(connection, key, { ...last, lastParent: 'dxlag-new' });
    await ledger.take(connection, other, '2026-01-03T00:00:00.000Z', '111122223333');
    expect(await ledger.release(connection, other, { ...last, lastParent: null })).toBe(true);
    expect(await ledger.readConnection(connection)).toEqual({ ownerAccount: '111122223333', ...last });
  });

  it('records each transition once, and only if it is written', async () => {
    const entry = { at: START + 1, what: 'calling', attempts: 1 } as const;
    await ledger.claim(item);
    await ledger.intend(key, 7, ATTEMPT, START, { ...entry, attempts: 7 });
    await ledger.intend(key, 0, ATTEMPT, START, entry);
    await ledger.markUnclear(key, ATTEMPT, START, { at: START + 2, what: 'unclear', attempts: 1, cause: 'reset' });
    await ledger.withdraw(key, ATTEMPT, undefined, START, { at: START + 3, what: 'withdrawn', attempts: 1, by: 'ada' });
    expect((await stored()).history).toEqual([
      { at: START, what: 'received', attempts: 0 },
      entry,
      { at: START + 2, what: 'unclear', attempts: 1, cause: 'reset' },
      { at: START + 3, what: 'withdrawn', attempts: 1, by: 'ada' },
    ]);
  });

  it('pauses and resumes once', async () => {
    const change = { at: START, by: 'ada', why: 'maintenance' };
    expect(await ledger.setPaused({ paused: false, ...change })).toBe(false);
    expect(await ledger.setPaused({ paused: true, ...change })).toBe(true);
    expect(await ledger.setPaused({ paused: true, ...change, by: 'bob' })).toBe(false);
    expect(await ledger.readControl()).toEqual({ paused: true, lastChange: { paused: true, ...change } });
    expect(await ledger.setPaused({ paused: false, ...change, by: 'bob' })).toBe(true);
    expect(await ledger.readControl()).toMatchObject({ paused: false, lastChange: { by: 'bob' } });
  });

  it('counts what is due', async () => {
    const before = await ledger.countDue(40);
    await ledger.claim(newItem({ dueAt: 30, tenant: 'counted' }));
    await ledger.claim(newItem({ dueAt: 41, tenant: 'counted' }));
    expect((await ledger.countDue(40)) - before).toBe(1);
  });

  it('sets the circuit only if it is as read', async () => {
    const first = { openUntil: START, streak: 1 };
    const second = { openUntil: START, streak: 1, probe: { key: 'k', since: START } };
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

it('the ledger over DynamoDB pages through what is due', async () => {
  const ledger = dynamoDbLedger(server.table);
  const items = Array.from({ length: 230 }, () => newItem({ tenant: 'paged', dueAt: 5 }));
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
