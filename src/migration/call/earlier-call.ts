import { enterAfterwards } from '../groups/keep-apart.ts';
import type { Attempt, RequestItem } from '../model/request-item.ts';
import { conclusiveAfter, type Settings } from '../model/settings.ts';
import { recordBeforeCall } from '../outcome/record-outcome.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { type Stop, sleepUntil } from '../step-result.ts';
import { type Found, findOn, timeToList } from '../steps/find-connection.ts';

/**
 * A RECEIVED request's last call, where the connection is observed on the target although that call is said not to have
 * run: throttled, denied, transitioning. The answer was wrong, and it is this service that has moved the line: before the
 * call it was elsewhere, else none would have been made (endOnTarget).
 */
export function callThatMoved({ attempt, request }: RequestItem, found: Found): Attempt | undefined {
  return found.parent === request.parentConnectionId ? attempt : undefined;
}

/** From when an observation shows what the request's last call did, if it did anything after all; undefined if this one does. */
export function lastCallShowsFrom(
  { attempt }: RequestItem,
  found: Found,
  settings: Pick<Settings, 'staleMs' | 'clockSkewMs'>,
): number | undefined {
  const proven = attempt && shownAfter(attempt, settings);
  return proven === undefined || found.atMs > proven ? undefined : proven + 1;
}

/** It may have moved the line at any time until it was answered, which may be long after its intent. */
function shownAfter(
  { startedAtMs, finishedAtMs }: Attempt,
  settings: Pick<Settings, 'staleMs' | 'clockSkewMs'>,
): number {
  return conclusiveAfter(finishedAtMs ?? startedAtMs, settings);
}

/** Whether a call of the request, said not to have run, has moved the line by this observation, or may have, too late for it. */
export function mayHaveMoved(
  item: RequestItem,
  found: Found,
  settings: Pick<Settings, 'staleMs' | 'clockSkewMs'>,
): boolean {
  return callThatMoved(item, found) !== undefined || lastCallShowsFrom(item, found, settings) !== undefined;
}

/**
 * A request that has lost its right since it called: the call may have moved the line while it had it, and then that is
 * published, as of a call whose answer is unclear. Undefined where nothing was called, or nothing moved.
 */
export async function checkEarlierCall(
  item: RequestItem,
  remaining: () => number,
  ports: AdvancePorts,
): Promise<Stop | undefined> {
  const { attempt, request } = item;
  if (!attempt) return undefined;
  const parent = request.parentConnectionId;
  const { atMs, record } = await findOn(parent, request.connectionId, ports, timeToList(remaining));
  const proven = shownAfter(attempt, ports.settings);
  if (atMs <= proven) return sleepUntil('staleObservation', proven + 1);
  if (!record) return undefined;
  const seen = { previousParent: attempt.previousParent, parent, record };
  // Before W4, as in endOnTarget.
  await enterAfterwards(item, ports);
  return recordBeforeCall(item, { state: 'MIGRATED', disposition: 'observed', seen, observedAtMs: atMs }, ports);
}
