import type { ConnectionRecord } from '../../contract/connection-record.ts';
import type { RequestItem } from '../model/request-item.ts';
import type { DirectConnect, Listing } from '../ports/direct-connect.ts';
import type { AdvancePorts } from '../ports/ports.ts';

/** For so long a listing serves all who ask for its parent, in milliseconds. */
const SERVES_MS = 10_000;

/**
 * A long one serves longer, until it was asked for once for every five lines on it: about ten lines are then listed for a move,
 * which asks twice, however many lines are moved off a parent.
 */
const LINES_PER_USE = 5;

/** But never longer than this, in milliseconds: what others change by hand meanwhile, it does not show. */
export const SERVES_AT_MOST_MS = 30_000;

interface Known {
  begunAtMs: number;
  listing: Promise<Listing>;
  uses: number;
  /** What it has shown; undefined while it is under way. */
  shown?: Listing;
}

/** Of each parent the latest, by its id: what a process remembers. */
export type LatestListings = Map<string, Known>;

/** Whether a recent listing does for a request: after a call of its own, only a later one tells what that has done. */
export function mayUseRecent({ attempt }: RequestItem): boolean {
  return attempt === undefined;
}

/**
 * Direct Connect, and the same with recent listings: the latest one of a parent while it serves; where one connection is wanted,
 * only if it shows that, or is still under way. It shows what this process has moved since. What others have moved, the ledger
 * knows, and contradicts (conclusiveFrom); of everything else it is as old as it says.
 *
 * @param clock milliseconds since the epoch
 */
export function observing(
  directConnect: DirectConnect,
  clock: () => number,
  latest: LatestListings = new Map(),
): Pick<AdvancePorts, 'directConnect' | 'recent'> {
  const recent = new RecentListings(directConnect, clock, latest);
  const associate: DirectConnect['associate'] = async (connectionId, parentId, timeoutMs) => {
    const answer = await directConnect.associate(connectionId, parentId, timeoutMs);
    if (answer.kind === 'moved') recent.show(connectionId, parentId, answer.connection);
    else recent.forget(connectionId, parentId);
    return answer;
  };
  const others = { ...directConnect, associate };
  return {
    directConnect: { ...others, listHosted: (...asked) => recent.listAnew(...asked) },
    recent: { ...others, listHosted: (...asked) => recent.list(...asked) },
  };
}

type Asked = Parameters<DirectConnect['listHosted']>;
type IsWanted = NonNullable<Asked[2]>;

class RecentListings {
  readonly #directConnect: DirectConnect;
  readonly #clock: () => number;
  readonly #latest: LatestListings;

  constructor(directConnect: DirectConnect, clock: () => number, latest: LatestListings) {
    this.#directConnect = directConnect;
    this.#clock = clock;
    this.#latest = latest;
  }

  async list(...[parentId, timeoutMs, isWanted]: Asked): Promise<Listing> {
    const known = this.#latest.get(parentId);
    if (!known || !this.#serves(known)) return this.#listAll(parentId, timeoutMs);
    known.uses++;
    if (!known.shown || !isWanted || shows(known.shown, isWanted)) return known.listing;
    return this.#listAll(parentId, timeoutMs);
  }

  /** For one connection, no further than to the page that shows it: that serves no others. */
  listAnew(...[parentId, timeoutMs, isWanted]: Asked): Promise<Listing> {
    if (isWanted) return this.#directConnect.listHosted(parentId, timeoutMs, isWanted);
    return this.#listAll(parentId, timeoutMs);
  }

  /** A line has been moved to a parent. */
  show(connectionId: string, parentId: string, record: ConnectionRecord): void {
    for (const [parent, { begunAtMs, uses, listing, shown }] of this.#latest) {
      const added = parent === parentId ? [record] : [];
      const change = ({ atMs, lines }: Listing): Listing => {
        if (lines === 'absent') return { atMs, lines };
        return { atMs, lines: [...lines.filter((line) => line.connectionId !== connectionId), ...added] };
      };
      this.#keep(parent, { begunAtMs, uses, listing: listing.then(change), ...(shown && { shown: change(shown) }) });
    }
  }

  /** A line may have been moved to a parent: no one knows what shows it now. */
  forget(connectionId: string, parentId: string): void {
    const isLine: IsWanted = (record) => record.connectionId === connectionId;
    for (const [parent, { shown }] of this.#latest) {
      if (parent === parentId || !shown || shows(shown, isLine)) this.#latest.delete(parent);
    }
  }

  #listAll(parentId: string, timeoutMs: number | undefined): Promise<Listing> {
    for (const [parent, known] of this.#latest) if (!this.#serves(known)) this.#latest.delete(parent);
    const listing = this.#directConnect.listHosted(parentId, timeoutMs);
    this.#keep(parentId, { begunAtMs: this.#clock(), listing, uses: 1 });
    return listing;
  }

  /** A clock may have been set back. */
  #serves({ begunAtMs, uses, shown }: Known): boolean {
    const age = this.#clock() - begunAtMs;
    if (age < 0) return false;
    if (age < SERVES_MS) return true;
    return age < SERVES_AT_MOST_MS && uses * LINES_PER_USE < count(shown);
  }

  #keep(parentId: string, known: Known): void {
    this.#latest.set(parentId, known);
    const end = (ended: Listing) => {
      known.shown = ended;
    };
    // Whoever asked for it is told that it failed.
    const fail = () => {
      if (this.#latest.get(parentId) === known) this.#latest.delete(parentId);
    };
    void known.listing.then(end, fail);
  }
}

function count(shown: Listing | undefined): number {
  return shown === undefined || shown.lines === 'absent' ? 0 : shown.lines.length;
}

function shows({ lines }: Listing, isWanted: IsWanted): boolean {
  return lines !== 'absent' && lines.some(isWanted);
}
