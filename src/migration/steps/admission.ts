import type { Group } from '../groups/group.ts';
import { readApart } from '../groups/keep-apart.ts';
import { circuitsFor, closedBy } from '../model/circuits.ts';
import type { RequestItem } from '../model/request-item.ts';
import type { Circuits, ControlItem } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { type Rest, sleepUntil } from '../step-result.ts';
import { becomeTrial } from './circuit-breaker.ts';
import type { Found } from './find-connection.ts';
import { whyGuarded } from './guards.ts';

/** Admitted to call, as anyone or as the trial of whether Direct Connect answers again. */
export interface Admitted {
  kind: 'admitted';
  trial?: Circuits;
  /** The group that is to be entered before, as it was read. */
  group?: Group;
}

/** Or to wait. */
export type Admission = Admitted | Rest;

/** A wait for the end of a pause, for a circuit breaker, for a drain, or for what operators have put in the way. */
export type Stopped = Extract<Rest, { kind: 'sleepUntil' }> & { until: number };

/**
 * Just before W3: while paused no one calls; while the circuit breaker of the target parent is open, or the one for all, no one
 * does; after that, one trial does. None does in a freeze, or from or to a closed parent. At most `callsPerSecond` are admitted, in
 * the order of their turns.
 *
 * @param control as it was just read
 */
export async function admit(
  item: RequestItem,
  found: Found,
  control: ControlItem,
  ports: AdvancePorts,
): Promise<Admission> {
  const stopped = await whyStopped(item, found.record.location, control, ports);
  if (stopped) return stopped;
  // Before the turn, so that who has to wait takes none.
  const apart = await readApart({ item, ownerAccount: ownerOf(found), side: found.parent }, ports);
  if (apart?.kind === 'sleepUntil') return apart;
  const group = apart && { group: apart.group };
  if (!(await ports.turns.take(control))) return sleepUntil('turn', ports.clock());
  const { circuits } = control;
  if (Object.keys(circuitsFor(item, circuits)).length === 0) return { kind: 'admitted', ...group };
  const now = ports.clock();
  const trial = await becomeTrial(item, circuits, now, ports);
  return trial ? { kind: 'admitted', trial, ...group } : sleepUntil('circuit', now + ports.settings.pollIntervalMs);
}

/** Whose line it is. Only a tenant's own is looked at, so the record says it. */
export function ownerOf({ record }: Found): string {
  return record.ownerAccount ?? '';
}

/**
 * What keeps the request from being called for, whoever's turn it is.
 *
 * @param location of the line, where it is known
 */
export async function whyStopped(
  item: RequestItem,
  location: string | undefined,
  control: ControlItem,
  ports: Pick<AdvancePorts, 'clock' | 'settings' | 'ledger' | 'releases'>,
): Promise<Stopped | undefined> {
  const { clock, settings } = ports;
  const now = clock();
  if (control.paused) return { kind: 'sleepUntil', cause: 'paused', until: now + settings.pollIntervalMs };
  const circuit = closedBy(item, control.circuits, now, settings);
  if (circuit) return { kind: 'sleepUntil', cause: 'circuit', until: circuit.untilMs, obstacle: circuit.name };
  return whyGuarded(item, control, location, ports);
}
