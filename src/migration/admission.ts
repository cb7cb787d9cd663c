import { becomeProbe, isProbe } from './circuit.ts';
import { pacedWait, takeCall } from './pace.ts';
import type { AdvancePorts, Circuit } from './ports.ts';
import { long, type Progress } from './progress.ts';
import type { RequestItem } from './request-item.ts';
import { effectOverAfter } from './settings.ts';

/** Admitted to call, as anybody or as the probe that tries whether Direct Connect answers again; or told to wait. */
export type Admission = { kind: 'admitted'; probe?: Circuit } | Progress;

/**
 * Asks the control item, just before W3. While paused nobody calls; while the circuit is open nobody does; after that,
 * one probe does. At most `callsPerMinute` are admitted in a minute.
 */
export async function admit(item: RequestItem, ports: AdvancePorts): Promise<Admission> {
  const { paused, circuit, pace } = await ports.ledger.readControl();
  const now = ports.clock();
  if (paused) return long('paused', now + ports.settings.pollInterval);
  if (circuit && now < circuit.openUntil) return long('circuit', circuit.openUntil);
  // A request that finds itself the probe did not get as far as its call, or it would not be asking.
  const another =
    circuit?.probe && !isProbe(item, circuit) && now <= effectOverAfter(circuit.probe.since, ports.settings);
  if (another) return long('circuit', now + ports.settings.pollInterval);
  if (!(await takeCall(pace, ports))) return long('pace', now + pacedWait(ports));
  if (!circuit) return { kind: 'admitted' };
  const probe = await becomeProbe(circuit, item, now, ports);
  return probe ? { kind: 'admitted', probe } : long('circuit', now + ports.settings.pollInterval);
}
