import { formatTime } from '../../contract/time.ts';
import type { RequestItem } from '../model/request-item.ts';
import { logTransition } from '../model/transition.ts';
import { type WaitCause, waitsFor } from '../model/waits-for.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import type { Waiter } from './park.ts';

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
 * Logs what a visit left waiting, and for what: when that is new, as its item says it. Of a wait that should be short each time,
 * and for how long: people have to see what never ends by itself.
 */
export function logWait({ rest, item }: Waiter, ports: AdvancePorts): void {
  const isShort = isShortByNature(rest.cause);
  if (!isShort && rest.cause === item.waitsFor?.cause) return;
  const { cause, obstacle, untilMs } = waitsFor(rest, item, ports.clock());
  logTransition(ports, item, 'waiting', {
    cause,
    obstacle,
    ...(untilMs === undefined ? {} : { until: formatTime(untilMs) }),
    ...(isShort ? { age: waitAge(item, ports) } : {}),
  });
}

export function isShortByNature(cause: WaitCause): boolean {
  return SHORT_BY_NATURE.has(cause);
}

/** For how long it could have gone on: it was received, and its window has begun. In seconds. */
function waitAge({ history, request }: RequestItem, { clock }: AdvancePorts): number {
  const opened = request.notBefore === undefined ? 0 : Date.parse(request.notBefore);
  return Math.max(0, (clock() - Math.max(opened, history[0]?.atMs ?? 0)) / 1000);
}
