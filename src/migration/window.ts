import type { Reason } from '../contract/reason.ts';
import { formatTime, isBefore } from '../contract/time.ts';
import { seenOrKnown } from './connection.ts';
import { callThatMoved, lastCallShowsFrom } from './earlier-call.ts';
import type { Found } from './look.ts';
import { reason } from './outcome.ts';
import type { AdvancePorts } from './ports.ts';
import { long, type Turn } from './progress.ts';
import type { RequestItem } from './request-item.ts';
import type { Settings } from './settings.ts';
import { settleUncalled } from './settle.ts';

/** Step 4's rest: the times that the request may be called in. Undefined while it may. */
export async function keepWindow(item: RequestItem, look: Found, ports: AdvancePorts): Promise<Turn | undefined> {
  const refused = expiry(item, ports.clock()) ?? tooOld(item, ports.settings);
  if (refused) {
    // Said not to have run, the last call may have moved the line all the same: then the request ends as MIGRATED.
    const showsFrom = lastCallShowsFrom(item, look, ports.settings);
    if (showsFrom !== undefined) return long('staleLook', showsFrom);
    if (callThatMoved(item, look)) return undefined;
    const seen = seenOrKnown(item, look, await ports.ledger.readConnection(item.request.connectionId), ports);
    return settleUncalled(item, { state: 'REJECTED', reason: refused, seen }, ports);
  }
  const { notBefore } = item.request;
  if (notBefore !== undefined && ports.clock() < Date.parse(notBefore)) return long('window', Date.parse(notBefore));
  return undefined;
}

/**
 * A request whose window is over, and whose connection cannot be looked for: nothing that could be seen would let it be
 * called for. Undefined where it is not over, or a call was made, whose effect has to be looked for.
 */
export async function expireUnseen(item: RequestItem, ports: AdvancePorts): Promise<Turn | undefined> {
  const reason = item.state === 'RECEIVED' && !item.attempt ? expiry(item, ports.clock()) : undefined;
  return reason && settleUncalled(item, { state: item.request.dryRun ? 'PLANNED' : 'REJECTED', reason }, ports);
}

/** The reason of a request whose window is over. */
export function expiry({ request: { notAfter } }: RequestItem, now: number): Reason | undefined {
  if (notAfter === undefined || now <= Date.parse(notAfter)) return undefined;
  return reason('EXPIRED', `the change window ended at ${notAfter}; it was ${formatTime(now)}`);
}

/** The reason of a request from before the ledger was restored, when it may have been called for already. */
export function tooOld(
  { request }: RequestItem,
  { minRequestedAt }: Pick<Settings, 'minRequestedAt'>,
): Reason | undefined {
  if (!isBefore(request.requestedAt, minRequestedAt)) return undefined;
  return reason('SUPERSEDED', `requests given before ${minRequestedAt} are not taken any more`);
}
