import { type Found, lookOn } from './look.ts';
import type { AdvancePorts } from './ports.ts';
import { long, type Turn } from './progress.ts';
import type { Attempt, RequestItem } from './request-item.ts';
import { provesAfter, type Settings } from './settings.ts';
import { settleUncalled } from './settle.ts';

/**
 * The request's last call, where a look shows the connection on the target although that call is said not to have run:
 * throttled, denied, transitioning. The answer was wrong, and it is this service that has moved the line.
 */
export function callThatMoved({ state, attempt, request }: RequestItem, look: Found): Attempt | undefined {
  const target = request.parentConnectionId;
  const isMoved = state === 'RECEIVED' && look.parent === target && attempt !== undefined;
  return isMoved && attempt.previousParent !== target ? attempt : undefined;
}

/** From when on a look shows what the request's last call did, if it did anything after all; undefined if this one does. */
export function lastCallShowsFrom(
  { attempt }: RequestItem,
  look: Found,
  settings: Pick<Settings, 'stale' | 'clockSkew'>,
): number | undefined {
  const proven = attempt === undefined ? undefined : provesAfter(attempt.startedAt, settings);
  return proven === undefined || look.at > proven ? undefined : proven + 1;
}

/** Whether a call of the request, said not to have run, has moved the line by this look, or may have, too late for it. */
export function mayHaveMoved(item: RequestItem, look: Found, settings: Pick<Settings, 'stale' | 'clockSkew'>): boolean {
  return callThatMoved(item, look) !== undefined || lastCallShowsFrom(item, look, settings) !== undefined;
}

/**
 * A request that has lost its right since it called: the call may have moved the line while it had it, and then that is
 * told, as of a call whose answer is unclear. Undefined where nothing was called, or nothing moved.
 */
export async function observeEarlierCall(item: RequestItem, ports: AdvancePorts): Promise<Turn | undefined> {
  const { attempt, request } = item;
  if (!attempt) return undefined;
  const parent = request.parentConnectionId;
  const { at, record } = await lookOn(parent, request.connectionId, ports);
  const proven = provesAfter(attempt.startedAt, ports.settings);
  if (at <= proven) return long('staleLook', proven + 1);
  if (!record || attempt.previousParent === parent) return undefined;
  const seen = { previousParent: attempt.previousParent, parent, record };
  return settleUncalled(item, { state: 'MIGRATED', disposition: 'observed', seen, observedAt: at }, ports);
}
