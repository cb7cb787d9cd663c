import { countsAs, isNewer } from '../../../local/judge/order.ts';
import type { EventData } from '../../../src/contract/event-schema.ts';
import type { Tenant } from '../../../src/migration/model/tenants.ts';
import type { RecordedOutcome } from '../../../src/migration/ports/requests.ts';
import { wasDrainOver, wasNotReleased } from './drain-call-rules.ts';
import type { Evidence, KnownRequest } from './evidence.ts';
import { stoodSince } from './stop-rules.ts';

/** An outcome to be judged. */
export interface Verdict {
  request: KnownRequest;
  state: RecordedOutcome['state'];
  data: EventData;
  /** The earliest moment that the observations behind it may show. */
  since: number;
  occurredAt: string;
  /** The tenants file of the invocation. */
  tenants: readonly Tenant[];
}

/** Whether the reason that is published of a request was so, at some moment that the observations behind it may show. */
export function judgeReason(evidence: Evidence, verdict: Verdict): void {
  const { request, state, data } = verdict;
  if ((state !== 'REJECTED' && state !== 'PLANNED') || evidence.world.anyKeptSince(verdict.since)) return;
  const code = data.reason?.code;
  const isSo = code === undefined ? canBePlanned(evidence, verdict) : REASONS[code]?.(evidence, verdict);
  if (!isSo) evidence.object('rejection', `${request.key} is ${state} ${code ?? ''}, which was not so`);
}

type Check = (evidence: Evidence, verdict: Verdict) => boolean;

const REASONS: Partial<Record<NonNullable<EventData['reason']>['code'], Check>> = {
  NOT_PERMITTED: (evidence, verdict) =>
    wasBetweenPictures(evidence, verdict) || wasNotReleased(evidence, verdict.request.draft, verdict.since),
  SUPERSEDED: isSuperseded,
  // By a clock that may have been set back, within the skew, since the window was checked.
  EXPIRED: (evidence, { request: { draft }, occurredAt, since }) =>
    (draft.notAfter !== undefined && Date.parse(occurredAt) + evidence.settings.clockSkewMs > draft.notAfter) ||
    wasDrainOver(evidence, draft, since),
  // The judge knows.
  UNEXPECTED_PARENT: () => true,
  UNEXPECTED_VLAN: (_evidence, { request: { draft } }) => draft.expectedVlan !== undefined,
  PARENT_NOT_FOUND: (evidence, { request: { draft }, since }) =>
    ever(evidence, since, (at) => evidence.world.describeParent(draft.to, at) === 'absent'),
  PARENT_CANNOT_HOST: (evidence, { request: { draft }, since }) =>
    stoodSince(evidence, since, 'cordons', draft.to) || ever(evidence, since, (at) => !canHost(evidence, draft.to, at)),
  CONNECTION_STATE: (evidence, { request: { draft }, since }) =>
    ever(evidence, since, (at) => evidence.world.isDeleting(draft.connectionId, at)),
  VLAN_CONFLICT: (evidence, { request: { draft }, since }) =>
    ever(evidence, since, (at) => evidence.world.isVlanTaken(draft.connectionId, draft.to, at)),
};

function ever(evidence: Evidence, since: number, isSo: (at: number) => boolean): boolean {
  return evidence.world.everWithin(since, evidence.time.now, isSo);
}

function canHost({ world }: Evidence, parentId: string, at: number): boolean {
  const parent = world.describeParent(parentId, at);
  if (parent === 'absent' || parent.memberOf !== undefined) return false;
  return parent.state === 'available' && parent.allowsHostedConnections;
}

/**
 * With the right to a connection, by the tenants file of the time, a dry run may miss it: its pictures lag each by itself, so that a
 * connection that moved between them may be on none. So may a real one if others move it: it searches the other parents only once.
 */
function wasBetweenPictures(evidence: Evidence, { request, state, since, tenants }: Verdict): boolean {
  const { draft } = request;
  const tenant = tenants.find(({ name }) => name === draft.tenant);
  if (tenant?.closed) return true;
  const parents = tenant?.parents ?? [];
  if (!parents.includes(draft.from) || !parents.includes(draft.to)) return true;
  if (ever(evidence, since, (at) => !parents.includes(evidence.world.parentOf(draft.connectionId, at) ?? '')))
    return true;
  if (evidence.isDisturbed(draft.connectionId, since)) return true;
  // Of two observations, each may fall together with a change by others; or the first with a call of its own.
  const { disturbances } = evidence.world;
  const changes = disturbances.count(draft.connectionId);
  if (changes > 0 && changes + request.moves.length > 1) return true;
  const now = evidence.world.parentOf(draft.connectionId);
  return state === 'PLANNED' && ever(evidence, since, (at) => evidence.world.parentOf(draft.connectionId, at) !== now);
}

/** By one that was called for or found to be there; or, before a call, by one that replaces or withdraws it. */
function isSuperseded(evidence: Evidence, { request, state }: Verdict): boolean {
  const { draft, asked } = request;
  if (Date.parse(countsAs(asked)) < Date.parse(evidence.settings.minRequestedAt)) return true;
  const rivals = evidence.othersOn(request).filter((other) => !other.draft.dryRun);
  if (rivals.some((other) => isCalledFor(other) && !isNewer(asked, other.asked))) return true;
  if (state === 'PLANNED') return false;
  return rivals.some(
    (other) => other.draft.tenant === draft.tenant && other.draft.from === draft.from && isNewer(other.asked, asked),
  );
}

/** Or may have been, for all the service knows: a process that dies after the intent leaves it open. */
function isCalledFor({ calls, recorded }: KnownRequest): boolean {
  return calls.length > 0 || recorded?.state === 'MIGRATED' || (recorded?.data.attempts ?? 0) > 0;
}

/** The right answer to a dry run without a reason: it could have been carried out, or was already. */
function canBePlanned(evidence: Evidence, { request: { draft }, state, since }: Verdict): boolean {
  return (
    state === 'PLANNED' &&
    ever(evidence, since, (at) =>
      [draft.from, draft.to].includes(evidence.world.parentOf(draft.connectionId, at) ?? ''),
    )
  );
}
