import { describeError } from './describe-error.ts';
import type { Transition } from './log-lines.ts';
import { settlementOf, type Verdict } from './outcome.ts';
import type { OutcomePorts, SettleFrom } from './ports.ts';
import { long, type Progress, type Turn } from './progress.ts';
import { attemptOf, isFinal, keyOf, type RequestItem } from './request-item.ts';
import { entryFor, type Person, transition } from './transition.ts';

/** W4: settles a request that is not calling. */
export async function settleUncalled(item: RequestItem, verdict: Verdict, ports: OutcomePorts): Promise<Turn> {
  return settle(item, { state: 'RECEIVED', attempts: item.attempts }, verdict, ports);
}

/** W4: settles a request under the attempt that it stands for, in CALLING or HELD; `person` decided it, if one did. */
export async function settleCalled(
  item: RequestItem,
  verdict: Verdict,
  ports: OutcomePorts,
  person?: Person,
): Promise<Turn> {
  return settle(item, { attempt: attemptOf(item) }, verdict, ports, person);
}

async function settle(
  item: RequestItem,
  from: SettleFrom,
  verdict: Verdict,
  ports: OutcomePorts,
  person?: Person,
): Promise<Turn> {
  const { ledger, clock, serviceVersion, settings } = ports;
  const now = clock();
  const settlement = settlementOf(item, verdict, now, serviceVersion);
  const cause = causeOf(verdict);
  const entry = entryFor(item, TRANSITION_TO[verdict.state], now, { cause, person });
  if (await ledger.settle(keyOf(item), from, settlement, now + settings.pollInterval, entry)) {
    const age = (now - Date.parse(item.request.requestedAt)) / 1000;
    transition(ports, item, entry.what, { cause, by: person?.by, age });
  }
  // Written or not: whoever settled it, the item says what is left to do.
  return 'again';
}

const TRANSITION_TO = {
  MIGRATED: 'migrated',
  FAILED: 'failed',
  REJECTED: 'rejected',
  HELD: 'held',
  PLANNED: 'planned',
} as const satisfies Record<Verdict['state'], Transition>;

function causeOf(verdict: Verdict): string | undefined {
  return verdict.state === 'MIGRATED' ? verdict.disposition : verdict.reason?.code;
}

/** W5: frees the connection that a settled request holds; where it holds none, nothing happens. */
export async function release(item: RequestItem, { ledger }: OutcomePorts): Promise<void> {
  const { request, settled, attempts, state } = item;
  const counts = state === 'MIGRATED' || attempts > 0;
  const last =
    counts && settled
      ? { lastRequestedAt: request.requestedAt, lastParent: settled.parent, lastOutcomeAt: settled.at }
      : undefined;
  await ledger.release(request.connectionId, keyOf(item), last);
}

/**
 * Tells a settled request's event unless that is done, then W6. False if the bus does not accept it: W4 has stored when it
 * is due again, so nobody waits for the bus, least of all the connection's next request.
 */
export async function tell(item: RequestItem, ports: OutcomePorts): Promise<boolean> {
  const { event } = item;
  if (!event || event.eventId === item.toldEventId) return true;
  try {
    await ports.bus.publish(event);
  } catch (error) {
    const age = (ports.clock() - (item.settled?.at ?? ports.clock())) / 1000;
    transition(ports, item, 'untold', { eventId: event.eventId, age, error: describeError(error) });
    return false;
  }
  await ports.ledger.told(keyOf(item), event.eventId, isFinal(item.state));
  transition(ports, item, 'told', { eventId: event.eventId });
  return true;
}

/** Step 9 for a final request: every part may be repeated by anybody. */
export async function finish(item: RequestItem, ports: OutcomePorts): Promise<Progress> {
  await release(item, ports);
  return (await tell(item, ports)) ? { kind: 'settled' } : long('unpublished');
}
