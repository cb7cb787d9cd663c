import type { ConnectionRecord } from '../../contract/connection-record.ts';
import type { RequestItem } from '../model/request-item.ts';
import type { DirectConnect, Listing } from '../ports/direct-connect.ts';
import type { AdvancePorts } from '../ports/ports.ts';

/**
 * For how long a listing serves all who ask for its parent, in milliseconds: so long it does not show what others do by hand. How
 * much is listed goes by the time that it takes to move many lines then, not by their number times itself.
 */
export const SERVES_MS = 10_000;

interface Known {
  begunAtMs: number;
  listing: Promise<Listing>;
  isUnderWay: boolean;
}

/** Of each parent the latest, by its id: what a process remembers. */
export type LatestListings = Map<string, Known>;

/** Whether a recent listing does for a request: after a call of its own, only a later one tells what that has done. */
export function mayUseRecent({ attempt }: RequestItem): boolean {
  return attempt === undefined;
}

/**
 * Direct Connect, and the same with recent listings: the latest one of a parent while it serves; where one connection is wanted,
 * only if it shows that, or is still under way. It shows what this process has moved since. What others have moved, the ledger knows, and contradicts
 * (conclusiveFrom); of everything else it is as old as it says.
 *
 * @param clock milliseconds since the epoch
 */
export function observing(
  directConnect: DirectConnect,
  clock: () => number,
  latest: LatestListings = new Map(),
): Pick<AdvancePorts, 'directConnect' | 'recent'> {
  const listAll = (parentId: string, timeoutMs?: number): Promise<Listing> => {
    const listing = directConnect.listHosted(parentId, timeoutMs);
    const known: Known = { begunAtMs: clock(), listing, isUnderWay: true };
    latest.set(parentId, known);
    const fail = () => {
      if (latest.get(parentId) === known) latest.delete(parentId);
    };
    const end = () => {
      known.isUnderWay = false;
    };
    void listing.catch(fail).finally(end);
    return listing;
  };

  const listAnew: DirectConnect['listHosted'] = (parentId, timeoutMs, isWanted) =>
    isWanted ? directConnect.listHosted(parentId, timeoutMs, isWanted) : listAll(parentId, timeoutMs);

  const listRecent: DirectConnect['listHosted'] = async (parentId, timeoutMs, isWanted) => {
    const known = latest.get(parentId);
    if (!known || clock() >= known.begunAtMs + SERVES_MS) return listAll(parentId, timeoutMs);
    const { isUnderWay } = known;
    const listing = await known.listing;
    return isUnderWay || shows(listing, isWanted) ? listing : listAll(parentId, timeoutMs);
  };

  const associate: DirectConnect['associate'] = async (connectionId, parentId, timeoutMs) => {
    const answer = await directConnect.associate(connectionId, parentId, timeoutMs);
    // It may have moved the line all the same.
    if (answer.kind !== 'moved') latest.clear();
    else
      for (const [parent, known] of latest) show(known, connectionId, parent === parentId ? [answer.connection] : []);
    return answer;
  };

  const others = { ...directConnect, associate };
  return { directConnect: { ...others, listHosted: listAnew }, recent: { ...others, listHosted: listRecent } };
}

function shows({ lines }: Listing, isWanted: ((record: ConnectionRecord) => boolean) | undefined): boolean {
  return !isWanted || (lines !== 'absent' && lines.some(isWanted));
}

/** Puts the line's new record in the place of what the listing shows, or will show, of it. */
function show(known: Known, connectionId: string, record: ConnectionRecord[]): void {
  known.listing = known.listing.then(({ atMs, lines }) => {
    if (lines === 'absent') return { atMs, lines };
    return { atMs, lines: [...lines.filter((line) => line.connectionId !== connectionId), ...record] };
  });
  // Whoever asked for it is told that it failed.
  known.listing.catch(() => undefined);
}
