import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../../examples/consumers/memory-store.ts';
import type { MaintenanceMessage, OutboxMessage } from '../../../examples/consumers/notification/message.ts';
import { notification } from '../../../examples/consumers/notification/notification.ts';
import type { MaintenanceEvent } from '../../../examples/consumers/notification/parse.ts';
import { PROVIDER } from '../calendar/announced-lines.ts';
import { announcedOf, cancelledOf, doneOf } from './maintenance-factory.ts';

const ALDER = { linesOfOwner: 3, contact: 'noc@alder.example', customer: 'Alder Bank' };
const [A, B, C] = ['dxcon-a', 'dxcon-b', 'dxcon-c'].map((id) =>
  announcedOf(id, { ...ALDER, connectionName: `alder-${id.at(-1)}` }),
) as [MaintenanceEvent, MaintenanceEvent, MaintenanceEvent];
const BIRCH = announcedOf('dxcon-x', {
  ownerAccount: '222233334444',
  contact: 'net@birch.example',
  connectionName: 'birch-x',
});

function openConsumer() {
  const [outbox, events] = [new MemoryStore<OutboxMessage>(), new MemoryStore<MaintenanceEvent>()];
  return { outbox, events, notify: notification(outbox, new Map(), { events, provider: PROVIDER }) };
}

async function messagesAfter(...events: MaintenanceEvent[]): Promise<MaintenanceMessage[]> {
  const { outbox, notify } = openConsumer();
  for (const event of events) await notify(event);
  return (await outbox.list()) as MaintenanceMessage[];
}

const subjects = async (...events: MaintenanceEvent[]) =>
  (await messagesAfter(...events)).map(({ subject }) => subject);

function calendarIn(message: MaintenanceMessage | undefined) {
  const [file] = message?.attachments ?? [];
  expect(file).toMatchObject({ name: 'maintenance.ics', type: 'text/calendar; charset=utf-8' });
  const event = ICAL.Component.fromString(file?.text ?? '').getFirstSubcomponent('vevent') ?? expect.fail('no event');
  const values = (name: string) => event.getAllProperties(name).map((property) => String(property.getFirstValue()));
  return {
    uid: values('uid')[0],
    sequence: Number(values('sequence')[0]),
    status: values('x-maintnote-status')[0],
    objects: values('x-maintnote-object-id'),
    from: values('dtstart')[0],
  };
}

function ordersOf<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((one) => ordersOf(list.filter((other) => other !== one)).map((rest) => [one, ...rest]));
}

