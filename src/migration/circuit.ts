import type { Circuit, Ports } from './ports.ts';
import { formatKey, keyOf, type RequestItem } from './request-item.ts';
import { transition } from './transition.ts';

/** Makes the request the one that tries whether Direct Connect answers again; undefined if another has become it. */
export async function becomeProbe(
  circuit: Circuit,
  item: RequestItem,
  now: number,
  { ledger }: Ports,
): Promise<Circuit | undefined> {
  const probe = { ...circuit, probe: { key: formatKey(keyOf(item)), since: now } };
  return (await ledger.setCircuit(circuit, probe)) ? probe : undefined;
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
