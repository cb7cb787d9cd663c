import { ledger as dynamoDbLedger } from '../../../src/aws/ledger.ts';
import { outcomeEvent } from '../../../src/contract/event.ts';
import { orderKeyOf } from '../../../src/contract/order-key.ts';
import { parseRequest } from '../../../src/contract/request.ts';
import type { HistoryEntry } from '../../../src/migration/model/history.ts';
import type { AsRead, Attempt, RequestItem } from '../../../src/migration/model/request-item.ts';
import type { WaitsFor } from '../../../src/migration/model/waits-for.ts';
import type { LockTaker } from '../../../src/migration/ports/connections.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import type { RecordedOutcome } from '../../../src/migration/ports/requests.ts';
import { IndexedLedger } from '../../bench/scale/indexed-ledger.ts';
import type { LedgerTable } from '../../support/ledger-table.ts';
import { MemoryLedger } from '../../support/memory-ledger.ts';
import { request, START } from '../../support/world.ts';

/** All ledgers, which pass the same tests: the real one, the one that the core's tests use, and the bench's. */
export const LEDGERS: [name: string, create: (server: LedgerTable) => Ledger][] = [
  ['over DynamoDB', ({ table }) => dynamoDbLedger(table)],
  ['in memory', () => new MemoryLedger()],
  ['in memory, with an index', () => new IndexedLedger()],
];

let numbered = 0;

/** A name that no other test of this process uses. */
export const newName = (prefix: string): string => `${prefix}${++numbered}`;

/** A request item under a key of its own, so that tests share one table. */
export function newItem(fields: Partial<RequestItem> = {}): RequestItem {
  const parsed = parseRequest(JSON.stringify(request({ requestId: newName('r') })), START);
  if (!parsed.ok) throw new Error(parsed.problem);
  return {
    tenant: 'orders',
    request: parsed.request,
    fingerprint: 'f',
    orderKey: orderKeyOf(parsed.request.requestedAt, START),
    messageId: 'm',
    traceparent: 't',
    state: 'RECEIVED',
    attempts: 0,
    callByMs: START + 1,
    fence: 0,
    dueAtMs: START,
    postponements: 0,
    history: [ENTRY],
    ...fields,
  };
}

/** As the item was read, after so many calls. */
export function asRead(attempts: number, fence = 0): AsRead {
  return { attempts, fence };
}

/** Who takes a lock, by its place in the order. */
export function taker(orderKey: string, fence = 0): LockTaker {
  return { orderKey, fence, ownerAccount: '111122223333' };
}

export const ATTEMPT: Attempt = {
  id: 'a1',
  startedAtMs: START,
  previousParent: 'dxcon-old',
  seen: { connectionId: 'dxcon-line1' },
};

/** For tests about something else than what is waited for. */
export const WAITS: WaitsFor = { cause: 'busy', obstacle: 'orders#other', sinceMs: START };

/** For tests about something else than the history: the entry that a new item has already, put in its own place again. */
export const ENTRY: HistoryEntry = { atMs: START, what: 'received', attempts: 0 };

export function outcomeOf(state: RecordedOutcome['state'], parent: string | null = 'dxlag-new'): RecordedOutcome {
  const metadata = {
    eventId: `event-${state}`,
    occurredAt: '',
    serviceVersion: '',
    correlationId: null,
    causationId: 'm',
  };
  const event = outcomeEvent(metadata, { outcome: state } as Parameters<typeof outcomeEvent>[1]);
  return { state, ended: { atMs: START + 5, parent }, event };
}
