import { circuitsFor, closedUntil } from '../model/circuits.ts';
import type { RequestItem } from '../model/request-item.ts';
import type { Circuits } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { type Rest, sleepUntil } from '../step-result.ts';
import { becomeTrial } from './circuit-breaker.ts';
import { acquireSlot, slotWait } from './rate-limit.ts';

/** Admitted to call, as anyone or as the trial of whether Direct Connect answers again; or to wait. */
export type Admission = { kind: 'admitted'; trial?: Circuits } | Rest;

/**
 * Asks the control item, just before W3. While paused no one calls; while the circuit breaker of the target parent is open, or
 * the one for all, no one does; after that, one trial does. At most `callsPerMinute` are admitted in a minute.
 */
export async function admit(item: RequestItem, ports: AdvancePorts): Promise<Admission> {
  const { paused, circuits, rateCount } = await ports.ledger.readControl();
  const now = ports.clock();
  if (paused) return sleepUntil('paused', now + ports.settings.pollIntervalMs);
  const closed = closedUntil(item, circuits, now, ports.settings);
  if (closed !== undefined) return sleepUntil('circuit', closed);
  if (!(await acquireSlot(rateCount, ports))) return sleepUntil('rateLimit', now + slotWait(ports));
  if (Object.keys(circuitsFor(item, circuits)).length === 0) return { kind: 'admitted' };
  const trial = await becomeTrial(item, circuits, now, ports);
  return trial ? { kind: 'admitted', trial } : sleepUntil('circuit', now + ports.settings.pollIntervalMs);
}
