import { keyOf, type RequestItem } from '../model/request-item.ts';
import { type Waiting, waitsFor } from '../model/waits-for.ts';
import type { Wait } from '../ports/due-index.ts';
import type { AdvancePorts } from '../ports/ports.ts';
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
  'drainStopped',
  'turn',
  'outOfTime',
]);

/** A request that waits, and its item as it was read when that was decided. */
export interface Waiter {
  rest: Waiting;
  item: RequestItem;
}

/** One whose message comes again, or which is called for again soon. */
export type Retrier = Waiter & { rest: { kind: 'retryMessage' } };

/**
 * Stores what a request waits for, when it is due, and who takes it up then. If it has changed since the wait was decided, the
 * step that changed it has set a due time of its own, and that one stays.
 */
export async function park(waiter: Waiter, dueAtMs: number, ports: AdvancePorts): Promise<void> {
  const { item, rest } = waiter;
  const waits = waitsFor(rest, item, ports.clock());
  const wokenBy = isToCall(waiter, ports) ? 'dispatch' : 'reconcile';
  await parkFor(item, { wokenBy, dueAtMs, needsPlace: needsPlace(waiter), waitsFor: waits }, ports);
  if (rest.cause === 'turn') await wakeDispatch(ports);
}

/** Of a request that keeps its due time: only what is new is written, not each visit. */
export async function noteWait({ rest, item }: Waiter, { ledger, clock }: AdvancePorts): Promise<void> {
  const waits = waitsFor(rest, item, clock());
  const { cause, obstacle } = item.waitsFor ?? {};
  if (waits.cause !== cause || waits.obstacle !== obstacle) await ledger.noteWait(keyOf(item), item, waits);
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
function needsPlace({ item, rest }: Waiter): boolean {
  return item.state === 'RECEIVED' && !item.request.dryRun && rest.cause !== 'window';
}

/** `dispatch` reads the backlogs of the tenants that there are: of one that is gone, `reconcile` takes up all requests. */
export function isToCall({ rest, item }: Waiter, { tenants }: Pick<AdvancePorts, 'tenants'>): boolean {
  return (
    TO_CALL.has(rest.cause) &&
    item.state === 'RECEIVED' &&
    !item.request.dryRun &&
    tenants.some(({ name }) => name === item.tenant)
  );
}
