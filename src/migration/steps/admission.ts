import { circuitsFor, closedBy } from '../model/circuits.ts';
import type { RequestItem } from '../model/request-item.ts';
import type { Circuits, ControlItem } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { type Rest, sleepUntil } from '../step-result.ts';
import { becomeTrial } from './circuit-breaker.ts';

/** Admitted to call, as anyone or as the trial of whether Direct Connect answers again; or to wait. */
export type Admission = { kind: 'admitted'; trial?: Circuits } | Rest;

/** A wait for the end of a pause, or for a circuit breaker. */
export type Stopped = Extract<Rest, { kind: 'sleepUntil' }> & { until: number };

/**
 * Asks the control item, just before W3. While paused no one calls; while the circuit breaker of the target parent is open, or
 * the one for all, no one does; after that, one trial does. At most `callsPerSecond` are admitted, in the order of their turns.
 */
export async function admit(item: RequestItem, ports: AdvancePorts): Promise<Admission> {
  const control = await ports.ledger.readControl();
  const stopped = whyStopped(item, control, ports);
  if (stopped) return stopped;
  if (!(await ports.turns.take(control))) return sleepUntil('turn', ports.clock());
  const { circuits } = control;
  if (Object.keys(circuitsFor(item, circuits)).length === 0) return { kind: 'admitted' };
  const now = ports.clock();
  const trial = await becomeTrial(item, circuits, now, ports);
  return trial ? { kind: 'admitted', trial } : sleepUntil('circuit', now + ports.settings.pollIntervalMs);
}

/** What keeps the request from being called for, whoever's turn it is. */
export function whyStopped(
  item: RequestItem,
  { paused, circuits }: ControlItem,
  { clock, settings }: Pick<AdvancePorts, 'clock' | 'settings'>,
): Stopped | undefined {
  const now = clock();
  if (paused) return { kind: 'sleepUntil', cause: 'paused', until: now + settings.pollIntervalMs };
  const circuit = closedBy(item, circuits, now, settings);
  return circuit && { kind: 'sleepUntil', cause: 'circuit', until: circuit.untilMs, obstacle: circuit.name };
}
