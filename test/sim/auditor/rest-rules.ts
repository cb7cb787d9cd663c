import { formatKey, isFinal, keyOf, type RequestItem } from '../../../src/migration/model/request-item.ts';
import { judgeEnd } from './contract-rules.ts';
import { areCordonsTold, judgeCordons } from './cordon-rules.ts';
import type { Evidence, KnownRequest } from './evidence.ts';
import { areSwept, isBehindGroup, judgeGroups } from './group-rules.ts';
import { areReleasesTold, judgeReleases } from './release-rules.ts';
import { areVerified, judgeVerifications } from './verified-rules.ts';
import { areListsTooLong, isAlarmed } from './wait-rules.ts';

/** Whether nothing is left to be done, other than by people who do not come. */
export function isAtRest(evidence: Evidence, isStaffed: boolean): boolean {
  if (!areVerified(evidence) || !areSwept(evidence)) return false;
  if (!areCordonsTold(evidence) || !areReleasesTold(evidence)) return false;
  return [...evidence.requests.values()].every((request) => {
    const rest = restsAs(evidence, request);
    return rest !== undefined && !(isStaffed && (rest === 'held' || rest === 'behind'));
  });
}

/** What must be so when the weather is clear and everything had its time. */
export function judgeRest(evidence: Evidence, isStaffed: boolean): void {
  for (const request of evidence.requests.values()) {
    const item = evidence.item(request.key);
    const rest = restsAs(evidence, request);
    if (rest === undefined) evidence.object('I6', `${request.key} is stuck: ${describe(item)}`);
    if (rest === 'held' && isStaffed)
      evidence.object('I6', `${request.key} is HELD for ever although there are operators`);
    if (item && isFinal(item.state) && item.dueAtMs !== undefined && rest !== 'unpublishable')
      evidence.object('I6', `${request.key} is published but due`);
    judgeEnd(evidence, request);
    countEnd(evidence, request, rest);
  }
  judgeLost(evidence);
  judgeVerifications(evidence);
  judgeCordons(evidence);
  judgeReleases(evidence);
  judgeGroups(evidence);
}

function judgeLost(evidence: Evidence): void {
  const strangers = strangersOf(evidence);
  for (const { order } of evidence.messages.values()) {
    if (order && strangers.has(order.key)) continue;
    if (order && !evidence.requests.has(order.key)) evidence.object('I6', `${order.key} is lost`);
  }
}

/** Orders that were answered by a tenants file that did not know their sender; a redriven message has another id. */
function strangersOf({ messages, messageRejected }: Evidence): Set<string | undefined> {
  const ids = [...messages.keys()].filter((id) => messageRejected.has(`${id} UNKNOWN_SENDER`));
  return new Set(ids.map((id) => messages.get(id)?.order?.key));
}

type Rest = 'published' | 'held' | 'behind' | 'apart' | 'alarmed' | 'unpublishable';

/** How a request rests; undefined if something is still to be done for it, or was forgotten. */
function restsAs(evidence: Evidence, request: KnownRequest): Rest | undefined {
  const item = evidence.item(request.key);
  if (!item) return undefined;
  if (request.key === evidence.unpublishable && item.event && item.dueAtMs !== undefined) return 'unpublishable';
  if (isFinal(item.state))
    return request.published.has(item.state) && item.dueAtMs === undefined ? 'published' : undefined;
  if (item.dueAtMs === undefined) return undefined;
  const holder = holderOf(evidence, item);
  if ([request, holder].some((one) => one && isAlarmed(evidence, one))) return 'alarmed';
  if (item.state === 'HELD') return request.published.has('HELD') ? 'held' : undefined;
  if (isBehind(evidence, item, holder)) return 'behind';
  return [request, holder].some((one) => one && isBehindGroup(evidence, one)) ? 'apart' : undefined;
}

/**
 * Behind one that is held; or that rings an alarm, and has one of the places which it waits for, or takes the time of its tenant's
 * visits with lists that leave none for a call.
 */
function isBehind(evidence: Evidence, item: RequestItem, holder: KnownRequest | undefined): boolean {
  if (item.state !== 'RECEIVED') return false;
  if (holder && evidence.item(holder.key)?.state === 'HELD') return true;
  return isBehindPlaces(evidence, item) || isBehindLongLists(evidence, item);
}

function isBehindLongLists(evidence: Evidence, item: RequestItem): boolean {
  const request = evidence.requests.get(formatKey(keyOf(item)));
  if (!request || !areListsTooLong(evidence, request)) return false;
  return [...evidence.requests.values()].some(
    (other) => other.draft.tenant === item.tenant && isAlarmed(evidence, other),
  );
}

function isBehindPlaces(evidence: Evidence, { tenant, request, needsPlace }: RequestItem): boolean {
  const open = evidence.ledger.places.get(`${tenant}#${request.connectionId}`)?.open ?? new Set();
  if (!needsPlace || open.has(request.requestId) || open.size < evidence.settings.openRequestsPerConnection)
    return false;
  const others = [...open].map((requestId) => evidence.requests.get(formatKey({ tenant, requestId })));
  return others.some((other) => other !== undefined && isAlarmed(evidence, other));
}

/** The request that has the line. */
function holderOf({ ledger, requests }: Evidence, { request }: RequestItem): KnownRequest | undefined {
  const active = ledger.connections.get(request.connectionId)?.active;
  return active && requests.get(formatKey(active));
}

/** Runs are worth something only if these occur in them. */
function countEnd(evidence: Evidence, request: KnownRequest, rest: Rest | undefined): void {
  evidence.count('requests');
  if (rest === 'held') evidence.count('left held');
  if (rest === 'apart') evidence.count('left waiting for another line of the owner');
  if (rest === 'alarmed') evidence.count('left waiting with an alarm');
  const { draft, recorded, waited } = request;
  if (waited && recorded?.state === 'MIGRATED' && recorded.data.disposition !== 'alreadyThere')
    evidence.count('chained moves');
  if (recorded?.data.reason?.code !== 'SUPERSEDED') return;
  const isWithdrawn = evidence
    .othersOn(request)
    .some(({ draft: newer }) => newer.to === newer.from && newer.from === draft.from && newer.tenant === draft.tenant);
  if (isWithdrawn) evidence.count('withdrawals');
}

function describe(item: RequestItem | undefined): string {
  if (!item) return 'it is gone';
  const { state, dueAtMs, publishedEventId } = item;
  return `${state}, ${dueAtMs === undefined ? 'not due' : 'due'}, ${publishedEventId === undefined ? 'unpublished' : 'published'}`;
}
