import { isBefore } from '../contract/time.ts';
import { mayHaveMoved } from './earlier-call.ts';
import type { Found } from './look.ts';
import { reason, type Seen, seenIn } from './outcome.ts';
import type { AdvancePorts, ConnectionItem } from './ports.ts';
import { long, type Turn } from './progress.ts';
import { formatKey, isFinal, keyOf, type RequestItem, type RequestKey } from './request-item.ts';
import { provesAfter } from './settings.ts';
import { finish, release, settleUncalled } from './settle.ts';

/**
 * Step 5: takes the connection, so that no other request can call for it, and in the order of `requestedAt` only.
 *
 * @returns undefined if the request holds the connection now, else how far it has come
 */
export async function takeConnection(item: RequestItem, look: Found, ports: AdvancePorts): Promise<Turn | undefined> {
  const { connectionId, requestedAt } = item.request;
  const ownerAccount = look.record.ownerAccount ?? '';
  if (await ports.ledger.take(connectionId, keyOf(item), requestedAt, ownerAccount)) return undefined;
  const connection = await ports.ledger.readConnection(connectionId);
  // The write's answer was lost, and its repetition met itself.
  if (isHeldBy(connection, item)) return undefined;
  if (isSuperseded(item, connection)) return supersede(item, seenOrKnown(item, look, connection, ports), ports);
  return standBehind(item, connection, look, ports);
}

/** Whether a request as new or newer was called for already, or found to be there. */
export function isSuperseded({ request }: RequestItem, { lastRequestedAt }: ConnectionItem): boolean {
  return lastRequestedAt !== undefined && !isBefore(lastRequestedAt, request.requestedAt);
}

export const SUPERSEDED = reason('SUPERSEDED', 'a newer request for the connection takes its place');

/**
 * Whether a look that contradicts the ledger may be an old picture: it counts only if taken more than STALE (and the
 * clocks' difference) after the connection's last outcome. A look that agrees counts at once: the ledger's parent is
 * proven (parentAfter in outcome.ts). Gives the time from which looks count, or undefined if this one does.
 */
export function looksCountFrom(look: Found, connection: ConnectionItem, ports: AdvancePorts): number | undefined {
  if (look.twofold) return provesAfter(look.at, ports.settings) + 1;
  const { lastParent, lastOutcomeAt } = connection;
  if (lastOutcomeAt === undefined || lastParent === look.parent) return undefined;
  const proven = provesAfter(lastOutcomeAt, ports.settings);
  return look.at > proven ? undefined : proven + 1;
}

function isHeldBy({ active }: ConnectionItem, item: RequestItem): boolean {
  return active !== undefined && formatKey(active) === formatKey(keyOf(item));
}

/**
 * What is told of a connection that other requests may have moved: an old picture gives way to the ledger; but while
 * another request holds the connection, and may just have moved it, the ledger knows no better than the picture.
 */
export function seenOrKnown(item: RequestItem, look: Found, connection: ConnectionItem, ports: AdvancePorts): Seen {
  const seen = seenIn(look);
  if (connection.active && !isHeldBy(connection, item)) return seen;
  if (connection.lastParent === undefined || looksCountFrom(look, connection, ports) === undefined) return seen;
  return { ...seen, previousParent: connection.lastParent, parent: connection.lastParent };
}

async function supersede(item: RequestItem, seen: Seen | undefined, ports: AdvancePorts): Promise<Turn> {
  return settleUncalled(item, { state: 'REJECTED', reason: SUPERSEDED, ...(seen ? { seen } : {}) }, ports);
}

/** The connection is another request's: takes the place of one that this one replaces, or waits. */
async function standBehind(
  item: RequestItem,
  { active }: ConnectionItem,
  look: Found,
  ports: AdvancePorts,
): Promise<Turn> {
  // Freed since: look again at what is there now.
  if (!active) return 'again';
  const holder = await readHolder(active, ports);
  if (!replaces(item, holder) || mayHaveMoved(holder, look, ports.settings)) return waitForHolder(holder, ports);
  await supersede(holder, undefined, ports);
  await finishIfFinal(holder, ports);
  return 'again';
}

/** The request that holds a connection. @throws Error if the ledger does not have it */
export async function readHolder(active: RequestKey, { ledger }: AdvancePorts): Promise<RequestItem> {
  const holder = await ledger.read(active);
  if (!holder) throw new Error('the connection is held by a request that is not in the ledger');
  return holder;
}

/** Waits while the request that holds the connection goes on; of one that is final, does the release. */
export async function waitForHolder(holder: RequestItem, ports: AdvancePorts): Promise<Turn> {
  if (!isFinal(holder.state)) return long('busy');
  await release(holder, ports);
  return 'again';
}

/** A newer request of the same tenant and expected parent replaces, or withdraws, one that is not called for yet. */
function replaces(newer: RequestItem, older: RequestItem): boolean {
  return (
    older.state === 'RECEIVED' &&
    older.tenant === newer.tenant &&
    older.request.expectedParentConnectionId === newer.request.expectedParentConnectionId &&
    isBefore(older.request.requestedAt, newer.request.requestedAt)
  );
}

async function finishIfFinal(holder: RequestItem, ports: AdvancePorts): Promise<void> {
  const settled = await ports.ledger.read(keyOf(holder));
  if (settled && isFinal(settled.state)) await finish(settled, ports);
}
