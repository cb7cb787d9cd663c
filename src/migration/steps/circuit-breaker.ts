import { attemptOf, formatKey, keyOf, type RequestItem } from '../model/request-item.ts';
import { logTransition } from '../model/transition.ts';
import type { Circuit } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';

/** Makes the request the one that tries whether Direct Connect answers again; undefined if another has become it. */
export async function becomeTrial(
  circuit: Circuit,
  item: RequestItem,
  now: number,
  { ledger }: AdvancePorts,
): Promise<Circuit | undefined> {
  const probe = { ...circuit, probe: { key: formatKey(keyOf(item)), since: now } };
  return (await ledger.setCircuit(circuit, probe)) ? probe : undefined;
}

export function isTrial(item: RequestItem, { probe }: Circuit): boolean {
  return probe?.key === formatKey(keyOf(item));
}

/**
 * An unclear answer, or a call that no one saw answered: opens the circuit, each time for twice as long while they go
 * on, up to SETTLE. Calls that were under way when it opened do not lengthen it, however late they are noticed.
 */
export async function openCircuit(item: RequestItem, ports: AdvancePorts): Promise<void> {
  const { circuit } = await ports.ledger.readControl();
  const now = ports.clock();
  if (circuit && (now < circuit.openUntil || wasUnderWay(item, circuit))) return;
  const streak = circuit?.streak ?? 0;
  const openFor = Math.min(ports.settings.circuitOpen * 2 ** streak, ports.settings.settle);
  if (await ports.ledger.setCircuit(circuit, { openedAt: now, openUntil: now + openFor, streak: streak + 1 })) {
    logTransition(ports, item, 'circuitOpened');
  }
}

/** The probe's clock may be behind that of whoever opened the circuit; its call came after it all the same. */
function wasUnderWay(item: RequestItem, circuit: Circuit): boolean {
  return attemptOf(item).startedAt <= circuit.openedAt && !isTrial(item, circuit);
}

/** The probe was answered clearly: everyone may call again. */
export async function closeCircuit(item: RequestItem, probe: Circuit, ports: AdvancePorts): Promise<void> {
  const { circuit } = await ports.ledger.readControl();
  // Another worker on the same request may have named the probe anew, or dropped it. Opened again, it stays open.
  if (circuit?.openedAt !== probe.openedAt || circuit.streak !== probe.streak) return;
  if (await ports.ledger.setCircuit(circuit, undefined)) logTransition(ports, item, 'circuitClosed');
}

/** The probe made no call, or one that proves nothing (a throttle): the next may try, after a rest. */
export async function dropTrial(probing: Circuit, { ledger, clock, settings }: AdvancePorts): Promise<void> {
  const { openedAt, streak } = probing;
  await ledger.setCircuit(probing, { openedAt, openUntil: clock() + settings.circuitOpen, streak });
}