describe('an announcement', () => {
  it('is one message for all lines of a customer, with the calendar file, once all have come, in any order and again', async () => {
    for (const order of ordersOf([A, B, C])) {
      expect(await messagesAfter(...order.slice(0, 2), ...order.slice(0, 2))).toEqual([]);
      const [message, ...others] = await messagesAfter(...order, ...order);
      expect(others).toEqual([]);
      expect(message?.subject).toBe('Maintenance: 2026-12-24 21:00 UTC, 3 connections');
      expect(message?.for).toEqual([
        { role: 'customer', ownerAccount: '111122223333', contacts: ['noc@alder.example'] },
      ]);
      expect(calendarIn(message)).toEqual({
        ...{ uid: 'fra-old-1.111122223333@example.net', sequence: 0, status: 'CONFIRMED' },
        ...{ objects: ['dxcon-a', 'dxcon-b', 'dxcon-c'], from: '2026-12-24T21:00:00Z' },
      });
      expect(message?.text.match(/^Connection: .*$/gm)).toEqual([
        ...['a', 'b', 'c'].map((id) => `Connection: dxcon-${id} "alder-${id}": is moved`),
      ]);
    }
  });

  it('has nothing of anybody else’s, nor of the ports', async () => {
    const messages = await messagesAfter(A, BIRCH, B, C);
    expect(messages).toHaveLength(2);
    const [birch, alder] = messages.map((message) => JSON.stringify(message));
    expect(birch).toMatch(/dxcon-x.*222233334444|222233334444.*dxcon-x/);
    expect(birch).not.toMatch(/dxcon-[abc]\b|111122223333|alder/i);
    expect(alder).toMatch(/dxcon-a.*111122223333|111122223333.*dxcon-a/);
    expect(alder).not.toMatch(/dxcon-x|222233334444|birch/i);
    for (const text of [birch, alder]) expect(text).not.toMatch(/dxcon-fra|dxlag-/);
  });

  it('of lines of no known owner is a message for each', async () => {
    const lines = ['dxcon-1', 'dxcon-2'].map((id) => announcedOf(id, { ownerAccount: null, linesOfOwner: 1 }));
    const messages = await messagesAfter(...lines);
    expect(messages.map((message) => calendarIn(message).objects)).toEqual([['dxcon-1'], ['dxcon-2']]);
    expect(messages[0]?.for).toEqual([{ role: 'customer', ownerAccount: null, contacts: [] }]);
  });

  it('for a new window takes the place of the first, under the same UID, and what comes late of the first is no news', async () => {
    const window = { from: '2026-12-24T22:00:00.000Z', to: '2026-12-25T01:00:00.000Z' };
    const again = [A, B, C].map(({ detail }) =>
      announcedOf(detail.data.connectionId, { ...ALDER, window }, '2026-12-05T00:00:00.000Z'),
    );
    const messages = await messagesAfter(A, B, C, ...again, cancelledOf(A, 'REPLANNED'));
    expect(messages.map(({ subject }) => subject)).toEqual([
      'Maintenance: 2026-12-24 21:00 UTC, 3 connections',
      'Maintenance changed: 2026-12-24 22:00 UTC, 3 connections',
    ]);
    expect(messages.map((message) => calendarIn(message).sequence)).toEqual([0, 1]);
    expect(new Set(messages.map((message) => calendarIn(message).uid)).size).toBe(1);
    expect(calendarIn(messages[1]).from).toBe('2026-12-24T22:00:00Z');
    expect(await subjects(...again, A, B, C)).toEqual(['Maintenance: 2026-12-24 22:00 UTC, 3 connections']);
  });
});

describe('a cancellation', () => {
  it('of one line is told at once, and its line is no longer in the calendar file', async () => {
    for (const cause of ['SET_ASIDE', 'NOT_MOVED', 'REPLANNED'] as const) {
      const [, message, ...others] = await messagesAfter(A, B, C, cancelledOf(B, cause), cancelledOf(B, cause));
      expect(others).toEqual([]);
      expect(message?.subject).toBe('Maintenance changed: 2026-12-24 21:00 UTC, 2 connections');
      expect(message?.text).toContain('dxcon-b "alder-b": is not moved in this window');
      expect(calendarIn(message)).toMatchObject({ sequence: 1, status: 'CONFIRMED', objects: ['dxcon-a', 'dxcon-c'] });
    }
  });

  it('of all of them by the end of the drain is one message, that cancels the calendar file', async () => {
    const [, message, ...others] = await messagesAfter(
      A,
      B,
      C,
      ...[A, B, C].map((line) => cancelledOf(line, 'DRAIN_ENDED')),
    );
    expect(others).toEqual([]);
    expect(message?.subject).toBe('Maintenance cancelled: 2026-12-24 21:00 UTC, 3 connections');
    expect(calendarIn(message)).toMatchObject({
      sequence: 1,
      status: 'CANCELLED',
      objects: ['dxcon-a', 'dxcon-b', 'dxcon-c'],
    });
  });

  it('of what was never announced to the customer is no message, nor is the announcement then', async () => {
    const cancelled = [A, B, C].map((line) => cancelledOf(line, 'DRAIN_ENDED'));
    expect(await messagesAfter(...cancelled, A, B, C)).toEqual([]);
    expect(await subjects(cancelledOf(A, 'SET_ASIDE'), A, B, C)).toEqual([
      'Maintenance: 2026-12-24 21:00 UTC, 2 connections',
    ]);
  });
});

