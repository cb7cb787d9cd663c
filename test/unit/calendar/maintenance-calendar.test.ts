import { randomInt } from 'node:crypto';
import { calendarFiles, maintenanceCalendar, type Notice } from 'dx-migrator/calendar';
import type { AnnouncedData } from 'dx-migrator/operations';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announced, PROVIDER, WINDOW } from './announced-lines.ts';

const seed = Number(process.env.CALENDAR_SEED ?? randomInt(1, 2 ** 31));
const AT = '2026-12-02T08:00:00.000Z';

/** A parser that knows the BCOP: it says of each of its properties that it is TEXT. */
const ITS_OWN = ['provider', 'account', 'maintenance-id', 'object-id', 'impact', 'status'].map(
  (name) => `x-maintnote-${name}`,
);
const known = ICAL.design.components.vevent.property;
beforeAll(() => {
  for (const name of ITS_OWN) known[name] = { defaultType: 'text' };
});
afterAll(() => {
  for (const name of ITS_OWN) delete known[name];
});

/** The one event of a file, as another's parser reads it. */
function eventIn(text: string): InstanceType<typeof ICAL.Component> {
  const calendar = ICAL.Component.fromString(text);
  expect(calendar.name).toBe('vcalendar');
  const events = calendar.getAllSubcomponents();
  expect(events.map(({ name }) => name)).toEqual(['vevent']);
  return events[0] ?? expect.fail('there is an event');
}

const valuesOf = (event: ReturnType<typeof eventIn>, name: string) =>
  event.getAllProperties(name).map((property) => String(property.getFirstValue()));

const of = (lines: readonly AnnouncedData[], more: Partial<Notice> = {}): string =>
  maintenanceCalendar({ lines, status: 'CONFIRMED', sequence: 0, at: AT, ...more }, PROVIDER);

const TWO = [announced('dxcon-1', { connectionName: 'alder-core-a', ticket: 'CHG-1' }), announced('dxcon-2')];

/** "Event Component and Associated Properties", and what the events of RFC 5545 have once. */
const ONCE = [
  ...['dtstamp', 'dtstart', 'dtend', 'uid', 'summary', 'organizer', 'sequence'],
  ...['x-maintnote-provider', 'x-maintnote-account', 'x-maintnote-impact', 'x-maintnote-status'],
];

describe('the calendar file of a maintenance', () => {
  let event: ReturnType<typeof eventIn>;
  beforeAll(() => {
    event = eventIn(of(TWO));
  });

  it('has each property that the BCOP wants, as often as it wants it, and no METHOD', () => {
    for (const name of ONCE) expect(event.getAllProperties(name), name).toHaveLength(1);
    expect(valuesOf(event, 'x-maintnote-object-id')).toEqual(['dxcon-1', 'dxcon-2']);
    const calendar = ICAL.Component.fromString(of(TWO));
    for (const name of ['version', 'prodid']) expect(calendar.getAllProperties(name), name).toHaveLength(1);
    expect(calendar.getFirstProperty('method')).toBeNull();
  });

  it('says what was announced', () => {
    const value = (name: string) => valuesOf(event, name)[0];
    expect(value('dtstart')).toBe('2026-12-24T21:00:00Z');
    expect(value('dtend')).toBe('2026-12-25T01:00:00Z');
    expect(value('dtstamp')).toBe('2026-12-02T08:00:00Z');
    expect(value('uid')).toBe('fra-old-1.111122223333@example.net');
    expect(value('x-maintnote-provider')).toBe('example.net');
    expect(value('x-maintnote-account')).toBe('111122223333');
    expect(value('x-maintnote-impact')).toBe('OUTAGE');
    expect(value('x-maintnote-status')).toBe('CONFIRMED');
    expect(value('status')).toBe('CONFIRMED');
    expect(value('organizer')).toBe('mailto:noc@example.net');
    expect(event.getFirstProperty('organizer')?.getFirstParameter('cn')).toBe('Example Partner NOC');
    expect(value('description')).toBe('dxcon-1 "alder-core-a"\ndxcon-2');
    expect(value('sequence')).toBe('0');
  });

  it('has the drain as its primary maintenance id, and the change ticket beside it', () => {
    const ids = event.getAllProperties('x-maintnote-maintenance-id');
    expect(ids.map((id) => [id.getFirstParameter('x-maintnote-precedence'), id.getFirstValue()])).toEqual([
      ['PRIMARY', 'fra-old-1'],
      ['NON-PRIMARY', 'CHG-1'],
    ]);
    const [, plain] = TWO;
    expect(valuesOf(eventIn(of(plain ? [plain] : [])), 'x-maintnote-maintenance-id')).toEqual(['fra-old-1']);
  });

  it('is cancelled or completed under the same UID, by a higher sequence', () => {
    for (const [status, inCalendars] of [
      ['CANCELLED', 'CANCELLED'],
      ['COMPLETED', 'CONFIRMED'],
    ] as const) {
      const later = eventIn(of(TWO, { status, sequence: 1 }));
      expect(valuesOf(later, 'uid')).toEqual(valuesOf(event, 'uid'));
      expect(valuesOf(later, 'sequence')).toEqual(['1']);
      expect(valuesOf(later, 'x-maintnote-status')).toEqual([status]);
      expect(valuesOf(later, 'status')).toEqual([inCalendars]);
    }
  });

  it('has the UID of its drain and owner, whatever lines and window it is about', () => {
    const uid = (line: AnnouncedData) => valuesOf(eventIn(of([line])), 'uid')[0];
    const moved = { from: WINDOW.from, to: '2026-12-25T00:00:00.000Z' };
    expect(uid(announced('dxcon-9', { window: moved }))).toBe(valuesOf(event, 'uid')[0]);
    expect(uid(announced('dxcon-9', { ownerAccount: '222233334444' }))).not.toBe(valuesOf(event, 'uid')[0]);
    expect(uid(announced('dxcon-9', { drainId: 'fra-old-2' }))).not.toBe(valuesOf(event, 'uid')[0]);
  });

  it.each([
    ['no line', []],
    ['another owner', [announced('dxcon-1'), announced('dxcon-2', { ownerAccount: '222233334444' })]],
    ['another drain', [announced('dxcon-1'), announced('dxcon-2', { drainId: 'fra-old-2' })]],
    ['another window', [announced('dxcon-1'), announced('dxcon-2', { window: { from: WINDOW.from, to: AT } })]],
    ['two of no known owner', ['1', '2'].map((id) => announced(id, { ownerAccount: null }))],
  ])('is not made of what does not belong together: %s', (_what, lines) => {
    expect(() => of(lines)).toThrow(/^a notice is about /);
  });
});

