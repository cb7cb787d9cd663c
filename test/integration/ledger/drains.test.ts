import { gzipSync } from 'node:zlib';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drainItem, drainPk } from '../../../src/aws/drain-item.ts';
import { ledger as dynamoDbLedger } from '../../../src/aws/ledger.ts';
import type { Drain } from '../../../src/drain/run/drain.ts';
import type { LineProgress } from '../../../src/drain/run/line.ts';
import type { Drains } from '../../../src/drain/run/ports.ts';
import type { Stop } from '../../../src/drain/run/stop.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { MemoryDrains } from '../../support/memory-drains.ts';
import { Random } from '../../support/random.ts';
import { START } from '../../support/world.ts';
import { LEDGERS, newName } from './ledgers.ts';

let server: LedgerTable;
beforeAll(async () => {
  server = await startLedgerTable();
});
afterAll(() => server.close());

/** Both, which pass the same tests: the real one, and the one that the driver's tests use. */
const DRAINS: [name: string, create: () => Drains][] = [
  ['over DynamoDB', () => drainItem(server.table)],
  ['in memory', () => new MemoryDrains()],
];

const DECISION = { atMs: START, by: 'ada', why: 'the port is cut' };
const APPROVAL = { ...DECISION, by: 'bob', rev: 1, digest: 'd1' };
const stop = (id: string): Stop => ({ id, kind: 'person', ...DECISION });

function newDrain(fields: Partial<Drain> = {}): Drain {
  return {
    drainId: newName('drain-'),
    ...{ phase: 'PLANNED', rev: 1, digest: 'd1', submitted: DECISION, waivers: {}, endsAtMs: START + 9, stops: [] },
    ...{ wave: { number: 0 }, promoted: 0, forgiven: { failed: 0, drifted: 0 } },
    lines: { 'dxcon-line1': { state: 'planned', expired: 0 } },
    ...{ tick: { number: 0, atMs: START }, unpublished: [], told: [], history: [] },
    ...fields,
  };
}

describe.each(DRAINS)('drains in the ledger %s', (_name, create) => {
  it('one is created once, read as it was written, and replaced only as the version read', async () => {
    const drains = create();
    const drain = newDrain();
    const next: Drain = {
      ...drain,
      phase: 'RUNNING',
      stops: [stop('s1')],
      history: [{ what: 'started', ...DECISION }],
    };
    expect(await drains.readDrain(drain.drainId)).toBeUndefined();
    expect(await drains.setDrain(1, next, START)).toBe(false);
    expect(await drains.createDrain(drain, START)).toBe(true);
    expect(await drains.createDrain(next, START)).toBe(false);
    expect(await drains.readDrain(drain.drainId)).toEqual({ drain, version: 1, dueAtMs: START });
    expect(await drains.setDrain(2, next, START)).toBe(false);
    expect(await drains.setDrain(1, next, START + 1)).toBe(true);
    expect(await drains.setDrain(1, drain, START)).toBe(false);
    expect(await drains.readDrain(drain.drainId)).toEqual({ drain: next, version: 2, dueAtMs: START + 1 });
  });

  it('a stop is added whatever was written since, and whoever has read the drain before writes nothing more', async () => {
    const drains = create();
    const drain = newDrain({ phase: 'RUNNING' });
    expect(await drains.addStop(drain.drainId, stop('s1'), START)).toBeUndefined();
    expect(await drains.readDrain(drain.drainId)).toBeUndefined();
    await drains.createDrain(drain, undefined);
    const one = await drains.addStop(drain.drainId, stop('s1'), START + 5);
    expect(one).toEqual({ drain: { ...drain, stops: [stop('s1')] }, version: 2, dueAtMs: START + 5 });
    expect(await drains.setDrain(1, { ...drain, lastReleaseAtMs: START }, START)).toBe(false);
    expect(await drains.setApproval(drain.drainId, 1, APPROVAL, START)).toBe(false);
    expect((await drains.addStop(drain.drainId, stop('s2'), START))?.drain.stops).toEqual([stop('s1'), stop('s2')]);
    expect(await drains.readDrain(drain.drainId)).toMatchObject({ version: 3, drain: { stops: [{}, {}] } });
    expect(await drains.setDrain(3, { ...drain, stops: [stop('s2')] }, START)).toBe(true);
    expect((await drains.readDrain(drain.drainId))?.drain.stops).toEqual([stop('s2')]);
  });

  it('stops that come at the same time are all kept', async () => {
    const drains = create();
    const drain = newDrain({ phase: 'RUNNING' });
    await drains.createDrain(drain, undefined);
    const ids = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(ids.map((id) => drains.addStop(drain.drainId, stop(id), START)));
    const { drain: stopped, version } = (await drains.readDrain(drain.drainId)) ?? {};
    expect(stopped?.stops.map(({ id }) => id).toSorted()).toEqual(ids);
    expect(version).toBe(6);
  });

  it('the approval is written by its own write only, under the version read', async () => {
    const drains = create();
    const drain = newDrain();
    expect(await drains.setApproval(drain.drainId, 1, APPROVAL, START)).toBe(false);
    await drains.createDrain(drain, undefined);
    expect(await drains.setDrain(1, { ...drain, approval: APPROVAL }, undefined)).toBe(true);
    expect((await drains.readDrain(drain.drainId))?.drain).toEqual(drain);
    expect(await drains.setApproval(drain.drainId, 1, APPROVAL, START)).toBe(false);
    expect(await drains.setApproval(drain.drainId, 2, APPROVAL, START + 3)).toBe(true);
    expect(await drains.readDrain(drain.drainId)).toEqual({
      ...{ drain: { ...drain, approval: APPROVAL }, version: 3, dueAtMs: START + 3 },
    });
    expect(await drains.setDrain(3, { ...drain, rev: 2 }, undefined)).toBe(true);
    expect((await drains.readDrain(drain.drainId))?.drain).toEqual({ ...drain, rev: 2, approval: APPROVAL });
  });

  it('it is due when it was said to be, and no more without a time', async () => {
    const drains = create();
    const [early, late] = [newDrain(), newDrain()];
    await drains.createDrain(late, START + 20);
    await drains.createDrain(early, START + 10);
    const due = async (now: number) =>
      (await drains.dueDrains(now)).drainIds.filter((id) => [early.drainId, late.drainId].includes(id));
    expect(await due(START + 9)).toEqual([]);
    expect(await due(START + 20)).toEqual([early.drainId, late.drainId]);
    expect(await drains.setDrain(1, early, undefined)).toBe(true);
    expect(await due(Number.MAX_SAFE_INTEGER)).toEqual([late.drainId]);
    expect((await drains.readDrain(early.drainId))?.dueAtMs).toBeUndefined();
    await drains.addStop(early.drainId, stop('s'), START + 1);
    expect(await due(START + 20)).toEqual([early.drainId, late.drainId]);
  });

  it('a plan is written once a revision, and read to the byte', async () => {
    const drains = create();
    const drainId = newName('drain-');
    const packed = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256);
    expect(await drains.readPlan(drainId, 1)).toBeUndefined();
    expect(await drains.putPlan(drainId, 1, packed)).toBe(true);
    expect(await drains.putPlan(drainId, 1, Uint8Array.of(1))).toBe(false);
    expect(await drains.putPlan(drainId, 2, Uint8Array.of(2))).toBe(true);
    const read = (await drains.readPlan(drainId, 1)) ?? new Uint8Array();
    expect(Buffer.from(read).equals(packed)).toBe(true);
    expect([...((await drains.readPlan(drainId, 2)) ?? [])]).toEqual([2]);
  });
});

