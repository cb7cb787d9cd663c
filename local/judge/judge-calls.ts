import type { Evidence, Objection, SeenCall } from './evidence.ts';
import { isNewer } from './order.ts';

/** Calls: for who has the right only, for a connection one at a time, and in the order of their requests. */
export function judgeCalls(evidence: Evidence): Objection[] {
  const lines = Map.groupBy(evidence.calls, ({ connectionId }) => connectionId);
  return [...evidence.calls.flatMap(judgeCall), ...[...lines.values()].flatMap((line) => judgeLine(line, evidence))];
}

function judgeCall({ name, at, hasRight, request }: SeenCall): Objection[] {
  const objections: Objection[] = [];
  if (request && !hasRight) objections.push({ rule: 'I5', what: `${name} is made without the right`, at });
  if (request?.dryRun) objections.push({ rule: 'dry run', what: `${name} is made`, at });
  return objections;
}

function judgeLine(line: readonly SeenCall[], evidence: Evidence): Objection[] {
  return line.flatMap((call, index) => line.slice(0, index).flatMap((earlier) => judgePair(earlier, call, evidence)));
}

function judgePair(earlier: SeenCall, call: SeenCall, evidence: Evidence): Objection[] {
  const { name, at } = call;
  const objections: Objection[] = [];
  if (isOpen(earlier, call, evidence))
    objections.push({ rule: 'I3', what: `${name} is made while ${earlier.name} is in flight`, at });
  if (isOutOfOrder(earlier, call))
    objections.push({ rule: 'I4', what: `${name} is made after the newer ${earlier.name}`, at });
  return objections;
}

/** A move by others is taken for the effect of a call that is still open. */
function isOpen(earlier: SeenCall, call: SeenCall, { changedByOthers }: Evidence): boolean {
  if (earlier.closedAtMs <= call.at || earlier.isBeyond || call.isBeyond) return false;
  return !changedByOthers(call.connectionId, earlier.seenFrom, call.at);
}

function isOutOfOrder({ request: earlier }: SeenCall, { request, isBeyond }: SeenCall): boolean {
  if (!earlier || !request || isBeyond || earlier.key === request.key) return false;
  return !isNewer(request, earlier);
}
