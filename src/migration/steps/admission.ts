import type { RequestItem } from '../model/request-item.ts';
import { effectOverAfter } from '../model/settings.ts';
import type { Circuit } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { type Rest, sleepUntil } from '../step-result.ts';
import { becomeTrial, isTrial } from './circuit-breaker.ts';
import { acquireSlot, slotWait } from './rate-limit.ts';

/** Admitted to call, as anyone or as the probe that tries whether Direct Connect answers again; or told to wait. */
export type Admission = { kind: 'admitted'; probe?: Circuit } | Rest;

/**
 * Asks the control item, just before W3. While paused no one calls; while the circuit is open no one does; after that,
 * one probe does. At most `callsPerMinute` are admitted in a minute.
 */
export async function admit(item: RequestItem, ports: AdvancePorts): Promise<Admission> {
  const { paused, circuit, pace } = await ports.ledger.readControl();
  const now = ports.clock();
  if (paused) return sleepUntil('paused', now + ports.settings.pollInterval);
  if (circuit && now < circuit.openUntil) return sleepUntil('circuit', circuit.openUntil);
  // A request that finds itself the probe did not get as far as its call, or it would not be asking.
  const another =
    circuit?.probe && !isTrial(item, circuit) && now <= effectOverAfter(circuit.probe.since, ports.settings);
  if (another) return sleepUntil('circuit', now + ports.settings.pollInterval);
  if (!(await acquireSlot(pace, ports))) return sleepUntil('pace', now + slotWait(ports));
  if (!circuit) return { kind: 'admitted' };
  const probe = await becomeTrial(circuit, item, now, ports);
  return probe ? { kind: 'admitted', probe } : sleepUntil('circuit', now + ports.settings.pollInterval);
}
