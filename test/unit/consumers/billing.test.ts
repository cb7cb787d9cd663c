import { describe, expect, it } from 'vitest';
import { billing } from '../../../examples/consumers/billing/billing.ts';
import type { BillingLine } from '../../../examples/consumers/billing/line.ts';
import { periodsOf } from '../../../examples/consumers/billing/periods.ts';
import { MemoryStore } from '../../../examples/consumers/memory-store.ts';
import { at, CONNECTION, eventOf, NEW, OLD } from './event-factory.ts';

function openBilling() {
  const store = new MemoryStore<BillingLine>();
  return { store, bill: billing(store) };
}

const move = (requestId: string, from: string, to: string, startedAtMs: number) =>
  eventOf({
    outcome: 'MIGRATED',
    requestId,
    request: { requestedAt: at(startedAtMs - 10), expectedParentConnectionId: from, parentConnectionId: to },
    data: {
      ...{ previousParentConnectionId: from, parentConnectionId: to },
      ...{ startedAt: at(startedAtMs), finishedAt: at(startedAtMs + 5) },
    },
  });

describe('billing', () => {
  it('keeps a line for a move, with the account and the port that are billed', async () => {
    const { store, bill } = openBilling();
    const event = eventOf({ outcome: 'MIGRATED', request: { orderId: '4711', correlationId: 'change-1' } });

    const line = await bill(event);

    expect(await store.list(CONNECTION)).toEqual([line]);
    expect(line).toEqual({
      ...{ eventId: 'r1-MIGRATED', connectionId: CONNECTION, ownerAccount: '111122223333', bandwidth: '1Gbps' },
      ...{ from: OLD, to: NEW, changedAfter: at(1_000), changedBy: at(2_000), requestedAt: at(0) },
      ...{ tenant: 'orders', requestId: 'r1', orderId: '4711', correlationId: 'change-1' },
    });
  });

  it('bounds an observed move by the observation, not by an answer that did not confirm it', async () => {
    const { bill } = openBilling();
    const data = { disposition: 'observed', finishedAt: at(1_500), observedAt: at(60_000) };

    const line = await bill(eventOf({ outcome: 'MIGRATED', data }));

    expect(line).toMatchObject({ changedAfter: at(1_000), changedBy: at(60_000) });
  });

  it('keeps no line where nothing changed', async () => {
    const { store, bill } = openBilling();

    await bill(eventOf({ outcome: 'MIGRATED', data: { disposition: 'alreadyThere', observedAt: at(0) } }));
    await bill(eventOf({ outcome: 'FAILED', code: 'IP_CONFLICT' }));
    await bill(eventOf({ outcome: 'REJECTED', code: 'EXPIRED' }));
    await bill(eventOf({ outcome: 'HELD', code: 'OUTCOME_UNKNOWN' }));
    await bill(eventOf({ outcome: 'PLANNED' }));

    expect(await store.list()).toEqual([]);
  });

  it('keeps one line for an event that is delivered again, and names the delivery that brought it', async () => {
    const { store, bill } = openBilling();
    const event = eventOf({ outcome: 'MIGRATED' });

    const answers = await Promise.all([bill(event), bill({ ...event, id: 'of another delivery' })]);

    expect(answers.map((line) => line?.eventId)).toEqual(['r1-MIGRATED', undefined]);
    expect(await store.list()).toHaveLength(1);
  });

  it('marks what is not known', async () => {
    const { bill } = openBilling();
    const connection = { ownerAccount: undefined, bandwidth: undefined };

    const line = await bill(eventOf({ outcome: 'MIGRATED', connection }));

    expect(line).toMatchObject({ ownerAccount: null, bandwidth: null, orderId: null });
  });

  it('rejects a change without a time', async () => {
    const { store, bill } = openBilling();

    await expect(bill(eventOf({ outcome: 'MIGRATED', data: { finishedAt: null } }))).rejects.toThrow(
      'does not say when',
    );
    await expect(bill(eventOf({ outcome: 'MIGRATED', data: { startedAt: null } }))).rejects.toThrow(
      'does not say when',
    );
    expect(await store.list()).toEqual([]);
  });
});

describe('the periods of a connection', () => {
  const periods = async (...events: ReturnType<typeof move>[]) => {
    const { store, bill } = openBilling();
    for (const event of events) await bill(event);
    return periodsOf(await store.list(CONNECTION));
  };

  it('follow from its lines in whatever order they arrived, without a gap, even over a return move', async () => {
    const [there, back, again] = [move('b', OLD, NEW, 100), move('a', NEW, OLD, 200), move('c', OLD, NEW, 300)];

    for (const order of [
      [there, back, again],
      [again, there, back],
      [back, again, there],
    ]) {
      expect(await periods(...order)).toEqual([
        { parent: OLD, since: null, until: at(105) },
        { parent: NEW, since: at(105), until: at(205) },
        { parent: OLD, since: at(205), until: at(305) },
        { parent: NEW, since: at(305), until: null },
      ]);
    }
  });

  it('are open where a line is missing, or the connection was moved by hand', async () => {
    expect(await periods(move('a', OLD, NEW, 100), move('b', 'dxcon-elsewhere', OLD, 300))).toEqual([
      { parent: OLD, since: null, until: at(105) },
      { parent: NEW, since: at(105), until: null },
      { parent: 'dxcon-elsewhere', since: null, until: at(305) },
      { parent: OLD, since: at(305), until: null },
    ]);
  });

  it('follow the orders, not the clocks of the workers that carried them out', async () => {
    const early = move('a', OLD, NEW, 1_000);
    const late = move('b', NEW, OLD, 2_000);
    late.detail.data.startedAt = at(900);

    expect((await periods(late, early)).map(({ parent }) => parent)).toEqual([OLD, NEW, OLD]);
  });

  it('are none without a line', () => {
    expect(periodsOf([])).toEqual([]);
  });
});
