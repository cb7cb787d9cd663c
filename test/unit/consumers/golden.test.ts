import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEvent } from 'dx-migrator/contract';
import { expect, it } from 'vitest';
import { billing } from '../../../examples/consumers/billing/billing.ts';
import { MemoryStore } from '../../../examples/consumers/memory-store.ts';
import { notification } from '../../../examples/consumers/notification/notification.ts';
import { type MaintenanceEvent, parseNotified } from '../../../examples/consumers/notification/parse.ts';
import { PROVIDER } from '../calendar/announced-lines.ts';

const GOLDEN = fileURLToPath(new URL('../../../contracts/v1/examples/events/', import.meta.url));

/** Those that report a change of parent. */
const BILLED = ['migrated-moved.json', 'migrated-observed.json'];

it.each(globSync('*.json', { cwd: GOLDEN }))(
  '%s becomes one message, and a line only if a parent changed',
  async (file) => {
    const parsed = parseEvent(readFileSync(`${GOLDEN}${file}`, 'utf8'));
    if (!parsed.ok) throw new Error(parsed.problem);
    const { metadata, data } = parsed.event.detail;

    const line = await billing(new MemoryStore())(parsed.event);
    const message = await notification(new MemoryStore(), new Map())(parsed.event);

    expect(line?.eventId).toBe(BILLED.includes(file) ? metadata.eventId : undefined);
    expect(message).toMatchObject({ eventId: metadata.eventId, outcome: data.outcome });
    expect(message?.text).toMatch(/^What happened: .*\n(.*\n)*Expected of the (operators|order system): .*$/m);
    expect(message?.text).not.toMatch(/undefined|null|NaN|\[object/);
  },
);

const OPERATIONS = fileURLToPath(new URL('../../../contracts/operations/v1/examples/events/', import.meta.url));

it.each(globSync('verified-*.json', { cwd: OPERATIONS }))(
  '%s becomes one message, and billing cannot read it',
  async (file) => {
    const body = readFileSync(`${OPERATIONS}${file}`, 'utf8');
    const parsed = parseNotified(body);
    if (!parsed.ok) throw new Error(parsed.problem);

    const message = await notification(new MemoryStore(), new Map())(parsed.event);

    expect(message).toMatchObject({ eventId: parsed.event?.detail.metadata.eventId });
    expect(message?.text).toMatch(/^What happened: .*\n(.*\n)*Expected of the (operators|order system): .*$/m);
    expect(message?.text).not.toMatch(/undefined|null|NaN|\[object/);
    expect(parseEvent(body).ok).toBe(false);
  },
);

it.each(globSync('maintenance-*.json', { cwd: OPERATIONS }))(
  '%s becomes a message to the customer if it announces all of their lines; what ends nothing is told of no one',
  async (file) => {
    const parsed = parseNotified(readFileSync(`${OPERATIONS}${file}`, 'utf8'));
    if (!parsed.ok) throw new Error(parsed.problem);
    const customers = { events: new MemoryStore<MaintenanceEvent>(), provider: PROVIDER };

    const message = await notification(new MemoryStore(), new Map(), customers)(parsed.event);

    expect(message !== undefined).toBe(file.startsWith('maintenance-announced'));
    if (!message) return;
    expect(message).toMatchObject({ eventId: parsed.event?.detail.metadata.eventId, for: [{ role: 'customer' }] });
    expect(message.text).toMatch(/^What happens: .*\n(.*\n)*Expected of you: .*$/m);
    expect(message.text).not.toMatch(/undefined|null|NaN|\[object/);
  },
);

it.each([
  ...globSync('{parent,group,drain}-*.json', { cwd: OPERATIONS }).map((file) =>
    readFileSync(`${OPERATIONS}${file}`, 'utf8'),
  ),
  '{"source":"dx-migrator.operations","detail-type":"Drain Started"}',
])('what operators do, and what a later version tells besides, is done with, and no message: %#', async (body) => {
  const parsed = parseNotified(body);
  if (!parsed.ok) throw new Error(parsed.problem);
  expect(await notification(new MemoryStore(), new Map())(parsed.event)).toBeUndefined();
});

it.each(['{"source":"dx-migrator.operations"}', '{"source":"dx-migrator.operations","detail-type":7}', 'null', '{'])(
  'what is no event at all goes to people: %s',
  (body) => expect(parseNotified(body).ok).toBe(false),
);
