import { checkEffect } from './call/check-effect.ts';
import { isFinal, type RequestItem, type RequestKey } from './model/request-item.ts';
import { logTransition } from './model/transition.ts';
import { complete } from './outcome/complete.ts';
import { ObservationUnavailableError, ObservationUnfinishedError } from './ports/direct-connect.ts';
import type { AdvancePorts } from './ports/ports.ts';
import { type Advanced, type Rest, retryMessage, type Stop, sleepUntil } from './step-result.ts';
import { expireUnseen } from './steps/change-window.ts';
import { takeSteps } from './steps.ts';

/*
 * W1 to W6 are the ledger's writes (docs/ledger.md).
 *
 *   W1            W3: written before the call              W4 under the attempt's id
 *    │   ┌──────────────────────────────┐   answered   ┌──────────────────────────────► MIGRATED  FAILED
 *    ▼   │                              ▼              │
 *  RECEIVED ◄── never ran, transitioning, ─ CALLING ───┴─ effect timeout, no effect ────► HELD
 *    │          not called after all                                                    │ effect shows, late answer,
 *    │                                                                                  │ or a person: moved, notMoved, retry
 *    └── W4: rejected, expired, superseded, already there ──► REJECTED  MIGRATED         └──► MIGRATED  FAILED
 *        dry run ──► PLANNED
 */

/** More passes than any undisturbed request needs: a request that others keep changing comes back later. */
const MAX_PASSES = 12;

/**
 * Brings a stored request as far as it will go now. Any number of callers may do so at a time: every step reads the
 * item, does one thing under a condition, and may be repeated by anyone.
 *
 * @param remaining milliseconds left of the invocation
 * @param stored its item, where the caller has just written or read it
 * @returns undefined if the ledger has no such request
 */
export async function advance(
  key: RequestKey,
  remaining: () => number,
  ports: AdvancePorts,
  stored?: RequestItem,
): Promise<Advanced | undefined> {
  let item = stored ?? (await ports.ledger.read(key));
  for (let passes = 0; item && passes < MAX_PASSES; passes++) {
    const stop = await pass(item, remaining, ports);
    if (stop.kind !== 'reread') return { rest: stop, item };
    item = stop.item ?? (await ports.ledger.read(key));
  }
  return item && { rest: retryMessage('contended'), item };
}

async function pass(item: RequestItem, remaining: () => number, ports: AdvancePorts): Promise<Stop> {
  try {
    // W4 has stored the event with the outcome: the pass that reads it publishes it.
    if (isFinal(item.state)) return await complete(item, ports);
    if (item.state === 'RECEIVED') return await takeSteps(item, remaining, ports);
    return await checkEffect(item, remaining, ports);
  } catch (error) {
    if (!(error instanceof ObservationUnavailableError)) throw error;
    if (error.denied) logTransition(ports, item, 'denied', { cause: 'observation' });
    return (await expireUnseen(item, ports)) ?? waitForObservation(error, ports);
  }
}

function waitForObservation(error: ObservationUnavailableError, { clock, settings }: AdvancePorts): Rest {
  if (error.denied) return sleepUntil('denied', clock() + settings.pollIntervalMs);
  if (error instanceof ObservationUnfinishedError) return sleepUntil('observationUnfinished');
  return retryMessage('observationUnavailable');
}
