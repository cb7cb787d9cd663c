import { randomInt } from 'node:crypto';
import ICAL from 'ical.js';
import { expect, it } from 'vitest';
import { MemoryStore } from '../../../examples/consumers/memory-store.ts';
import type { MaintenanceMessage, OutboxMessage } from '../../../examples/consumers/notification/message.ts';
import { notification } from '../../../examples/consumers/notification/notification.ts';
import type { MaintenanceEvent } from '../../../examples/consumers/notification/parse.ts';
import { Random } from '../../support/random.ts';
import { PROVIDER } from '../calendar/announced-lines.ts';
import { announcedOf, cancelledOf, doneOf } from './maintenance-factory.ts';

/** CONSUMERS_SEED=… plays a failed run again. */
const seed = Number(process.env.CONSUMERS_SEED ?? randomInt(1, 2 ** 31));
process.stdout.write(`maintenance: CONSUMERS_SEED=${seed} delivers the same events in the same order again\n`);

interface Customer {
  account: string;
  lines: string[];
  events: MaintenanceEvent[];
  /** Lines that were moved, or may have been. */
  moved: string[];
}

const CAUSES = ['SET_ASIDE', 'NOT_MOVED', 'DRAIN_ENDED', 'REPLANNED'] as const;

function customerOf(random: Random, number: number): Customer {
  const account = String(100_000_000_000 + number);
  const lines = Array.from({ length: random.between(1, 5) }, (_, index) => `dxcon-c${number}l${index}`);
  const announcements = lines.map((id) => {
    const names = {
      connectionName: `name of ${id}`,
      contact: `noc@c${number}.example`,
      customer: `Customer ${number}`,
    };
    return announcedOf(id, { ownerAccount: account, linesOfOwner: lines.length, ...names });
  });
  const ends = announcements.map((line) =>
    random.chance(0.6)
      ? doneOf(line, random.chance(0.8) ? 'HEALTHY' : 'OTHER')
      : cancelledOf(line, random.pick(CAUSES)),
  );
  const moved = ends
    .filter((event) => event['detail-type'].endsWith('Done'))
    .map(({ detail }) => detail.data.connectionId);
  return { account, lines, events: [...announcements, ...ends], moved };
}

/** Every event three times, in any order: a repeat can come before others have come once. */
function deliveries(random: Random, customers: readonly Customer[]): MaintenanceEvent[] {
  const once = customers.flatMap(({ events }) => events);
  const events = [...once, ...once, ...once];
  for (let last = events.length - 1; last > 0; last--) {
    const other = random.between(0, last);
    [events[last], events[other]] = [events[other] as MaintenanceEvent, events[last] as MaintenanceEvent];
  }
  return events;
}

function objectsIn({ attachments: [file] }: MaintenanceMessage) {
  const event = ICAL.Component.fromString(file?.text ?? '').getFirstSubcomponent('vevent') ?? expect.fail('no event');
  const values = (name: string) => event.getAllProperties(name).map((property) => String(property.getFirstValue()));
  return { sequence: Number(values('sequence')[0]), uid: values('uid')[0], objects: values('x-maintnote-object-id') };
}

it.each([1, 20])(
  `300 customers, each event three times in random order, %i at a time: each customer ends with what became of their lines, CONSUMERS_SEED=${seed}`,
  async (atATime) => {
    const random = new Random(seed);
    const customers = Array.from({ length: 300 }, (_, number) => customerOf(random, number));
    const outbox = new MemoryStore<OutboxMessage>();
    const notify = notification(outbox, new Map(), {
      events: new MemoryStore<MaintenanceEvent>(),
      provider: PROVIDER,
    });
    const events = deliveries(random, customers);
    for (let next = 0; next < events.length; next += atATime)
      await Promise.all(events.slice(next, next + atATime).map(notify));

    const all = (await outbox.list()) as MaintenanceMessage[];
    const seen = { told: 0, untold: 0, changed: 0 };
    for (const customer of customers) {
      const messages = all.filter(({ for: [to] }) => to?.role === 'customer' && to.ownerAccount === customer.account);
      check(customer, messages);
      seen.told += Number(messages.length > 0);
      seen.untold += Number(messages.length === 0);
      seen.changed += Number(messages.length > 1);
    }
    for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(0);
  },
);

function check({ account, lines, moved }: Customer, messages: readonly MaintenanceMessage[]): void {
  const files = messages.map(objectsIn);
  expect(files.map(({ sequence }) => sequence)).toEqual(messages.map((_, index) => index));
  expect(new Set(files.map(({ uid }) => uid)).size).toBeLessThanOrEqual(1);
  // A first one, one for each line that is not moved, and the end.
  expect(messages.length).toBeLessThanOrEqual(2 + lines.length - moved.length);
  for (const message of messages) {
    // Unfolded.
    const text = JSON.stringify(message).replaceAll('\\r\\n ', '');
    const named = new Set(text.match(/dxcon-\w+|\b1\d{11}\b|noc@c\w+/g));
    expect(
      [...named].filter((id) => ![...lines, account].includes(id) && id !== `noc@c${Number(account) - 1e11}`),
    ).toEqual([]);
  }
  const last = messages.at(-1);
  // Who was told nothing has nothing that was moved.
  expect(last !== undefined || moved.length === 0).toBe(true);
  if (!last) return;
  expect(last.told.status).toBe(moved.length > 0 ? 'COMPLETED' : 'CANCELLED');
  expect(new Set(files.at(-1)?.objects)).toEqual(new Set(moved.length > 0 ? moved : lines));
}