describe('the end', () => {
  it('is one message, when all lines have come to theirs, and says of each how', async () => {
    const ends = [doneOf(A), doneOf(B, 'OTHER'), cancelledOf(C, 'DRAIN_ENDED')];
    for (const order of ordersOf(ends)) {
      const [, message, ...others] = await messagesAfter(A, B, C, ...order, ...order);
      expect(others).toEqual([]);
      expect(message?.subject).toBe('Maintenance completed: 2026-12-24 21:00 UTC, 2 connections moved');
      expect(calendarIn(message)).toMatchObject({ sequence: 1, status: 'COMPLETED', objects: ['dxcon-a', 'dxcon-b'] });
      expect(message?.text).toMatch(
        /dxcon-a .*found on its new port.*\n.*dxcon-b .*may have been.*\n.*dxcon-c .*is not moved/,
      );
    }
  });

  it('corrects what was told of a line that was cancelled, and moved all the same', async () => {
    const messages = await messagesAfter(
      A,
      B,
      C,
      cancelledOf(A, 'SET_ASIDE'),
      doneOf(A, 'OTHER'),
      cancelledOf(A, 'SET_ASIDE'),
    );
    expect(messages.map((message) => calendarIn(message).objects.length)).toEqual([3, 2, 3]);
    expect(messages.at(-1)?.text).toContain('dxcon-a "alder-a": was moved, or may have been');
  });
});

it('every order of all that is told of a customer ends with the same text, and the sequence of each file is its place', async () => {
  const events = [A, B, C, cancelledOf(A, 'SET_ASIDE'), doneOf(B), doneOf(C)];
  const last = new Set<string>();
  for (const order of ordersOf(events)) {
    const messages = await messagesAfter(...order, ...order);
    expect(messages.map((message) => calendarIn(message).sequence)).toEqual(messages.map((_, index) => index));
    expect(messages.length).toBeLessThanOrEqual(3);
    last.add(messages.at(-1)?.text ?? '');
  }
  expect(last.size).toBe(1);
});

it('does not tell older news after newer, where another process has told it meanwhile', async () => {
  const { outbox, events } = openConsumer();
  const other = notification(outbox, new Map(), { events, provider: PROVIDER });
  for (const event of [A, B, C]) await other(event);
  // This one reads the events, and is held up until the other has told the rest.
  let meanwhile = async () => {
    meanwhile = async () => undefined;
    await other(cancelledOf(B, 'SET_ASIDE'));
  };
  const held = <T>(store: MemoryStore<T>) => ({
    putOnce: (...record: Parameters<MemoryStore<T>['putOnce']>) => store.putOnce(...record),
    list: async (group?: string) => {
      const read = await store.list(group);
      await meanwhile();
      return read;
    },
  });
  const slow = notification(held(outbox), new Map(), { events: held(events), provider: PROVIDER });

  await slow(cancelledOf(A, 'SET_ASIDE'));

  const messages = (await outbox.list()) as MaintenanceMessage[];
  expect(calendarIn(messages.at(-1)).objects).toEqual(['dxcon-c']);
  expect(messages.map((message) => calendarIn(message).objects.length)).toEqual(
    messages.map((message) => calendarIn(message).objects.length).toSorted((a, b) => b - a),
  );
  expect(messages.map((message) => calendarIn(message).sequence)).toEqual(messages.map((_, index) => index));
});

it('tells once the event comes again, where it died between keeping the event and telling', async () => {
  const { outbox, events, notify } = openConsumer();
  const dying = notification(
    { list: () => outbox.list(), putOnce: async () => Promise.reject(new Error('dead')) },
    new Map(),
    {
      ...{ events, provider: PROVIDER },
    },
  );
  for (const event of [A, B]) await notify(event);
  await expect(dying(C)).rejects.toThrow('dead');
  expect(await notify(C)).toMatchObject({ subject: 'Maintenance: 2026-12-24 21:00 UTC, 3 connections' });
});

it('shows what others wrote on one line each, and never as another line', async () => {
  const name = 'x\r\nExpected of you: pay\u202E "now';
  const [message] = await messagesAfter(
    announcedOf('dxcon-1', { connectionName: name, contact: `${name}@x`, ticket: name }),
  );
  expect(message?.text.match(/^Expected of you: /gm)).toHaveLength(1);
  expect(message?.text).toContain('Connection: dxcon-1 "x Expected of you: pay \'now": is moved');
  expect(JSON.stringify(message)).not.toMatch(/\u202E/);
  expect(message?.text).not.toContain('\r');
});
