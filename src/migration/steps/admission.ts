import type { RequestItem } from '../model/request-item.ts';
import { effectOverAfter } from '../model/settings.ts';
import type { Circuit, ControlItem } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { type Rest, sleepUntil } from '../step-result.ts';
import { becomeTrial, isTrial } from './circuit-breaker.ts';

/** Admitted to call, as anyone or as the trial of whether Direct Connect answers again; or to wait. */
export type Admission = { kind: 'admitted'; trial?: Circuit } | Rest;

/**
 * Asks the control item, just before W3. While paused no one calls; while the circuit is open no one does; after that,
 * one trial does. At most `callsPerSecond` are admitted, in the order of their turns.
 */
export async function admit(item: RequestItem, ports: AdvancePorts): Promise<Admission> {
  const control = await ports.ledger.readControl();
  const stopped = whyStopped(item, control, ports);
  if (stopped) return stopped;
  if (!(await ports.turns.take(control))) return sleepUntil('turn', ports.clock());
  const { circuit } = control;
  if (!circuit) return { kind: 'admitted' };
  const now = ports.clock();
  const trial = await becomeTrial(circuit, item, now, ports);
  return trial ? { kind: 'admitted', trial } : sleepUntil('circuit', now + ports.settings.pollIntervalMs);
}

/** A wait for the end of a pause, or for the circuit breaker. */
export type Stopped = Extract<Rest, { kind: 'sleepUntil' }> & { until: number };

/** What keeps the request from being called for, whoever's turn it is. */
export function whyStopped(
  item: RequestItem,
  { paused, circuit }: ControlItem,
  { clock, settings }: Pick<AdvancePorts, 'clock' | 'settings'>,
): Stopped | undefined {
  const now = clock();
  const nextPoll = now + settings.pollIntervalMs;
  if (paused) return { kind: 'sleepUntil', cause: 'paused', until: nextPoll };
  if (!circuit) return undefined;
  if (now < circuit.openUntilMs) return { kind: 'sleepUntil', cause: 'circuit', until: circuit.openUntilMs };
  // A request that finds itself the trial did not get as far as its call, or it would not be asking.
  const another = circuit.trial && !isTrial(item, circuit) && now <= effectOverAfter(circuit.trial.sinceMs, settings);
  return another ? { kind: 'sleepUntil', cause: 'circuit', until: nextPoll } : undefined;
}
