import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledger as dynamoDbLedger } from '../../../src/aws/ledger.ts';
import { Table } from '../../../src/aws/table.ts';
import type { Attempt } from '../../../src/migration/model/request-item.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import type { RecordedOutcome } from '../../../src/migration/ports/requests.ts';
import type { Verification } from '../../../src/migration/verification/verification.ts';
import { type LedgerTable, openLedgerTable } from '../../support/ledger-table.ts';
import { MemoryLedger } from '../../support/memory-ledger.ts';
import { asRead, ENTRY, taker, WAITS } from './ledgers.ts';
import { type Act, type Operation, requestOperations, sharedOperations } from './model-operations.ts';
import { verificationOperations } from './model-verifications.ts';
import { CONNECTIONS, clear, contentOf, KEYS, newItem, parameters } from './model-world.ts';

let server: LedgerTable;
beforeAll(async () => {
  server = await openLedgerTable();
});
afterAll(() => server.close());

/** A ledger whose requests go out, and whose answers come in, in the order that the scheduler likes. */
function scheduledLedger(scheduler: fc.Scheduler): Ledger {
  const send = async (command: Parameters<DynamoDBClient['send']>[0]) => {
    await scheduler.schedule(Promise.resolve());
    const answer = await server.client.send(command).then(
      (value) => () => value,
      (error: unknown) => () => {
        throw error;
      },
    );
    await scheduler.schedule(Promise.resolve());
    return answer();
  };
  return dynamoDbLedger(new Table({ send } as unknown as DynamoDBClient, server.tableName));
}

/** Every end that one act after the other can come to: the answers, in the order of the acts, and the content. */
async function possibleEnds(model: MemoryLedger, acts: readonly Act[]): Promise<unknown[]> {
  const ends: unknown[] = [];
  for (const order of permutations(acts.map((_, index) => index))) {
    const ledger = copyOf(model);
    const answers: unknown[] = [];
    for (const index of order) answers[index] = await acts[index]?.(ledger);
    ends.push({ answers, content: await contentOf(ledger) });
  }
  return ends;
}

function permutations(list: readonly number[]): number[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((first) => permutations(list.filter((other) => other !== first)).map((rest) => [first, ...rest]));
}

function copyOf(model: MemoryLedger): MemoryLedger {
  const { requests, connections, places, paused, lastChange, circuits, pace, backlogAtMs, copies } = model;
  const { guards, guardChange, troubles, verifications, nextLooks } = model;
  const content = structuredClone({
    ...{ requests, connections, places, paused, lastChange, circuits, pace, backlogAtMs, copies },
    ...{ guards, guardChange, troubles, verifications, nextLooks },
  });
  return Object.assign(new MemoryLedger(), content);
}

/** Starts all at once; the answers in the order of the acts. */
async function race(acts: readonly Act[], scheduler: fc.Scheduler): Promise<unknown[]> {
  const real = scheduledLedger(scheduler);
  return scheduler.waitFor(Promise.all(acts.map((act) => act(real))));
}

const operation: fc.Arbitrary<Operation> = fc.oneof(
  ...requestOperations,
  ...sharedOperations,
  ...verificationOperations,
);

const [KEY, OTHER_KEY] = KEYS;
const [CONNECTION] = CONNECTIONS;

const attempt = (index: number): Attempt => ({
  id: `a${index}`,
  startedAtMs: index,
  previousParent: 'dxcon-old',
  seen: { connectionId: CONNECTION },
});

const outcomeOf = (state: RecordedOutcome['state'], index: number): RecordedOutcome => {
  const event = {
    eventId: `e${index}`,
    source: 'dx-migrator',
    detailType: 'Hosted Connection Migrated',
    detail: '{}',
  } as const;
  return { state, ended: { atMs: index, parent: null }, event };
};

const claimed: Act = (l) => l.claim(newItem(KEY, 1, false));
const intended: Act = (l) => l.intend(KEY, asRead(0), attempt(0), 1, ENTRY);
/** A move that is to be verified. */
const MOVED: Verification = {
  ...{ connectionId: CONNECTION, source: 'dxcon-old', target: 'dxlag-new', movedAtMs: 0 },
  ...{ looks: 0, goodLooks: 0, failings: [] },
};
const taken: Act = (l) => l.takeLock(CONNECTION, KEY, taker('2026-01-01T00:00:00.000000000Z'));

