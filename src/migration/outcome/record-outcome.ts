import type { Transition } from '../model/log-lines.ts';
import { attemptOf, keyOf, type RequestItem } from '../model/request-item.ts';
import { entryFor, logTransition, type Person } from '../model/transition.ts';
import type { OutcomePorts } from '../ports/ports.ts';
import type { OutcomeFrom } from '../ports/requests.ts';
import { REREAD, type Stop } from '../step-result.ts';
import { dueAfter } from '../waiting/due-after.ts';
import { buildOutcome, type Verdict } from './build-outcome.ts';

/** W4 of a request that is not calling. */
export async function recordBeforeCall(item: RequestItem, verdict: Verdict, ports: OutcomePorts): Promise<Stop> {
  return recordOutcome(item, { state: 'RECEIVED', attempts: item.attempts, fence: item.fence }, verdict, ports);
}

/** W4 of a request that is CALLING or HELD, under its attempt; `person` decided it, if one did. */
export async function recordAfterCall(
  item: RequestItem,
  verdict: Verdict,
  ports: OutcomePorts,
  person?: Person,
): Promise<Stop> {
  return recordOutcome(item, { attempt: attemptOf(item) }, verdict, ports, person);
}

async function recordOutcome(
  item: RequestItem,
  from: OutcomeFrom,
  verdict: Verdict,
  ports: OutcomePorts,
  person?: Person,
): Promise<Stop> {
  const { ledger, clock, serviceVersion, settings } = ports;
  const now = clock();
  const outcome = buildOutcome(item, verdict, now, serviceVersion);
  const cause = causeOf(verdict);
  const entry = entryFor(item, TRANSITION_TO[verdict.state], now, { cause, person });
  const dueAtMs = dueAfter(item, now + settings.pollIntervalMs, settings);
  const recorded = await ledger.recordOutcome(keyOf(item), from, outcome, dueAtMs, entry);
  // Whoever has recorded another one, the item says what is left to do.
  if (!recorded) return REREAD;
  const age = (now - Date.parse(item.request.requestedAt)) / 1000;
  logTransition(ports, item, entry.what, { cause, by: person?.by, age });
  return { kind: 'reread', item: recorded };
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
