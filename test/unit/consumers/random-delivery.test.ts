import { randomInt } from 'node:crypto';
import type { MigrationEvent } from 'dx-migrator/contract';
import { describe, expect, it } from 'vitest';
import { billing } from '../../../examples/consumers/billing/billing.ts';
import type { BillingLine } from '../../../examples/consumers/billing/line.ts';
import { periodsOf } from '../../../examples/consumers/billing/periods.ts';
import { MemoryStore } from '../../../examples/consumers/memory-store.ts';
import type { OutboxMessage } from '../../../examples/consumers/notification/message.ts';
import { notification } from '../../../examples/consumers/notification/notification.ts';
import { Random } from '../../support/random.ts';
import { at } from './event-factory.ts';
import { RandomStory, type TrueMove } from './random-story.ts';

/** CONSUMERS_SEED=… plays a failed run again. */
const seed = Number(process.env.CONSUMERS_SEED ?? randomInt(1, 2 ** 31));
process.stdout.write(`consumers: CONSUMERS_SEED=${seed} delivers the same events in the same order again\n`);
const random = new Random(seed);
const story = new RandomStory(random.fork(), 500);

/** Every event three times, in any order: a repeat can come before others have come once. */
function deliveries(): MigrationEvent[] {
  const events = [...story.events, ...story.events, ...story.events];
  for (let last = events.length - 1; last > 0; last--) {
    const other = random.between(0, last);
    [events[last], events[other]] = [events[other] as MigrationEvent, events[last] as MigrationEvent];
  }
  return events;
}

/** Handles them one after the other, or several at a time, as processes beside each other do. */
async function deliver(handle: (event: MigrationEvent) => Promise<unknown>, events: MigrationEvent[], atATime: number) {
  for (let next = 0; next < events.length; next += atATime) {
    await Promise.all(events.slice(next, next + atATime).map(handle));
  }
}

describe.each([1, 20])(
  `500 events, each three times in random order, %i at a time (CONSUMERS_SEED=${seed})`,
  (atATime) => {
    it('leave billing with one line for each change of parent, and no other', async () => {
      const store = new MemoryStore<BillingLine>();

      await deliver(billing(store), deliveries(), atATime);

      const delivered = new Set(story.events.map(({ detail }) => detail.metadata.eventId));
      const moves = story.moves.filter(({ eventId }) => delivered.has(eventId));
      const lines = await store.list();
      expect(new Map(lines.map((line) => [line.eventId, ofLine(line)]))).toEqual(
        new Map(moves.map((move) => [move.eventId, ofMove(move)])),
      );
      expect(lines).toHaveLength(moves.length);
      for (const [connectionId, made] of Map.groupBy(moves, (move) => move.connectionId)) {
        const periods = periodsOf(await store.list(connectionId));
        expect(periods).toEqual([
          { parent: made[0]?.from, since: null, until: at(made[0]?.known ?? 0) },
          ...made.map(({ to, known }, index) => {
            const next = made[index + 1]?.known;
            return { parent: to, since: at(known), until: next === undefined ? null : at(next) };
          }),
        ]);
      }
    });

    it('leave one message per event, and none for a held request after its final outcome', async () => {
      const store = new MemoryStore<OutboxMessage>();
      const events = deliveries();

      await deliver(notification(store, new Map()), events, atATime);

      const messages = new Map((await store.list()).map((message) => [message.eventId, message]));
      expect(messages.size).toBe((await store.list()).length);
      const first = new Map(events.toReversed().map((event, index) => [event.detail.metadata.eventId, -index]));
      const before = (one: string, other: string) => (first.get(one) ?? 0) < (first.get(other) ?? 0);
      for (const { held, final } of story.requests) {
        const heldMessages = held.filter((eventId) => messages.has(eventId));
        if (final) expect(messages.get(final)?.text.includes('this decides'), final).toBe(heldMessages.length > 0);
        if (atATime > 1) continue;
        const expected = held.filter((eventId, attempt) => {
          const overtaking = [...held.slice(attempt + 1), ...(final ? [final] : [])];
          return !overtaking.some((other) => before(other, eventId));
        });
        expect(heldMessages).toEqual(expected);
      }
    });
  },
);

it('the story has the cases that make it hard', () => {
  for (const what of [
    'MIGRATED moved',
    'MIGRATED observed',
    'MIGRATED alreadyThere',
    'HELD',
    'FAILED',
    'REJECTED',
    'PLANNED',
  ]) {
    expect(story.counts.get(what), what).toBeGreaterThan(0);
  }
  const heldAndFinal = story.requests.filter(({ held, final }) => held.length > 0 && final);
  expect(heldAndFinal.length).toBeGreaterThan(10);
  expect(story.events).toHaveLength(500);
});

const ofLine = ({ connectionId, ownerAccount, from, to, changedAfter, changedBy }: BillingLine) =>
  [connectionId, ownerAccount, from, to, changedAfter, changedBy].join(' ');

const ofMove = ({ connectionId, owner, from, to, began, known }: TrueMove) =>
  [connectionId, owner, from, to, at(began), at(known)].join(' ');
