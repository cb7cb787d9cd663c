import { expect, it } from 'vitest';
import { MemoryStore } from '../../../examples/consumers/memory-store.ts';
import type { OutboxMessage } from '../../../examples/consumers/notification/message.ts';
import { notification } from '../../../examples/consumers/notification/notification.ts';
import type { RequestEvent } from '../../../examples/consumers/notification/parse.ts';
import { eventOf } from './event-factory.ts';
import { verdictOf } from './verdict-factory.ts';

const MIGRATED = eventOf({ outcome: 'MIGRATED' });
const HELD = eventOf({ outcome: 'HELD', code: 'OUTCOME_UNKNOWN' });
const [UNKNOWN, UNHEALTHY] = [verdictOf({ verdict: 'UNKNOWN' }), verdictOf({ verdict: 'UNHEALTHY' })];
const FINAL = (['HEALTHY', 'OVERTAKEN', 'GONE', 'MOVED_AWAY'] as const).map((verdict) => verdictOf({ verdict }));
const [HEALTHY] = FINAL;

const idOf = (event: RequestEvent) => event.detail.metadata.eventId;

async function messagesAfter(events: readonly RequestEvent[]): Promise<OutboxMessage[]> {
  const store = new MemoryStore<OutboxMessage>();
  const notify = notification(store, new Map());
  for (const event of events) await notify(event);
  return store.list();
}

function ordersOf<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((one) => ordersOf(list.filter((other) => other !== one)).map((rest) => [one, ...rest]));
}

it.each(FINAL)(
  'every order of all that is published of one move, twice, tells each once, and no old news: $detail.data.verdict',
  async (final) => {
    const events = [HELD, MIGRATED, UNKNOWN, UNHEALTHY, final];
    const orders = ordersOf(events);
    expect(orders).toHaveLength(120);
    for (const order of orders) {
      const messages = await messagesAfter([...order, ...order]);
      const before = (one: RequestEvent, other: RequestEvent) => order.indexOf(one) < order.indexOf(other);
      const isNews = (event: RequestEvent) => {
        if (event === UNKNOWN) return before(UNKNOWN, UNHEALTHY) && before(UNKNOWN, final);
        if (event === UNHEALTHY) return before(UNHEALTHY, final);
        if (event === HELD) return [MIGRATED, UNKNOWN, UNHEALTHY, final].every((other) => before(HELD, other));
        return true;
      };
      expect(messages.map(({ eventId }) => eventId)).toEqual(order.filter(isNews).map(idOf));
      const outcome = messages.find(({ eventId }) => eventId === idOf(MIGRATED));
      expect(outcome?.text.includes('this decides')).toBe(isNews(HELD));
    }
  },
);

it('says that it ends a report only where there was one', async () => {
  const ends = async (...events: (RequestEvent | undefined)[]) =>
    (await messagesAfter(events.filter((event) => event !== undefined))).at(-1)?.text.includes('Nothing more about');
  expect(await ends(UNHEALTHY, HEALTHY)).toBe(true);
  expect(await ends(UNKNOWN, HEALTHY)).toBe(true);
  expect(await ends(MIGRATED, HEALTHY)).toBe(false);
});

it('keeps apart what was seen of two moves of one line', async () => {
  const other = verdictOf({ verdict: 'UNHEALTHY', data: { requestId: 'r2' }, metadata: { eventId: 'r2-UNHEALTHY' } });
  const messages = await messagesAfter([...FINAL.slice(0, 1), other]);
  expect(messages.map(({ eventId }) => eventId)).toEqual(['r1-HEALTHY', 'r2-UNHEALTHY']);
});

it('tells what could not be looked at again, if that was recorded later', async () => {
  const later = verdictOf({ verdict: 'UNKNOWN', occurredAtMs: 40 * 60_000 });
  expect((await messagesAfter([UNHEALTHY, later])).map(({ eventId }) => eventId)).toEqual([
    'r1-UNHEALTHY',
    'r1-UNKNOWN',
  ]);
});

it('decides again where another process has stored a message for the move meanwhile', async () => {
  const memory = new MemoryStore<OutboxMessage>();
  let overtake = async () => void (await notification(memory, new Map())(HEALTHY ?? MIGRATED));
  const notify = notification(
    {
      list: (group) => memory.list(group),
      putOnce: async (...record) => {
        await overtake();
        overtake = async () => undefined;
        return memory.putOnce(...record);
      },
    },
    new Map(),
  );

  expect(await notify(UNHEALTHY)).toBeUndefined();
  expect((await memory.list()).map(({ eventId }) => eventId)).toEqual(['r1-HEALTHY']);
});
