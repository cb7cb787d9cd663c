import type { DirectConnect } from '../ports/direct-connect.ts';

type Listing = ReturnType<DirectConnect['listHosted']>;

/**
 * One listing for all who ask for a parent while another one of it is under way: it begins when that one ends, so after each
 * of them has asked, as if it were their own. Of all pages, whatever it is that each wants to find.
 *
 * @param clock milliseconds since the epoch
 */
export function sharedListings(directConnect: DirectConnect, clock: () => number): DirectConnect {
  const underWay = new Map<string, Listing>();
  const next = new Map<string, Listing>();

  const begin = (parentId: string, timeoutMs?: number): Listing => {
    next.delete(parentId);
    const listing = directConnect.listHosted(parentId, timeoutMs).finally(() => {
      if (underWay.get(parentId) === listing) underWay.delete(parentId);
    });
    underWay.set(parentId, listing);
    return listing;
  };

  return {
    ...directConnect,
    listHosted(parentId, timeoutMs) {
      const current = underWay.get(parentId);
      if (!current) return begin(parentId, timeoutMs);
      const askedAt = clock();
      // Of the time that it may take, the wait for the other one is a part.
      const timeLeft = () => (timeoutMs === undefined ? undefined : Math.max(0, timeoutMs - (clock() - askedAt)));
      const shared = next.get(parentId) ?? current.then(ignore, ignore).then(() => begin(parentId, timeLeft()));
      next.set(parentId, shared);
      return shared;
    },
  };
}

function ignore(): void {}
