import type { Asked, Evidence as Judged, SeenCall } from '../../../local/judge/evidence.ts';
import { toSortable } from '../../../src/contract/time.ts';
import type { Call } from '../ports/associate.ts';
import { type Draft, requestedAtOf } from '../scenario/content.ts';
import { mayMove } from './call-rules.ts';
import type { Evidence, KnownRequest } from './evidence.ts';

export function askedOf(key: string, draft: Draft, sentAtMs: number): Asked {
  const { connectionId, from, to, dryRun = false } = draft;
  return { key, connectionId, from, to, requestedAt: toSortable(requestedAtOf(draft)), sentAtMs, dryRun };
}

/** What a run has shown, as the judge of all runs takes it. The simulation knows which request a call is of. */
export function toJudge(evidence: Evidence): Judged {
  const { world, moves, outcomes, events } = evidence;
  return {
    calls: evidence.calls.map(({ call, request }) => seenCall(call, request, evidence)),
    ...{ moves, outcomes, events },
    parentsWithin: (connectionId, from, until) => world.parentsWithin(connectionId, from, until),
    changedByOthers: (connectionId, from, until) => world.disturbances.anyWithin(connectionId, from, until),
  };
}

function seenCall(call: Call, request: KnownRequest, evidence: Evidence): SeenCall {
  const { connectionId, at, invocation, isBeyond } = call;
  return {
    ...{ name: `a call for ${request.key}`, connectionId, at, isBeyond },
    closedAtMs: closingOf(call, request),
    request: request.asked,
    hasRight: mayMove(invocation, request),
    seenFrom: evidence.seenFrom(invocation.startedAtMs),
  };
}

/** Of a call whose process was frozen, the request may be open while its effect shows already. */
function closingOf({ closedAtMs, at, invocation }: Call, { moves }: KnownRequest): number {
  if (invocation.frozenFor === 0) return closedAtMs;
  const effectAtMs = moves.find((move) => move.at >= at)?.at ?? Number.POSITIVE_INFINITY;
  return Math.min(closedAtMs, effectAtMs);
}
