import { becomeProbe } from './circuit.ts';
import { pacedWait, takeCall } from './pace.ts';
import type { Circuit, Ports } from './ports.ts';
import { long, type Progress } from './progress.ts';
import type { RequestItem } from './request-item.ts';

/** Leave to call: as anybody, or as the probe, the one request that tries whether Direct Connect answers again. */
export type Leave = { kind: 'leave'; probe?: Circuit } | Progress;

/**
 * Asks the control item, just before W3. While paused nobody calls; while the circuit is open nobody does; after that,
 * one probe does. At most `callsPerMinute` are let in a minute.
 */
export async function askLeave(item: RequestItem, ports: Ports): Promise<Leave> {
  const { paused, circuit, pace } = await ports.ledger.readControl();
  const now = ports.clock();
  if (paused) return long('paused', now + ports.settings.pollInterval);
  if (circuit && now < circuit.openUntil) return long('circuit', circuit.openUntil);
  const another = circuit?.probe && now <= circuit.probe.since + ports.settings.settle;
  if (another) return long('circuit', now + ports.settings.pollInterval);
  if (!(await takeCall(pace, ports))) return long('pace', now + pacedWait(ports));
  if (!circuit) return { kind: 'leave' };
  const probe = await becomeProbe(circuit, item, now, ports);
  return probe ? { kind: 'leave', probe } : long('circuit', now + ports.settings.pollInterval);
}
