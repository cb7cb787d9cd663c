import type { ConnectionRecord } from '../../contract/connection-record.ts';
import { AFTER_CALL_MS } from '../../settings/rules.ts';
import { owns, type Tenant } from '../model/tenants.ts';
import { type Listing, ObservationUnfinishedError } from '../ports/direct-connect.ts';
import type { AdvancePorts, ResolvePorts } from '../ports/ports.ts';

/** Of each parent that was asked, what is on it. */
export type Listings = ReadonlyMap<string, Listing>;

/** What Describe shows of one connection. `atMs` is the time of the earliest of the listings that show it (Listing.atMs). */
export type Observation =
  | ({ kind: 'found'; atMs: number; target?: Listing['lines']; onBothParents: boolean; listings?: Listings } & Sighting)
  | NotFound;

/** On neither the expected parent nor the target. */
export interface NotFound {
  kind: 'notFound';
  atMs: number;
  listings?: Listings;
}

/**
 * `target`: everything on it; absent where it was not asked for. `onBothParents`: listed on both the expected parent and the
 * target, so one of the two answers lags behind; known only where both were asked for. `listings`: what both were seen by, then.
 */
export type Found = Extract<Observation, { kind: 'found' }>;

interface Sighting {
  parent: string;
  record: ConnectionRecord;
}

interface Wanted {
  connectionId: string;
  expectedParentConnectionId: string;
  parentConnectionId: string;
}

type ObservingPorts = Pick<AdvancePorts, 'directConnect'>;

/**
 * Looks for a tenant's connection on the expected parent, where it mostly is, and only if it is not there on the target. Enough to
 * know whose it is; not whether the target would have it.
 *
 * @param remaining milliseconds left of the invocation
 * @throws ObservationUnfinishedError when that is over before it is found or both have answered
 */
export async function sightConnection(
  wanted: Wanted,
  tenant: Tenant,
  remaining: () => number,
  ports: ObservingPorts,
): Promise<Observation> {
  const parents = new Set([wanted.expectedParentConnectionId, wanted.parentConnectionId]);
  const { atMs, sighting } = await search(parents, wantedBy(tenant, wanted), remaining, ports);
  return sighting ? { kind: 'found', atMs, ...sighting, onBothParents: false } : { kind: 'notFound', atMs };
}

/**
 * All that a decision takes: whether the connection is on the expected parent, on the target or both, and everything that is on
 * the target.
 *
 * @param remaining milliseconds left of the invocation
 * @param known listings that serve: these parents are not asked
 * @throws ObservationUnfinishedError when that is over before all have answered
 */
export async function findConnection(
  wanted: Wanted,
  tenant: Tenant,
  remaining: () => number,
  ports: ObservingPorts,
  known: Listings = new Map(),
): Promise<Observation> {
  const isWanted = wantedBy(tenant, wanted);
  const listings = await listBoth(wanted, isWanted, remaining, ports, known);
  const atMs = Math.min(...[...listings.values()].map((listing) => listing.atMs));
  const target = listings.get(wanted.parentConnectionId)?.lines ?? 'absent';
  const found = [...listings].flatMap(([parent, listing]) => sightings(parent, listing, isWanted));
  const [sighting] = found;
  if (!sighting) return { kind: 'notFound', atMs, listings };
  return { kind: 'found', atMs, ...sighting, target, onBothParents: found.length > 1, listings };
}

/**
 * Searches for a connection that is on neither parent, one by one, on the tenant's other parents. It is the one observation
 * that grows with their number, and tells nothing but where a connection is that is not to be moved: only for what is about
 * to be published.
 *
 * @throws ObservationUnfinishedError as findConnection
 */
export async function searchElsewhere(
  wanted: Wanted,
  tenant: Tenant,
  notFound: NotFound,
  remaining: () => number,
  ports: ObservingPorts,
): Promise<Found | undefined> {
  const known = [wanted.expectedParentConnectionId, wanted.parentConnectionId];
  const others = tenant.parents.filter((parent) => !known.includes(parent));
  const { atMs, sighting } = await search(others, wantedBy(tenant, wanted), remaining, ports);
  return sighting && { kind: 'found', atMs: Math.min(notFound.atMs, atMs), ...sighting, onBothParents: false };
}

/** The connection's record on one parent, if it is listed there. */
export async function findOn(
  parent: string,
  connectionId: string,
  { directConnect }: Pick<ResolvePorts, 'directConnect'>,
  timeout?: number,
): Promise<{ atMs: number; record: ConnectionRecord | undefined }> {
  const isWanted = (record: ConnectionRecord) => record.connectionId === connectionId;
  const { atMs, lines } = await directConnect.listHosted(parent, timeout, isWanted);
  return { atMs, record: lines === 'absent' ? undefined : lines.find(isWanted) };
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

/** The expected parent as far as it takes, and all of the target, side by side. */
async function listBoth(
  { expectedParentConnectionId: expected, parentConnectionId: target }: Wanted,
  isWanted: IsWanted,
  remaining: () => number,
  { directConnect }: ObservingPorts,
  known: Listings,
): Promise<Listings> {
  const timeout = timeToList(remaining);
  const list = (parent: string) =>
    known.get(parent) ?? directConnect.listHosted(parent, timeout, parent === target ? undefined : isWanted);
  const listings = [...new Set([expected, target])].map(async (parent) => [parent, await list(parent)] as const);
  // All are awaited whatever one of them does: what was left pending would run on in a later invocation.
  await Promise.allSettled(listings);
  return new Map(await Promise.all(listings));
}

/** One parent after the other, no further than to the one that it is on. Without any, `atMs` is infinite. */
async function search(
  parents: Iterable<string>,
  isWanted: IsWanted,
  remaining: () => number,
  { directConnect }: ObservingPorts,
): Promise<{ atMs: number; sighting?: Sighting }> {
  let atMs = Number.POSITIVE_INFINITY;
  for (const parent of parents) {
    const listing = await directConnect.listHosted(parent, timeToList(remaining), isWanted);
    atMs = Math.min(atMs, listing.atMs);
    const [sighting] = sightings(parent, listing, isWanted);
    if (sighting) return { atMs, sighting };
  }
  return { atMs };
}

type IsWanted = (record: ConnectionRecord) => boolean;

/**
 * Another account's connection counts as not there, so that the search for it takes the same way, the same pages, and the same
 * time, as for one that does not exist.
 */
function wantedBy(tenant: Tenant, wanted: Wanted): IsWanted {
  return ({ connectionId, ownerAccount }) => connectionId === wanted.connectionId && owns(tenant, ownerAccount);
}

function sightings(parent: string, { lines }: Listing, isWanted: IsWanted): Sighting[] {
  return lines === 'absent' ? [] : lines.filter(isWanted).map((record) => ({ parent, record }));
}
