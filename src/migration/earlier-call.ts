import type { Found } from './look.ts';
import type { Attempt, RequestItem } from './request-item.ts';
import type { Settings } from './settings.ts';
import { provesAfter } from './settings.ts';

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
export function lastCallShowsFrom({ attempt }: RequestItem, look: Found, settings: Settings): number | undefined {
  const proven = attempt === undefined ? undefined : provesAfter(attempt.startedAt, settings);
  return proven === undefined || look.at > proven ? undefined : proven + 1;
}

/** Whether a call of the request, said not to have run, has moved the line by this look, or may have, too late for it. */
export function mayHaveMoved(item: RequestItem, look: Found, settings: Settings): boolean {
  return callThatMoved(item, look) !== undefined || lastCallShowsFrom(item, look, settings) !== undefined;
}
