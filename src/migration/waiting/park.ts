import { keyOf, type RequestItem } from '../model/request-item.ts';
import type { Wait, WokenBy } from '../ports/due-index.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import type { Advanced, Rest } from '../step-result.ts';
import { wakeDispatch } from './wake-dispatch.ts';

/**
 * Waits at whose end the request can be called for, as far as is known, or for which `dispatch` has more time than the others: in
 * the tenant's backlog.
 */
const TO_CALL: ReadonlySet<string> = new Set([
  'window',
  'place',
  'paused',
  'circuit',
  'frozen',
  'closed',
  'group',
  'turn',
  'outOfTime',
]);

/**
 * Stores when a waiting request is due, and who takes it up then. If it has changed since the wait was decided, the step that
 * changed it has set a due time of its own, and that one stays.
 */
export async function park(advanced: Advanced, dueAtMs: number, ports: AdvancePorts): Promise<void> {
  const { item, rest } = advanced;
  await parkFor(item, { wokenBy: wokenBy(rest, item, ports), dueAtMs, needsPlace: needsPlace(advanced) }, ports);
  if (rest.kind === 'sleepUntil' && rest.cause === 'turn') await wakeDispatch(ports);
}

/** False if it has changed. */
export async function parkFor(
  item: RequestItem,
  wait: Wait,
  { ledger }: Pick<AdvancePorts, 'ledger'>,
): Promise<boolean> {
  return ledger.park(keyOf(item), item, wait);
}

/** A dry run holds no one up. A request that waits for its window is worked on once when that opens, to replace what it may. */
function needsPlace({ item, rest }: Advanced): boolean {
  const isEarly = 'cause' in rest && rest.cause === 'window';
  return item.state === 'RECEIVED' && !item.request.dryRun && !isEarly;
}

function wokenBy(rest: Rest, item: RequestItem, ports: AdvancePorts): WokenBy {
  return isToCall({ rest, item }, ports) ? 'dispatch' : 'reconcile';
}

/** `dispatch` reads the backlogs of the tenants that there are: of one that is gone, `reconcile` takes up all requests. */
export function isToCall({ rest, item }: Advanced, { tenants }: Pick<AdvancePorts, 'tenants'>): boolean {
  return (
    'cause' in rest &&
    TO_CALL.has(rest.cause) &&
    item.state === 'RECEIVED' &&
    !item.request.dryRun &&
    tenants.some(({ name }) => name === item.tenant)
  );
}
