import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { orderKeyOf } from '../../../src/contract/order-key.ts';
import { parseRequest } from '../../../src/contract/request.ts';
import { formatKey, type RequestItem, type RequestKey } from '../../../src/migration/model/request-item.ts';
import type { DueEntry } from '../../../src/migration/ports/due-index.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { eventually } from '../../support/eventually.ts';
import type { LedgerTable } from '../../support/ledger-table.ts';
import type { MemoryLedger } from '../../support/memory-ledger.ts';
import { request, START } from '../../support/world.ts';

/** Few enough that random operations meet. */
export const KEYS = [
  { tenant: 'alder', requestId: 'r1' },
  { tenant: 'alder', requestId: 'r2' },
  { tenant: 'birch', requestId: 'r1' },
] as const;

export const CONNECTIONS = ['dxcon-line1', 'dxcon-line2'] as const;
const OPEN = KEYS.flatMap(({ tenant }) => CONNECTIONS.map((id) => [tenant, id] as const));

/** A request as the first delivery stores it. */
export function newItem({ tenant, requestId }: RequestKey, dueAtMs: number, traceparent: boolean): RequestItem {
  const parsed = parseRequest(JSON.stringify(request({ requestId })), START);
  if (!parsed.ok) throw new Error(parsed.problem);
  return {
    tenant,
    request: parsed.request,
    fingerprint: `f${dueAtMs}`,
    orderKey: orderKeyOf(parsed.request.requestedAt, START),
    messageId: `m${dueAtMs}`,
    ...(traceparent ? { traceparent: 't' } : {}),
    state: 'RECEIVED',
    attempts: 0,
    callByMs: START + 1,
    fence: 0,
    dueAtMs,
    postponements: 0,
    history: [{ atMs: dueAtMs, what: 'received', attempts: 0 }],
  };
}

/** Parents that lines are verified on. */
export const PARENTS = ['dxcon-old', 'dxlag-new'] as const;

/** Takes one request out of the table. */
export async function forget({ tenant, requestId }: RequestKey, { client, tableName }: LedgerTable): Promise<void> {
  const Key = { pk: { S: `REQUEST#${tenant}#${requestId}` } };
  await client.send(new DeleteItemCommand({ TableName: tableName, Key }));
}

/** Empties the table of what a run can have left. */
export async function clear({ client, tableName }: LedgerTable): Promise<void> {
  const names = [...KEYS.map((key) => `REQUEST#${formatKey(key)}`), ...CONNECTIONS.map((id) => `CONNECTION#${id}`)];
  const open = OPEN.map(([tenant, id]) => `OPEN#${tenant}#${id}`);
  const verified = [...KEYS.map((key) => `VERIFICATION#${formatKey(key)}`), ...PARENTS.map((id) => `PARENT#${id}`)];
  const deletions = [...names, ...open, ...verified, 'CONTROL', 'QUARANTINE#', 'QUARANTINE#alder'].map((pk) =>
    client.send(new DeleteItemCommand({ TableName: tableName, Key: { pk: { S: pk } } })),
  );
  await Promise.all(deletions);
}

/** All that a ledger holds. */
export async function contentOf(ledger: Ledger): Promise<unknown> {
  return {
    requests: await Promise.all(KEYS.map(async (key) => asRead(await ledger.read(key)))),
    connections: await Promise.all(CONNECTIONS.map((id) => ledger.readConnection(id))),
    control: await ledger.readControl(),
    verifications: await Promise.all(KEYS.map((key) => ledger.readVerification(key))),
    parents: await Promise.all(PARENTS.map((id) => ledger.readNextLook(id))),
    troubles: await Promise.all(PARENTS.map((id) => ledger.readTroubles(id))),
    places: await Promise.all(
      OPEN.map(async ([tenant, id]) => (await ledger.readPlaces(tenant, id)).toSorted((a, b) => (a < b ? -1 : 1))),
    ),
  };
}

/** Without what the model keeps beside the item. */
function asRead(item: (RequestItem & { unclearAttemptId?: string }) | undefined): RequestItem | undefined {
  if (!item) return undefined;
  const { unclearAttemptId: _, ...read } = item;
  return read;
}

/** The index of what is due follows the items, on AWS a moment later. */
export async function expectSameDue(real: Ledger, model: MemoryLedger, now: number): Promise<void> {
  const expected = await dueAt(model, now);
  await eventually(async () => expect(await dueAt(real, now)).toEqual(expected));
}

async function dueAt(ledger: Ledger, now: number): Promise<unknown> {
  const { items } = await ledger.due(now);
  // The order of what is due at the same time is no one's promise.
  const sorted = items.toSorted((a, b) => a.dueAtMs - b.dueAtMs || (formatKey(a.key) < formatKey(b.key) ? -1 : 1));
  const tenants = [...new Set(KEYS.map(({ tenant }) => tenant))];
  const toCall = await Promise.all(tenants.map((tenant) => ledger.dueToCall(tenant, now / 2, now)));
  const toVerify = (await ledger.dueToVerify(now)).items.toSorted(byKey);
  const count = await ledger.countDue(now);
  return { items: sorted, count, toCall: toCall.map((page) => page.items.toSorted(byKey)), toVerify };
}

function byKey(a: Pick<DueEntry, 'key'>, b: Pick<DueEntry, 'key'>): number {
  return formatKey(a.key) < formatKey(b.key) ? -1 : 1;
}

/** A seed to repeat a failed run by: MODEL_SEED, else any. fast-check prints the one that failed. */
export function parameters(numRuns: number): { numRuns: number; seed?: number } {
  const seed = process.env.MODEL_SEED;
  return seed ? { numRuns, seed: Number(seed) } : { numRuns };
}
