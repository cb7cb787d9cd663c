import { connectionPk, toConnection } from '../../aws/connection-item.ts';
import { requestPk } from '../../aws/request-attributes.ts';
import { CONNECTION_ID, REQUEST_ID, TENANT_NAME } from '../../contract/ids.ts';
import type { Drain } from '../../drain/run/drain.ts';
import { parseRequestId } from '../../drain/run/request-of.ts';
import { DRAINS_TENANT, isTenant } from '../../migration/model/drains-tenant.ts';
import { formatKey, keyOf, parseKey, type RequestKey } from '../../migration/model/request-item.ts';
import type { ConnectionItem } from '../../migration/ports/connections.ts';
import { CliError, UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { findLogged, type Logged } from '../ledger/logs.ts';
import { readItem, readItems } from '../ledger/read-items.ts';
import { type StoredRequest, toStoredRequest } from '../ledger/stored-request.ts';
import { readUnfinished, type Unfinished } from '../ledger/unfinished.ts';
import { scanForRequests } from '../ledger/whole-ledger.ts';
import { duration } from '../output/time.ts';
import { listTenants } from '../queues/queues.ts';
import { didYouMean } from '../words/near.ts';
import { named } from '../words/requests.ts';
import { type ListedLine, listingOf } from './listed.ts';

/** What is known under the name that was given. */
export type Found =
  | { kind: 'requests'; requests: StoredRequest[] }
  | {
      kind: 'line';
      connectionId: string;
      connection: ConnectionItem;
      requests: StoredRequest[];
      /** Drains that have it and have not ended. */
      drains: Drain[];
      listed?: ListedLine;
    }
  /** Messages that became no request, as the log has them. */
  | { kind: 'messages'; lines: Logged[] };

export interface Search {
  /** How far back the logs are searched. */
  minutes: number;
  wholeLedger?: boolean;
}

const MINUTE = 60_000;

/** Ids that log lines have, and texts that are no ids of requests. */
const LOGGED = ['messageId', 'correlationId', 'eventId', 'awsRequestId', 'requestId'] as const;

/**
 * What is meant: a request by tenant and id, a line that the ledger knows, a request by its id alone, a line that only Direct Connect
 * knows, or a request by an id that its messages, events or calls have; in this order, for a request may be called like any of the
 * others.
 *
 * @throws CliError where nothing is known of it, and what was probably meant
 */
export async function find(context: Context, what: string, search: Search): Promise<Found> {
  if (what === '' || /["\\]/.test(what))
    throw new UsageError('this is the id of nothing', {
      todo: 'give a request as tenant/requestId, a line, or the id of a message, an event or a call',
    });
  let read: Promise<Unfinished> | undefined;
  const unfinished = () => {
    read ??= readUnfinished(context, ['REQUEST#', 'DRAIN#']);
    return read;
  };
  const known =
    (await byKey(context, what)) ?? (await byLine(context, what, unfinished)) ?? (await byRequestId(context, what));
  if (known) return known;
  const listing = CONNECTION_ID.pattern.test(what) ? await listingOf(context, what) : undefined;
  if (listing?.line) {
    const drains = drainsWith(what, (await unfinished()).drains);
    return { kind: 'line', connectionId: what, connection: {}, requests: [], drains, listed: listing.line };
  }
  return (
    (await byOtherId(context, what, search, unfinished)) ??
    nothing(context, what, search, [...namesOf((await unfinished()).requests), ...(listing?.lines ?? [])])
  );
}

/** Read once, and only if it is needed. */
type ReadOnce = () => Promise<Unfinished>;

function drainsWith(connectionId: string, drains: readonly Drain[]): Drain[] {
  return drains.filter(({ lines }) => Object.hasOwn(lines, connectionId));
}

/** `orders/r1`, or as items of the ledger name it. */
async function byKey(context: Context, what: string): Promise<Found | undefined> {
  const [tenant = '', requestId = '', ...more] = what.split(/[/#]/);
  if (more.length > 0 || !isTenant(tenant) || !REQUEST_ID.pattern.test(requestId)) return undefined;
  return asFound(await readRequests(context, [{ tenant, requestId }]));
}

async function byLine(context: Context, what: string, unfinished: ReadOnce): Promise<Found | undefined> {
  if (!CONNECTION_ID.pattern.test(what)) return undefined;
  const [item, all] = await Promise.all([readItem(context, connectionPk(what)), unfinished()]);
  const requests = all.requests.filter(({ item: { request } }) => request.connectionId === what);
  if (!item && requests.length === 0) return undefined;
  const drains = drainsWith(what, all.drains);
  return { kind: 'line', connectionId: what, connection: toConnection(item ?? {}), requests, drains };
}

async function byRequestId(context: Context, what: string): Promise<Found | undefined> {
  if (!REQUEST_ID.pattern.test(what)) return undefined;
  const tenants = parseRequestId(what) ? [DRAINS_TENANT] : await listTenants(context);
  return asFound(
    await readRequests(
      context,
      tenants.map((tenant) => ({ tenant, requestId: what })),
    ),
  );
}

/** What is unfinished has its ids on its item; of what is finished, the log knows them for a while. */
async function byOtherId(
  context: Context,
  what: string,
  { minutes, wholeLedger }: Search,
  unfinished: ReadOnce,
): Promise<Found | undefined> {
  const { clock, out } = context;
  const fromItems = (await unfinished()).requests
    .filter(({ item }) => idsOf(item).includes(what))
    .map(({ item }) => keyOf(item));
  out.note(`Searching the logs of the last ${duration(minutes * MINUTE)} …`);
  const lines = await findLogged(
    context,
    LOGGED.map((name) => ({ [name]: what })),
    clock() - minutes * MINUTE,
  );
  const fromLogs = lines.flatMap(({ members: { tenant, requestId } }) =>
    typeof tenant === 'string' && typeof requestId === 'string' ? [{ tenant, requestId }] : [],
  );
  const fromLedger = wholeLedger
    ? await scanForRequests(context, what, (items) => out.note(`Read ${items} items of the ledger …`))
    : [];
  const found = asFound(await readRequests(context, [...fromItems, ...fromLogs, ...fromLedger]));
  const rejected = lines.filter(({ members }) => members.message === 'messageRejected');
  return found ?? (rejected.length > 0 ? { kind: 'messages', lines: rejected } : undefined);
}

function idsOf({ messageId, request, event, publishedEventId, attempt, history }: StoredRequest['item']): unknown[] {
  const calls = history.map(({ awsRequestId }) => awsRequestId);
  return [messageId, request.correlationId, event?.eventId, publishedEventId, attempt?.awsRequestId, ...calls];
}

function namesOf(requests: readonly StoredRequest[]): string[] {
  return requests.flatMap(({ item }) => [...[named(keyOf(item)), item.request.requestId, item.request.connectionId]]);
}

async function nothing(
  context: Context,
  what: string,
  { minutes, wholeLedger }: Search,
  names: readonly string[],
): Promise<never> {
  const tenants = await otherTenants(context, what);
  if (tenants) throw tenants;
  const further = wholeLedger
    ? 'search further back in the logs with --minutes'
    : 'search further back in the logs with --minutes, or every item of the ledger with --whole-ledger';
  throw new CliError(`nothing is known of ${what}`, {
    where: `the ledger's requests by tenant and id, its lines, and the logs of the last ${duration(minutes * MINUTE)}`,
    todo: didYouMean(what, names) ?? further,
  });
}

/** Where it is a request of a tenant that there is not. */
async function otherTenants(context: Context, what: string): Promise<CliError | undefined> {
  const [tenant = '', requestId, ...more] = what.split('/');
  if (requestId === undefined || more.length > 0 || !TENANT_NAME.pattern.test(tenant)) return undefined;
  const tenants = await listTenants(context);
  if (tenants.includes(tenant)) return undefined;
  return new CliError(`nothing is known of ${what}: there is no tenant ${tenant}`, {
    todo: didYouMean(tenant, tenants) ?? `there are ${tenants.join(', ') || 'none'}`,
  });
}

/** Each of them that there is, once. */
export async function readRequests(context: Context, keys: readonly RequestKey[]): Promise<StoredRequest[]> {
  const each = [...new Set(keys.map(formatKey))].map(parseKey);
  const items = await readItems(context, each.map(requestPk));
  return each.flatMap((key) => {
    const item = items.get(requestPk(key));
    return item ? [toStoredRequest(item)] : [];
  });
}

function asFound(requests: StoredRequest[]): Found | undefined {
  return requests.length === 0 ? undefined : { kind: 'requests', requests };
}
