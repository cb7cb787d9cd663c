import type { PendingRejection } from '../../../src/migration/model/request-item.ts';
import { SERVES_AT_MOST_MS } from '../../../src/migration/steps/recent-listings.ts';
import type { Invocation } from '../invocation.ts';
import type { Call } from '../ports/associate.ts';
import type { Draft } from '../scenario/content.ts';
import type { Evidence, KnownRequest } from './evidence.ts';
import { isGranted } from './verification-rules.ts';

/** Who may have what listed, and when each process last did. */
export class Searches {
  readonly #begun = new Map<object, Map<string, number>>();
  readonly #named = new Set<string>();
  /** Tenants with a request that may be searched for on all of the tenant's parents. */
  readonly #searching = new Set<string>();

  claimed({ tenant, from, to, dryRun }: Draft): void {
    this.#named.add(from).add(to);
    if (dryRun) this.#searching.add(tenant);
  }

  noted({ tenant }: Draft, pending: PendingRejection | undefined): void {
    if (pending?.code === 'UNEXPECTED_PARENT') this.#searching.add(tenant);
  }

  begun(parentId: string, { environment }: Invocation, at: number): void {
    const times = this.#begun.get(environment) ?? new Map<string, number>();
    this.#begun.set(environment, times.set(parentId, at));
  }

  isBegunSince(parentId: string, { environment }: Invocation, since: number): boolean {
    return (this.#begun.get(environment)?.get(parentId) ?? Number.NEGATIVE_INFINITY) >= since;
  }

  isDue(parentId: string, { deployment }: Invocation): boolean {
    if (this.#named.has(parentId)) return true;
    return deployment.tenants.some(({ name, parents }) => this.#searching.has(name) && parents.includes(parentId));
  }
}

/**
 * The budget of observations: parents that no request names are listed only for a dry run, or once a first observation has not
 * found a line on those that its request names. Otherwise each message could cost as many lists as its tenant has parents.
 */
export function judgeListing(evidence: Evidence, parentId: string, invocation: Invocation): void {
  evidence.searches.begun(parentId, invocation, evidence.time.now);
  if (!evidence.searches.isDue(parentId, invocation) && !isGranted(evidence, parentId, invocation))
    evidence.object('search', `${parentId} is listed by ${invocation.name}, though nothing was missing yet`);
}

/**
 * Who calls has listed both parents not long before its request has the lock: for so long a listing serves, by a clock that may have
 * been set meanwhile.
 */
export function judgeObserved(evidence: Evidence, { invocation, isBeyond }: Call, { key, draft }: KnownRequest): void {
  const holder = evidence.holders.get(draft.connectionId);
  if (isBeyond || holder?.key !== key) return;
  const { searches, settings } = evidence;
  const since = holder.sinceMs - SERVES_AT_MOST_MS - settings.clockSkewMs;
  const unseen = [draft.from, draft.to].find((parent) => !searches.isBegunSince(parent, invocation, since));
  if (unseen !== undefined)
    evidence.object('observation', `${key} is called for, though ${unseen} is not listed since it has the lock`);
}