describe.each(LEDGERS)('which drains run, in the ledger %s', (_name, create) => {
  it('is replaced only as it was read, and absent while none does', async () => {
    const ledger = create(server);
    expect((await ledger.readControl()).running).toBeUndefined();
    expect(await ledger.setRunning({ drain: 'd1' }, { drain: 'd2' })).toBe(false);
    expect(await ledger.setRunning(undefined, { drain: 'd1' })).toBe(true);
    expect(await ledger.setRunning(undefined, { drain: 'd2' })).toBe(false);
    expect(await ledger.setPaused({ paused: true, ...DECISION })).toBe(true);
    const { running } = await ledger.readControl();
    expect(running).toEqual({ drain: 'd1' });
    expect(await ledger.setRunning(running, { ...running, rollback: 'd1-r1' })).toBe(true);
    expect(await ledger.setRunning(running, {})).toBe(false);
    expect(await ledger.readControl()).toMatchObject({ paused: true, running: { drain: 'd1', rollback: 'd1-r1' } });
    expect(await ledger.setRunning((await ledger.readControl()).running, {})).toBe(true);
    expect((await ledger.readControl()).running).toBeUndefined();
    expect(await ledger.setPaused({ paused: false, ...DECISION })).toBe(true);
  });
});

it('what has no list of stops is no drain that has none', async () => {
  const drains = drainItem(server.table);
  const drain = newDrain();
  await drains.createDrain(drain, undefined);
  await server.table.change(`DRAIN#${drain.drainId}`, { remove: ['stops'], condition: 'attribute_exists(#pk)' });
  await expect(drains.readDrain(drain.drainId)).rejects.toThrow('lacks "stops"');
});

it('an approval among what the drain function may write approves nothing', async () => {
  const drains = drainItem(server.table);
  const drain = newDrain();
  await drains.createDrain(drain, undefined);
  const forged = { B: gzipSync(JSON.stringify({ ...drain, approval: APPROVAL })) };
  await server.table.change(`DRAIN#${drain.drainId}`, { set: { drain: forged }, condition: 'attribute_exists(#pk)' });
  expect((await drains.readDrain(drain.drainId))?.drain).toEqual(drain);
});

it('an item of a drain is taken for nothing else by those who read what is due', async () => {
  const drain = newDrain();
  await drainItem(server.table).createDrain(drain, START);
  const ledger = dynamoDbLedger(server.table);
  const texts = [await ledger.due(START), await ledger.dueToVerify(START), await ledger.dueGroups(START)];
  expect(JSON.stringify(texts)).not.toContain(drain.drainId);
});

it('a line takes less than 64 bytes of its item, of which each call reads three', async () => {
  const random = new Random(1, 1);
  const line = (wave: number): LineProgress => {
    const atMs = START + random.between(0, 7_200_000);
    const last = { number: 1, rev: 1, wave, releasedAtMs: atMs, requestedAtMs: atMs, notAfterMs: atMs + 900_000 };
    return { state: 'healthy', expired: 0, try: last, atMs: atMs + random.between(300_000, 400_000), told: true };
  };
  const nextId = () => `dxcon-f${random.between(0, 2 ** 28 - 1).toString(16)}`;
  const lines = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [nextId(), line(n % 12)]));
  const drain = newDrain({ lines });
  await drainItem(server.table).createDrain(drain, undefined);
  const Key = { pk: { S: drainPk(drain.drainId) } };
  const { Item } = await server.client.send(new GetItemCommand({ TableName: server.tableName, Key }));
  expect(Item?.drain?.B?.length).toBeGreaterThan(1_000);
  expect(Item?.drain?.B?.length).toBeLessThan(64 * 1_000);
});
