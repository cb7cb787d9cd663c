import { checkEffect } from './call/check-effect.ts';
import { callThatMoved, lastCallShowsFrom } from './call/earlier-call.ts';
import { isFinal, type RequestItem, type RequestKey } from './model/request-item.ts';
import type { Tenant } from './model/tenants.ts';
import { logTransition } from './model/transition.ts';
import { seenIn } from './outcome/build-outcome.ts';
import { recordUncalled, releaseAndPublish } from './outcome/record-outcome.ts';
import { ObservationUnavailableError, ObservationUnfinishedError, type Ports } from './ports/ports.ts';
import { type Advanced, brief, long, type Progress, type Turn } from './step-result.ts';
import { attempt } from './steps/attempt.ts';
import { authorize } from './steps/authorize.ts';
import { checkChangeWindow, expireUnseen } from './steps/change-window.ts';
import { clearPendingRejection, rejectOnceConfirmed } from './steps/confirm-rejection.ts';
import { conclusiveFrom, takeConnectionLock } from './steps/connection-lock.ts';
import { type Found, findConnection } from './steps/find-connection.ts';
import { plan } from './steps/plan.ts';
import { unmetCondition } from './steps/preconditions.ts';

/*
 *   W1            W3: written before the call              W4 under the attempt's id
 *    │   ┌──────────────────────────────┐   answered   ┌──────────────────────────────► MIGRATED  FAILED
 *    ▼   │                              ▼              │
 *  RECEIVED ◄── never ran, transitioning, ─ CALLING ───┴─ SETTLE passed, no effect ──► HELD
 *    │          not called after all                                                    │ effect shows, late answer,
 *    │                                                                                  │ or a person: moved, notMoved, retry
 *    └── W4: refused, expired, superseded, already there ──► REJECTED  MIGRATED         └──► MIGRATED  FAILED
 *        dry run ──► PLANNED
 */

/** More turns than any undisturbed request needs: a request that others keep changing comes back later. */
const MAX_TURNS = 12;

/**
 * Brings a stored request as far as it will go now. Any number of callers may do so at a time: every step reads the
 * item, does one thing under a condition, and may be repeated by anybody.
 *
 * @param remaining milliseconds left of the invocation
 * @returns undefined if the ledger has no such request
 */
export async function advance(key: RequestKey, remaining: () => number, ports: Ports): Promise<Advanced | undefined> {
  let item = await ports.ledger.read(key);
  for (let turns = 0; item && turns < MAX_TURNS; turns++) {
    const turn = await takeTurn(item, remaining, ports);
    if (turn !== 'again') return { progress: turn, item };
    item = await ports.ledger.read(key);
  }
  return item && { progress: brief('contended'), item };
}

async function takeTurn(item: RequestItem, remaining: () => number, ports: Ports): Promise<Turn> {
  try {
    if (isFinal(item.state)) return await releaseAndPublish(item, ports);
    if (item.state === 'RECEIVED') return await work(item, remaining, ports);
    return await checkEffect(item, ports);
  } catch (error) {
    if (!(error instanceof ObservationUnavailableError)) throw error;
    if (error.denied) logTransition(ports, item, 'denied', { cause: 'look' });
    return (await expireUnseen(item, ports)) ?? waitForLook(error, ports);
  }
}

function waitForLook(error: ObservationUnavailableError, { clock, settings }: Ports): Progress {
  if (error.denied) return long('denied', clock() + settings.pollInterval);
  return error instanceof ObservationUnfinishedError ? long('lookUnfinished') : brief('lookUnavailable');
}

/** Steps 4 to 8 for a request that is not calling. */
async function work(item: RequestItem, remaining: () => number, ports: Ports): Promise<Turn> {
  const permission = await authorize(item, remaining, ports);
  if (permission.kind === 'turn') return permission.turn;
  const { look, tenant } = permission;
  if (item.request.dryRun) return plan(item, look, ports);
  const outside = await checkChangeWindow(item, look, ports);
  if (outside) return outside;
  const behind = await takeConnectionLock(item, look, ports);
  if (behind) return behind;
  return workUnderConnection(item, tenant, remaining, ports);
}

/** Step 6, looking again now that no other request can call, and on to the call. */
async function workUnderConnection(
  item: RequestItem,
  tenant: Tenant,
  remaining: () => number,
  ports: Ports,
): Promise<Turn> {
  const { connectionId, parentConnectionId } = item.request;
  const look = await findConnection(item.request, tenant, remaining, ports);
  // Gone since the look of step 4: that step decides what it means, by a later look.
  if (look.kind === 'nowhere') return long('staleLook', ports.clock() + ports.settings.pollInterval);
  const countsFrom = conclusiveFrom(look, await ports.ledger.readConnection(connectionId), ports);
  if (countsFrom !== undefined) return long(look.twofold ? 'onTwoParents' : 'staleLook', countsFrom);
  if (look.parent === parentConnectionId) return settleOnTarget(item, look, ports);
  const unmet = await unmetCondition(item, look, () => ports.directConnect.describeParent(parentConnectionId));
  if (unmet) return rejectOnceConfirmed(item, unmet, seenIn(look), look.at, ports);
  await clearPendingRejection(item, ports);
  return attempt(item, look, remaining, ports);
}

/** On the target: by a call of this request, whatever its answer said, or before it. Billing is owed the difference. */
async function settleOnTarget(item: RequestItem, look: Found, ports: Ports): Promise<Turn> {
  const moved = callThatMoved(item, look);
  const seen = { ...seenIn(look), ...(moved ? { previousParent: moved.previousParent } : {}) };
  const showsFrom = moved && lastCallShowsFrom(item, look, ports.settings);
  if (showsFrom !== undefined) return long('staleLook', showsFrom);
  const disposition = moved ? 'observed' : 'alreadyThere';
  return recordUncalled(item, { state: 'MIGRATED', disposition, seen, observedAt: look.at }, ports);
}
