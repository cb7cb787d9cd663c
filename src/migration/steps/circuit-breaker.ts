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
  const halfOpen: Circuit = { ...circuit, trial: { key: formatKey(keyOf(item)), sinceMs: now } };
  return (await ledger.setCircuit(circuit, halfOpen)) ? halfOpen : undefined;
}

export function isTrial(item: RequestItem, { trial }: Circuit): boolean {
  return trial?.key === formatKey(keyOf(item));
}

/**
 * An unclear answer, or a call that no one saw answered: opens the circuit, each time for twice as long while they go
 * on, up to the effect timeout. Calls that were under way when it opened do not lengthen it, however late they are noticed.
 */
export async function openCircuit(item: RequestItem, ports: AdvancePorts): Promise<void> {
  const { circuit } = await ports.ledger.readControl();
  const now = ports.clock();
  if (circuit && (now < circuit.openUntilMs || wasUnderWay(item, circuit))) return;
  const streak = circuit?.streak ?? 0;
  const openFor = Math.min(ports.settings.circuitOpenMs * 2 ** streak, ports.settings.effectTimeoutMs);
  if (await ports.ledger.setCircuit(circuit, { openedAtMs: now, openUntilMs: now + openFor, streak: streak + 1 })) {
    logTransition(ports, item, 'circuitOpened');
  }
}

/** The trial's clock may be behind that of whoever opened the circuit; its call came after it all the same. */
function wasUnderWay(item: RequestItem, circuit: Circuit): boolean {
  return attemptOf(item).startedAtMs <= circuit.openedAtMs && !isTrial(item, circuit);
}

/** The trial was answered clearly: everyone may call again. */
export async function closeCircuit(item: RequestItem, halfOpen: Circuit, ports: AdvancePorts): Promise<void> {
  const { circuit } = await ports.ledger.readControl();
  // Another worker on the same request may have named the trial anew, or dropped it. Opened again, it stays open.
  if (circuit?.openedAtMs !== halfOpen.openedAtMs || circuit.streak !== halfOpen.streak) return;
  if (await ports.ledger.setCircuit(circuit, undefined)) logTransition(ports, item, 'circuitClosed');
}

/** The trial made no call, or one that proves nothing (a throttle): the next may try, after a rest. */
export async function dropTrial(halfOpen: Circuit, { ledger, clock, settings }: AdvancePorts): Promise<void> {
  const { openedAtMs, streak } = halfOpen;
  await ledger.setCircuit(halfOpen, { openedAtMs, openUntilMs: clock() + settings.circuitOpenMs, streak });
}
