import type { RequestItem } from '../model/request-item.ts';
import { conclusiveAfter } from '../model/settings.ts';
import { type Seen, seenIn } from '../outcome/build-outcome.ts';
import type { ConnectionItem } from '../ports/connections.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import type { Found } from './find-connection.ts';
import { isHeldBy } from './lock-holder.ts';

/**
 * Whether an observation that contradicts the ledger may be an old picture: it counts only if taken more than STALE (and the
 * clocks' difference) after the connection's last outcome. An observation that agrees counts at once: the ledger's parent is
 * proven (parentAfter in build-outcome.ts). Gives the time from which one counts, or undefined if this one does.
 */
export function conclusiveFrom(found: Found, connection: ConnectionItem, ports: AdvancePorts): number | undefined {
  if (found.onBothParents) return conclusiveAfter(found.atMs, ports.settings) + 1;
  const { lastParent, lastOutcomeAtMs } = connection;
  if (lastOutcomeAtMs === undefined || lastParent === found.parent) return undefined;
  const proven = conclusiveAfter(lastOutcomeAtMs, ports.settings);
  return found.atMs > proven ? undefined : proven + 1;
}

/**
 * What is published of a connection that other requests may have moved: an old picture gives way to the ledger; but while
 * another request holds the connection, and may just have moved it, the ledger knows no better than the picture.
 */
export function seenOrKnown(item: RequestItem, found: Found, connection: ConnectionItem, ports: AdvancePorts): Seen {
  const seen = seenIn(found);
  if (connection.active && !isHeldBy(connection, item)) return seen;
  if (connection.lastParent === undefined || conclusiveFrom(found, connection, ports) === undefined) return seen;
  return { ...seen, previousParent: connection.lastParent, parent: connection.lastParent };
}
