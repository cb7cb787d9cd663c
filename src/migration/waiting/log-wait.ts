import type { RequestItem } from '../model/request-item.ts';
import { logTransition } from '../model/transition.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import type { RetryCause, SleepCause } from '../step-result.ts';

type WaitCause = RetryCause | SleepCause;

/** Waits that are over within minutes, unless something is wrong that no time cures. The others have alarms of their own. */
const SHORT_BY_NATURE: ReadonlySet<WaitCause> = new Set<WaitCause>([
  'throttled',
  'unreachable',
  'observationUnavailable',
  'outOfTime',
  'contended',
  'staleObservation',
  'secondObservation',
  'onTwoParents',
  'observationUnfinished',
]);

/**
 * Logs what a delivery left waiting, and for what. Of a wait that should be short also for how long: people have to see what
 * never ends by itself.
 */
export function logWait(item: RequestItem, cause: WaitCause, ports: AdvancePorts): void {
  logTransition(ports, item, 'waiting', { cause, ...(isShortByNature(cause) ? { age: waitAge(item, ports) } : {}) });
}

export function isShortByNature(cause: WaitCause): boolean {
  return SHORT_BY_NATURE.has(cause);
}

/** For how long it could have gone on: it was received, and its window has begun. In seconds. */
function waitAge({ history, request }: RequestItem, { clock }: AdvancePorts): number {
  const opened = request.notBefore === undefined ? 0 : Date.parse(request.notBefore);
  return Math.max(0, (clock() - Math.max(opened, history[0]?.atMs ?? 0)) / 1000);
}