it('there is a file for each owner, with none of the lines, names and contacts of the others', () => {
  const lines = [
    announced('dxcon-1', { contact: 'a@alder.example', connectionName: 'alder-1' }),
    announced('dxcon-2', { ownerAccount: '222233334444', contact: 'b@birch.example', connectionName: 'birch-1' }),
    announced('dxcon-3', { contact: 'a@alder.example', connectionName: 'alder-2' }),
    announced('dxcon-4', { ownerAccount: null }),
    announced('dxcon-5', { ownerAccount: null }),
  ];
  const files = calendarFiles(lines, AT, PROVIDER);
  expect(files.map(({ name, contacts }) => [name, contacts])).toEqual([
    ['fra-old-1.111122223333.ics', ['a@alder.example']],
    ['fra-old-1.222233334444.ics', ['b@birch.example']],
    ['fra-old-1.dxcon-4.ics', []],
    ['fra-old-1.dxcon-5.ics', []],
  ]);
  for (const { text, lines: own } of files) {
    const ids = own.map(({ connectionId }) => connectionId);
    expect(valuesOf(eventIn(text), 'x-maintnote-object-id')).toEqual(ids);
    for (const other of lines.filter((line) => !own.includes(line)))
      expect(text.includes(other.connectionId) || text.includes(other.connectionName ?? '?')).toBe(false);
    expect(text).not.toMatch(/@(?!example\.net)/);
  }
  const [file] = calendarFiles([announced('dxcon-1', { drainId: '../up', ownerAccount: 'a/b\\c' })], AT, PROVIDER);
  expect(file?.name).toBe('___up.a_b_c.ics');
});

// All that has a meaning of its own in iCalendar, in parameters, in terminals, and in mail.
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'\r\n\\;:,"^\u0000\u0007\u007F\u0085\u2028\u202E\uD800\uFFFE😀漢 '),
      fc.constantFrom(
        '\r\nBEGIN:VEVENT\r\n',
        '\nEND:VCALENDAR',
        '\\n',
        'x'.repeat(80),
        '漢'.repeat(40),
        "^'",
        'mailto:',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

it(`no text of others is anything but the value of its property, and lines are folded, CALENDAR_SEED=${seed}`, () => {
  let folded = 0;
  const property = fc.property(hostile, hostile, hostile, hostile, hostile, (...texts) => {
    const [drainId, ownerAccount, connectionId, connectionName, ticket] = texts;
    const text = of([announced(connectionId, { drainId, ownerAccount, connectionName, ticket })]);
    for (const line of text.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n\p{Cc}\p{Cs}]/u);
    }
    folded += Number(text.includes('\r\n '));
    const event = eventIn(text);
    const shown = (value: string) =>
      [...value.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim()].slice(0, 256).join('');
    for (const name of ONCE) expect(event.getAllProperties(name), name).toHaveLength(1);
    expect(valuesOf(event, 'x-maintnote-account')).toEqual([shown(ownerAccount)]);
    expect(valuesOf(event, 'x-maintnote-object-id')).toEqual([shown(connectionId)]);
    expect(valuesOf(event, 'x-maintnote-maintenance-id')).toEqual([shown(drainId), shown(ticket)]);
    const quoted = shown(connectionName).replaceAll('"', "'");
    expect(valuesOf(event, 'description')).toEqual([`${shown(connectionId)} "${quoted}"`]);
  });
  fc.assert(property, { numRuns: 500, seed });
  expect(folded).toBeGreaterThan(100);
});
