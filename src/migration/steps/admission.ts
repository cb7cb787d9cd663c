import type { RequestItem } from '../model/request-item.ts';
import { effectOverAfter } from '../model/settings.ts';
import type { Circuit } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { type Rest, sleepUntil } from '../step-result.ts';
import { becomeTrial, isTrial } from './circuit-breaker.ts';
import { acquireSlot, slotWait } from './rate-limit.ts';

/** Admitted to call, as anyone or as the trial of whether Direct Connect answers again; or to wait. */
export type Admission = { kind: 'admitted'; trial?: Circuit } | Rest;

/**
 * Asks the control item, just before W3. While paused no one calls; while the circuit is open no one does; after that,
 * one trial does. At most `callsPerMinute` are admitted in a minute.
 */
export async function admit(item: RequestItem, ports: AdvancePorts): Promise<Admission> {
  const { paused, circuit, rateCount } = await ports.ledger.readControl();
  const now = ports.clock();
  if (paused) return sleepUntil('paused', now + ports.settings.pollIntervalMs);
  if (circuit && now < circuit.openUntilMs) return sleepUntil('circuit', circuit.openUntilMs);
  // A request that finds itself the trial did not get as far as its call, or it would not be asking.
  const another =
    circuit?.trial && !isTrial(item, circuit) && now <= effectOverAfter(circuit.trial.sinceMs, ports.settings);
  if (another) return sleepUntil('circuit', now + ports.settings.pollIntervalMs);
  if (!(await acquireSlot(rateCount, ports))) return sleepUntil('rateLimit', now + slotWait(ports));
  if (!circuit) return { kind: 'admitted' };
  const trial = await becomeTrial(circuit, item, now, ports);
  return trial ? { kind: 'admitted', trial } : sleepUntil('circuit', now + ports.settings.pollIntervalMs);
}
