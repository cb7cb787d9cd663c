import { connectionPk, toConnection } from '../../aws/connection-item.ts';
import { groupPk, toGroup } from '../../aws/group-item.ts';
import { requestPk } from '../../aws/request-attributes.ts';
import { toVerification, verificationPk } from '../../aws/verifications.ts';
import type { Entry } from '../../migration/groups/group.ts';
import { formatKey, keyOf } from '../../migration/model/request-item.ts';
import type { ConnectionItem } from '../../migration/ports/connections.ts';
import type { Verification } from '../../migration/verification/verification.ts';
import type { Context } from '../context/context.ts';
import { findLogged, type Logged } from '../ledger/logs.ts';
import { readItem, readItems } from '../ledger/read-items.ts';
import { withStops } from '../ledger/stops.ts';
import { type StoredRequest, toStoredRequest } from '../ledger/stored-request.ts';

/** All that is known of one request. */
export interface Story {
  request: StoredRequest;
  connection: ConnectionItem;
  /** What has been seen of the line since the request moved it. */
  verification?: Verification;
  /** By which the line may hold up its owner's other lines, or by which others hold up it. */
  entries: readonly Entry[];
  /** What was logged of it, where that was asked for. */
  logged?: Logged[];
}

/** @param logsSinceMs from when on the logs are read; undefined: not at all */
export async function readStory(context: Context, found: StoredRequest, logsSinceMs?: number): Promise<Story> {
  const key = keyOf(found.item);
  const { connectionId, requestId } = found.item.request;
  const pks = [requestPk(key), connectionPk(connectionId), verificationPk(key)] as const;
  const [items, logged] = await Promise.all([
    readItems(context, pks),
    logsSinceMs === undefined ? undefined : findLogged(context, [{ tenant: key.tenant, requestId }], logsSinceMs),
  ]);
  const [request, connection, verification] = pks.map((pk) => items.get(pk));
  const known = toConnection(connection ?? {});
  const [asked] = await withStops(context, [request ? toStoredRequest(request) : found]);
  return {
    request: asked ?? found,
    connection: known,
    ...(verification ? { verification: toVerification(verification).verification } : {}),
    entries: known.ownerAccount === undefined ? [] : await entriesOf(context, known.ownerAccount),
    ...(logged ? { logged } : {}),
  };
}

export async function entriesOf(context: Context, ownerAccount: string): Promise<readonly Entry[]> {
  return toGroup((await readItem(context, groupPk(ownerAccount))) ?? {}).entries;
}

/** The entries that the request itself has made, and no person has released: its line may hold up others of its owner. */
export function holdsUpBy({ request, entries }: Story): Entry[] {
  const key = formatKey(keyOf(request.item));
  return entries.filter((entry) => entry.request === key && !entry.released);
}