/** Operations that many may try at the same time, and only one may succeed with. */
const RACES: readonly { name: string; before: readonly Act[]; contender: (index: number) => Act }[] = [
  { name: 'claim', before: [], contender: (n) => (l) => l.claim(newItem(KEY, n, false)) },
  { name: 'intend', before: [claimed], contender: (n) => (l) => l.intend(KEY, asRead(0), attempt(n), n, ENTRY) },
  {
    name: 'takeLock',
    before: [],
    contender: (n) => (l) =>
      l.takeLock(CONNECTION, { ...OTHER_KEY, requestId: `r${n}` }, taker('2026-01-01T00:00:00.000000000Z')),
  },
  {
    name: 'recordOutcome without a call',
    before: [claimed],
    contender: (n) => (l) =>
      l.recordOutcome(KEY, { state: 'RECEIVED', ...asRead(0) }, outcomeOf('REJECTED', n), n, ENTRY),
  },
  {
    name: 'recordOutcome of a called one',
    before: [claimed, intended],
    contender: (n) => (l) => l.recordOutcome(KEY, { attempt: attempt(0) }, outcomeOf('MIGRATED', n), n, ENTRY),
  },
  {
    name: 'hold',
    before: [claimed, intended],
    contender: (n) => (l) => l.recordOutcome(KEY, { attempt: attempt(0) }, outcomeOf('HELD', n), n, ENTRY),
  },
  {
    name: 'reopen',
    before: [claimed, intended],
    contender: (n) => (l) => l.reopen(KEY, attempt(0), undefined, n, ENTRY),
  },
  {
    name: 'revokeIntent',
    before: [claimed, intended],
    contender: (n) => (l) => l.revokeIntent(KEY, attempt(0), newItem(KEY, 1, false), n, ENTRY),
  },
  {
    name: 'markUnclear',
    before: [claimed, intended],
    contender: (n) => (l) => l.markUnclear(KEY, attempt(0), n, ENTRY, WAITS),
  },
  { name: 'postpone', before: [claimed], contender: (n) => (l) => l.postpone(KEY, 1, 100 + n, 1) },
  { name: 'releaseLock', before: [taken], contender: () => (l) => l.releaseLock(CONNECTION, KEY) },
  {
    name: 'setCircuits',
    before: [],
    contender: (n) => (l) => l.setCircuits({}, { all: { openedAtMs: 0, openUntilMs: n, streak: 1 } }),
  },
  {
    name: 'setPace',
    before: [],
    contender: (n) => (l) => l.setPace(undefined, { nextCallAtMs: n, callsPerSecond: 1 }),
  },
  { name: 'markBacklog', before: [], contender: (n) => (l) => l.markBacklog(undefined, n) },
  {
    name: 'beginVerification',
    before: [],
    contender: (n) => (l) => l.beginVerification(KEY, { ...MOVED, looks: n }, n),
  },
  {
    name: 'setVerification',
    before: [(l) => l.beginVerification(KEY, MOVED, 0)],
    contender: (n) => (l) => l.setVerification(KEY, 1, { ...MOVED, looks: n }, n),
  },
  { name: 'claimLook', before: [], contender: (n) => (l) => l.claimLook('dxlag-new', undefined, n) },
  {
    name: 'claimLook of one that was listed before',
    before: [(l) => l.claimLook('dxlag-new', undefined, 1)],
    contender: (n) => (l) => l.claimLook('dxlag-new', 1, 2 + n),
  },
  { name: 'startCopyHour', before: [], contender: () => (l) => l.startCopyHour('alder', 7) },
  {
    name: 'countCopy',
    before: [(l) => l.startCopyHour('alder', 7)],
    contender: () => (l) => l.countCopy('alder', 7, 2),
  },
  {
    name: 'setGuards',
    before: [],
    contender: (n) => (l) => l.setGuards('cordons', undefined, { p: { atMs: n, by: 'b', why: 'w' } }),
  },
  { name: 'setPaused', before: [], contender: (n) => (l) => l.setPaused({ paused: true, atMs: n, by: 'b', why: 'w' }) },
];

describe('writers at the same time', () => {
  it('get the answers and leave the content of some sequential order', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(operation, { maxLength: 25, size: 'max' }),
        fc.array(operation, { minLength: 2, maxLength: 4 }),
        fc.scheduler(),
        async (before, racing, scheduler) => {
          await clear(server);
          const model = new MemoryLedger();
          const sequential = dynamoDbLedger(server.table);
          for (const { prepare } of before) {
            const act = prepare(model);
            expect(await act(sequential)).toEqual(await act(model));
          }
          const acts = racing.map(({ prepare }) => prepare(model));
          const answers = await race(acts, scheduler);
          const seen = { answers, content: await contentOf(sequential) };
          expect(await possibleEnds(model, acts)).toContainEqual(seen);
        },
      ),
      parameters(40),
    ));

  it.each(RACES)('$name: exactly one wins', async ({ before, contender }) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 8 }), fc.scheduler(), async (contenders, scheduler) => {
        await clear(server);
        for (const act of before) expect(await act(dynamoDbLedger(server.table))).toBeTruthy();
        const acts = Array.from({ length: contenders }, (_, index) => contender(index));
        const answers = await race(acts, scheduler);
        expect(answers.filter((won) => won !== undefined && won !== false)).toHaveLength(1);
      }),
      parameters(5),
    );
  });
});
