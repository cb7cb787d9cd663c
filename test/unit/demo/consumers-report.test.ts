import { expect, it } from 'vitest';
import { lineOf } from '../../../examples/consumers/billing/line.ts';
import { composeMessage } from '../../../examples/consumers/notification/message.ts';
import { composeVerdict } from '../../../examples/consumers/notification/verdict-message.ts';
import { formatLine } from '../../../local/consumers/format.ts';
import { billingTable, notificationTable } from '../../../local/demo/consumers-report.ts';
import { at, type EventFields, eventOf } from '../consumers/event-factory.ts';
import { verdictOf } from '../consumers/verdict-factory.ts';

const lineFor = (fields: Partial<EventFields> = {}) => {
  const line = lineOf(eventOf({ outcome: 'MIGRATED', ...fields }));
  if (!line) throw new Error('no line');
  return line;
};
const messageFor = (fields: EventFields) => composeMessage(eventOf(fields), new Map(), false);
const rowsOf = (table: string) => table.split('\n').map((row) => row.trim().split(/ {2,}/));

it('billing is a row a line, with what it knows', () => {
  const known = lineFor({ request: { orderId: '4711' } });
  const unknown = lineFor({ connection: { ownerAccount: undefined, bandwidth: undefined } });
  expect(rowsOf(billingTable([known, unknown])).slice(1)).toEqual([
    ['dxcon-line1', 'dxcon-old', 'dxlag-new', at(2_000), '111122223333', '1Gbps', '4711'],
    ['dxcon-line1', 'dxcon-old', 'dxlag-new', at(2_000)],
  ]);
  expect(formatLine(known)).toBe(
    `dxcon-line1 from dxcon-old to dxlag-new by ${at(2_000)} (111122223333, 1Gbps, order 4711)`,
  );
  expect(formatLine(lineFor())).toContain('(111122223333, 1Gbps)');
});

it('notification is a row a message, and one of each kind in full', () => {
  const messages = [
    messageFor({ outcome: 'REJECTED', code: 'EXPIRED' }),
    messageFor({ outcome: 'MIGRATED' }),
    messageFor({ outcome: 'MIGRATED', request: { note: 'second' } }),
    messageFor({ outcome: 'HELD', code: 'OUTCOME_UNKNOWN' }),
    composeVerdict(verdictOf({ verdict: 'HEALTHY', data: { observedAt: '2026-11-24T01:02:03.000Z' } }), false),
  ];

  const [table = '', ...inFull] = notificationTable(messages).split('\n\n');

  expect(rowsOf(table).slice(1)).toEqual([
    ['orders', 'Not moved: dxcon-line1 "alder-core" to dxlag-new, EXPIRED'],
    ['orders', 'Moved: dxcon-line1 "alder-core" to dxlag-new'],
    ['orders', 'Moved: dxcon-line1 "alder-core" to dxlag-new'],
    ['operators, orders', 'Held, a decision is needed: dxcon-line1 "alder-core" to dxlag-new'],
    ['orders', 'On its new port and available, as seen at 01:02 UTC: dxcon-line1 "alder-core"'],
  ]);
  expect(inFull.map((text) => text.split('\n')[0])).toEqual(['To orders:', 'To orders:', 'To operators, orders:']);
  expect(inFull[1]).toContain('\n  Good since: ');
  expect(inFull[2]).toContain('\n  Expected of the operators: See where the connection is');
});
