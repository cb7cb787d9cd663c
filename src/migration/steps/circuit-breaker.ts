import {
  afterClear,
  afterNothing,
  afterUnclear,
  circuitsFor,
  closedBetween,
  closedUntil,
  openedBetween,
  withoutForgotten,
  withTrial,
} from '../model/circuits.ts';
import type { RequestItem } from '../model/request-item.ts';
import { logTransition } from '../model/transition.ts';
import { type Circuits, type ControlItem, FOR_ALL } from '../ports/control.ts';
import type { AdvancePorts } from '../ports/ports.ts';

/** The circuit breakers share one item, so that two workers cannot each miss what the other has seen. */
const TRIES = 10;

type CircuitPorts = Pick<AdvancePorts, 'ledger' | 'clock' | 'settings'>;

/** The circuit breakers before and after a change; the same where there was nothing to change. */
interface Change {
  before: Circuits;
  after: Circuits;
}

/**
 * Makes the request the one that tries whether Direct Connect answers again, for each circuit breaker that is half-open to it.
 *
 * @returns those; undefined if another has become it, or one has opened again
 */
export async function becomeTrial(
  item: RequestItem,
  read: Circuits,
  now: number,
  ports: CircuitPorts,
): Promise<Circuits | undefined> {
  const isOpen = (circuits: Circuits) => closedUntil(item, circuits, now, ports.settings) !== undefined;
  const next = (circuits: Circuits) => (isOpen(circuits) ? circuits : withTrial(item, circuits, now));
  const { after } = (await change(next, ports, read)) ?? {};
  return after && !isOpen(after) ? circuitsFor(item, after) : undefined;
}

/** An unclear answer, or a call that no one saw answered. */
export async function openCircuits(item: RequestItem, ports: AdvancePorts): Promise<void> {
  const changed = await change((circuits) => afterUnclear(item, circuits, ports.clock(), ports.settings), ports);
  // The call stays unanswered in the ledger, and is found so again.
  if (!changed)
    throw new Error(`CONTROL was changed by others ${TRIES} times before a circuit breaker could be opened`);
  for (const circuit of openedBetween(changed.before, changed.after)) {
    logTransition(ports, item, circuit === FOR_ALL ? 'circuitOpenedForAll' : 'circuitOpened', { circuit });
  }
}

/** The trial was answered clearly: everyone may call again. */
export async function closeCircuits(item: RequestItem, halfOpen: Circuits, ports: AdvancePorts): Promise<void> {
  const changed = await change((circuits) => afterClear(circuits, halfOpen), ports);
  for (const circuit of changed ? closedBetween(changed.before, changed.after) : []) {
    logTransition(ports, item, 'circuitClosed', { circuit });
  }
}

/** The trial made no call, or one that proves nothing (a throttle): the next may try, after a rest. */
export async function dropTrial(halfOpen: Circuits, ports: CircuitPorts): Promise<void> {
  await change((circuits) => afterNothing(circuits, halfOpen, ports.clock(), ports.settings), ports);
}

/** Forgets the circuit breakers that no one has tried for long, and gives the control item as it is then. */
export async function forgetCircuits(ports: CircuitPorts): Promise<ControlItem> {
  const control = await ports.ledger.readControl();
  const next = (circuits: Circuits) => withoutForgotten(circuits, ports.clock(), ports.settings);
  const changed = await change(next, ports, control.circuits);
  return { ...control, circuits: changed?.after ?? control.circuits };
}

/** Undefined if others have come in between each time. */
async function change(
  next: (circuits: Circuits) => Circuits,
  { ledger }: CircuitPorts,
  read?: Circuits,
): Promise<Change | undefined> {
  let before = read ?? (await ledger.readControl()).circuits;
  for (let tries = 0; tries < TRIES; tries++) {
    const after = next(before);
    if (JSON.stringify(after) === JSON.stringify(before)) return { before, after };
    if (await ledger.setCircuits(before, after)) return { before, after };
    before = (await ledger.readControl()).circuits;
  }
  return undefined;
}
