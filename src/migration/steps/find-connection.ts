import type { ConnectionRecord } from '../../contract/connection-record.ts';
import { AFTER_CALL_MS } from '../../settings/rules.ts';
import type { Tenant } from '../model/tenants.ts';
import { type DirectConnect, ObservationUnfinishedError } from '../ports/direct-connect.ts';
import type { AdvancePorts, ResolvePorts } from '../ports/ports.ts';
/**
 * What Describe shows of one connection. `atMs` is the time just before the first question, in milliseconds since the
 * epoch: what is shown may be older (STALE), never newer than the answer.
 */
export type Observation =
  | ({ kind: 'found'; atMs: number; target: Listing; onBothParents: boolean } & Sighting)
  | NotFound;

/** On neither the expected parent nor the target. */
export interface NotFound {
  kind: 'notFound';
  atMs: number;
  target: Listing;
}

/** `onBothParents`: listed on both the expected parent and the target, so one of the two answers lags behind. */
export type Found = Extract<Observation, { kind: 'found' }>;

type Listing = ConnectionRecord[] | 'absent';

interface Sighting {
  parent: string;
  record: ConnectionRecord;
}

interface Wanted {
  connectionId: string;
  expectedParentConnectionId: string;
  parentConnectionId: string;
}

/**
 * Searches for a tenant's connection on the expected parent and the target.
 *
 * @param remaining milliseconds left of the invocation
 * @throws ObservationUnfinishedError when that is over before all have answered
 */
export async function findConnection(
  wanted: Wanted,
  tenant: Tenant,
  remaining: () => number,
  ports: Pick<AdvancePorts, 'directConnect' | 'clock'>,
): Promise<Observation> {
  const { connectionId, expectedParentConnectionId: expected, parentConnectionId: target } = wanted;
  const atMs = ports.clock();
  const listings = await listAll([...new Set([expected, target])], remaining, ports.directConnect);
  const targetListing = listings.get(target) ?? 'absent';
  const found = [...listings].flatMap(([parent, listing]) => sightings(connectionId, parent, listing, tenant));
  const [sighting] = found;
  if (!sighting) return { kind: 'notFound', atMs, target: targetListing };
  return { kind: 'found', atMs, ...sighting, target: targetListing, onBothParents: found.length > 1 };
}

/**
 * Searches for a connection that is on neither parent, one by one, on the tenant's other parents. It is the one look that grows with
 * their number, and tells nothing but where a connection is that is not to be moved: only for what is about to be published.
 *
 * @throws ObservationUnfinishedError as findConnection
 */
export async function searchElsewhere(
  { connectionId, expectedParentConnectionId: expected, parentConnectionId: target }: Wanted,
  tenant: Tenant,
  notFound: NotFound,
  remaining: () => number,
  { directConnect }: Pick<AdvancePorts, 'directConnect'>,
): Promise<Found | undefined> {
  for (const parent of tenant.parents.filter((other) => other !== expected && other !== target)) {
    const listing = await directConnect.listHosted(parent, timeToList(remaining));
    const [sighting] = sightings(connectionId, parent, listing, tenant);
    if (sighting) return { ...notFound, kind: 'found', ...sighting, onBothParents: false };
  }
  return undefined;
}

/** The connection's record on one parent, if it is listed there. */
export async function findOn(
  parent: string,
  connectionId: string,
  { directConnect, clock }: Pick<ResolvePorts, 'directConnect' | 'clock'>,
  timeout?: number,
): Promise<{ atMs: number; record: ConnectionRecord | undefined }> {
  const atMs = clock();
  const listing = await directConnect.listHosted(parent, timeout);
  return {
    atMs,
    record: listing === 'absent' ? undefined : listing.find((record) => record.connectionId === connectionId),
  };
}

/**
 * How long a list may take, so that there is time left to write down what comes of it: cut off by the end of the invocation,
 * the request would not say what it waits for.
 *
 * @throws ObservationUnfinishedError if that time has come
 */
export function timeToList(remaining: () => number): number {
  const time = remaining() - AFTER_CALL_MS;
  if (time < 0) throw new ObservationUnfinishedError();
  return time;
}

async function listAll(
  parents: string[],
  remaining: () => number,
  directConnect: DirectConnect,
): Promise<Map<string, Listing>> {
  const timeout = timeToList(remaining);
  const listings = parents.map(async (parent) => [parent, await directConnect.listHosted(parent, timeout)] as const);
  // All are awaited whatever one of them does: what was left pending would run on in a later invocation.
  await Promise.allSettled(listings);
  return new Map(await Promise.all(listings));
}

/**
 * Another account's connection counts as not there, so that the search for it takes the same way, and the same time, as
 * for one that does not exist.
 */
function sightings(connectionId: string, parent: string, listing: Listing, { ownerAccounts }: Tenant): Sighting[] {
  if (listing === 'absent') return [];
  return listing
    .filter((record) => record.connectionId === connectionId && ownerAccounts.includes(record.ownerAccount ?? ''))
    .map((record) => ({ parent, record }));
}
