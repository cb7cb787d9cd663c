import { pacedWait, takeCall } from './pace.ts';
import type { Circuit, Ports } from './ports.ts';
import { long, type Progress } from './progress.ts';
import { formatKey, keyOf, type RequestItem } from './request-item.ts';
import { transition } from './transition.ts';

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
  return circuit ? becomeProbe(circuit, item, now, ports) : { kind: 'leave' };
}

async function becomeProbe(circuit: Circuit, item: RequestItem, now: number, ports: Ports): Promise<Leave> {
  const probe = { ...circuit, probe: { key: formatKey(keyOf(item)), since: now } };
  if (await ports.ledger.setCircuit(circuit, probe)) return { kind: 'leave', probe };
  return long('circuit', now + ports.settings.pollInterval);
}

/**
 * An unclear answer, or a call that nobody saw answered: opens the circuit, each time for twice as long while they go
 * on, up to SETTLE. Calls that were under way when it opened do not lengthen it.
 */
export async function openCircuit(item: RequestItem, ports: Ports): Promise<void> {
  const { circuit } = await ports.ledger.readControl();
  const now = ports.clock();
  if (circuit && now < circuit.openUntil) return;
  const streak = circuit?.streak ?? 0;
  const openFor = Math.min(ports.settings.circuitOpen * 2 ** streak, ports.settings.settle);
  if (await ports.ledger.setCircuit(circuit, { openUntil: now + openFor, streak: streak + 1 })) {
    transition(ports, item, 'circuitOpened');
  }
}

/** The probe was answered clearly: everybody may call again. */
export async function closeCircuit(item: RequestItem, probe: Circuit, ports: Ports): Promise<void> {
  if (await ports.ledger.setCircuit(probe, undefined)) transition(ports, item, 'circuitClosed');
}

/** The probe made no call, or one that proves nothing (a throttle): the next may try, after a rest. */
export async function dropProbe(probe: Circuit, { ledger, clock, settings }: Ports): Promise<void> {
  await ledger.setCircuit(probe, { openUntil: clock() + settings.circuitOpen, streak: probe.streak });
}
