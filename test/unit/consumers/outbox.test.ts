import type { MigrationEvent } from 'dx-migrator/contract';
import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../../examples/consumers/memory-store.ts';
import type { OutboxMessage } from '../../../examples/consumers/notification/message.ts';
import { notification } from '../../../examples/consumers/notification/notification.ts';
import type { Store } from '../../../examples/consumers/store.ts';
import { eventOf } from './event-factory.ts';

const MIGRATED = eventOf({
  outcome: 'MIGRATED',
  data: { disposition: 'observed', observedAt: '2026-11-23T12:09:00.000Z' },
});
const FAILED = eventOf({ outcome: 'FAILED', code: 'RESOLVED_NOT_MOVED' });
const HELD = eventOf({ outcome: 'HELD', code: 'OUTCOME_UNKNOWN' });
const HELD_AGAIN = eventOf({ outcome: 'HELD', code: 'OUTCOME_UNKNOWN', eventId: 'held-2', data: { attempts: 2 } });
const CONFLICT = eventOf({ outcome: 'REJECTED', code: 'CONFLICTING_REQUEST', eventId: 'conflict' });

function openOutbox(store: Store<OutboxMessage> = new MemoryStore()) {
  return { store, notify: notification(store, new Map()) };
}

/** The event ids of the messages that these deliveries, one after the other, leave in the outbox. */
async function messagesAfter(...events: MigrationEvent[]): Promise<string[]> {
  const { store, notify } = openOutbox();
  for (const event of events) await notify(event);
  return (await store.list()).map(({ eventId }) => eventId);
}

describe('the outbox', () => {
  it('has one message for an event that is delivered again', async () => {
    const { store, notify } = openOutbox();

    const [first, second] = [await notify(MIGRATED), await notify({ ...MIGRATED, id: 'of another delivery' })];

    expect(await store.list()).toEqual([first]);
    expect(second).toBeUndefined();
  });

  it('has the final outcome after a held one, and says that it ends the hold', async () => {
    for (const final of [MIGRATED, FAILED]) {
      const { store, notify } = openOutbox();

      await notify(HELD);
      const message = await notify(final);

      expect(await store.list()).toHaveLength(2);
      expect(message?.subject).toMatch(/ \(was held\)$/);
      expect(message?.text).toContain('Expected of the operators: Nothing more: this decides what was held.');
      expect(message?.for).toEqual([{ role: 'orderSystem', tenant: 'orders' }, { role: 'operators' }]);
    }
  });

  it('has no message for a held outcome that arrives after the final one', async () => {
    const { notify } = openOutbox();
    const final = await notify(MIGRATED);
    expect(await notify(HELD)).toBeUndefined();
    expect(final?.text).not.toContain('this decides');
    expect(await messagesAfter(FAILED, HELD, HELD_AGAIN, FAILED)).toEqual([FAILED.detail.metadata.eventId]);
  });

  it('asks for a decision on each held attempt, but not on one that a later attempt has overtaken', async () => {
    expect(await messagesAfter(HELD, HELD_AGAIN, HELD)).toEqual(['r1-HELD', 'held-2']);
    expect(await messagesAfter(HELD_AGAIN, HELD)).toEqual(['held-2']);
  });

  it('keeps a conflict apart from the outcome of the request whose id it used', async () => {
    expect(await messagesAfter(CONFLICT, HELD)).toEqual(['conflict', 'r1-HELD']);
    const { notify } = openOutbox();
    await notify(HELD);
    expect((await notify(CONFLICT))?.text).not.toContain('this decides');
    expect((await notify(MIGRATED))?.text).toContain('this decides');
  });

  it('keeps requests of two tenants apart that have the same id', async () => {
    const rival = eventOf({ outcome: 'HELD', code: 'OUTCOME_UNKNOWN', eventId: 'rival', data: { tenant: 'rival' } });
    expect(await messagesAfter(MIGRATED, rival)).toEqual(['r1-MIGRATED', 'rival']);
  });

  it('keeps messages apart that name no request', async () => {
    const unreadable = (eventId: string) =>
      eventOf({ outcome: 'REJECTED', code: 'INVALID_REQUEST', eventId, data: { request: null } });
    expect(await messagesAfter(unreadable('a'), unreadable('b'), unreadable('a'))).toEqual(['a', 'b']);
  });

  it('decides again where another process has stored a message for the request meanwhile', async () => {
    const memory = new MemoryStore<OutboxMessage>();
    const other = notification(memory, new Map());
    let overtake = async () => void (await other(MIGRATED));
    const { notify } = openOutbox({
      list: (group) => memory.list(group),
      putOnce: async (...record) => {
        await overtake();
        overtake = async () => undefined;
        return memory.putOnce(...record);
      },
    });

    expect(await notify(HELD)).toBeUndefined();
    expect((await memory.list()).map(({ eventId }) => eventId)).toEqual(['r1-MIGRATED']);
  });
});
