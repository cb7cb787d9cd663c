import { call } from './call.ts';
import { looksCountFrom, takeConnection } from './connection.ts';
import { callThatMoved, lastCallShowsFrom } from './earlier-call.ts';
import { type Found, lookFor } from './look.ts';
import { observeCall } from './observe.ts';
import { seenIn } from './outcome.ts';
import { permit } from './permission.ts';
import { plan } from './plan.ts';
import { type AdvancePorts, LookUnavailable, LookUnfinished } from './ports.ts';
import { unmetCondition } from './preconditions.ts';
import { type Advanced, brief, long, type Progress, type Turn } from './progress.ts';
import { clearRefusal, refuseAfterLook } from './refusal.ts';
import { isFinal, type RequestItem, type RequestKey } from './request-item.ts';
import { finish, settleUncalled } from './settle.ts';
import type { Tenant } from './tenants.ts';
import { transition } from './transition.ts';
import { expireUnseen, keepWindow } from './window.ts';

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
export async function advance(
  key: RequestKey,
  remaining: () => number,
  ports: AdvancePorts,
): Promise<Advanced | undefined> {
  let item = await ports.ledger.read(key);
  for (let turns = 0; item && turns < MAX_TURNS; turns++) {
    const turn = await takeTurn(item, remaining, ports);
    if (turn !== 'again') return { progress: turn, item };
    item = await ports.ledger.read(key);
  }
  return item && { progress: brief('contended'), item };
}

async function takeTurn(item: RequestItem, remaining: () => number, ports: AdvancePorts): Promise<Turn> {
  try {
    if (isFinal(item.state)) return await finish(item, ports);
    if (item.state === 'RECEIVED') return await work(item, remaining, ports);
    return await observeCall(item, ports);
  } catch (error) {
    if (!(error instanceof LookUnavailable)) throw error;
    if (error.denied) transition(ports, item, 'denied', { cause: 'look' });
    return (await expireUnseen(item, ports)) ?? waitForLook(error, ports);
  }
}

function waitForLook(error: LookUnavailable, { clock, settings }: AdvancePorts): Progress {
  if (error.denied) return long('denied', clock() + settings.pollInterval);
  return error instanceof LookUnfinished ? long('lookUnfinished') : brief('lookUnavailable');
}

/** Steps 4 to 8 for a request that is not calling. */
async function work(item: RequestItem, remaining: () => number, ports: AdvancePorts): Promise<Turn> {
  const permission = await permit(item, remaining, ports);
  if (permission.kind === 'turn') return permission.turn;
  const { look, tenant } = permission;
  if (item.request.dryRun) return plan(item, look, ports);
  const outside = await keepWindow(item, look, ports);
  if (outside) return outside;
  const behind = await takeConnection(item, look, ports);
  if (behind) return behind;
  return workUnderConnection(item, tenant, remaining, ports);
}

/** Step 6, looking again now that no other request can call, and on to the call. */
async function workUnderConnection(
  item: RequestItem,
  tenant: Tenant,
  remaining: () => number,
  ports: AdvancePorts,
): Promise<Turn> {
  const { connectionId, parentConnectionId } = item.request;
  const look = await lookFor(item.request, tenant, remaining, ports);
  // Gone since the look of step 4: that step decides what it means, by a later look.
  if (look.kind === 'nowhere') return long('staleLook', ports.clock() + ports.settings.pollInterval);
  const countsFrom = looksCountFrom(look, await ports.ledger.readConnection(connectionId), ports);
  if (countsFrom !== undefined) return long(look.twofold ? 'onTwoParents' : 'staleLook', countsFrom);
  if (look.parent === parentConnectionId) return settleOnTarget(item, look, ports);
  const unmet = await unmetCondition(item, look, () => ports.directConnect.describeParent(parentConnectionId));
  if (unmet) return refuseAfterLook(item, unmet, seenIn(look), look.at, ports);
  await clearRefusal(item, ports);
  return call(item, look, remaining, ports);
}

/** On the target: by a call of this request, whatever its answer said, or before it. Billing is owed the difference. */
async function settleOnTarget(item: RequestItem, look: Found, ports: AdvancePorts): Promise<Turn> {
  const moved = callThatMoved(item, look);
  const seen = { ...seenIn(look), ...(moved ? { previousParent: moved.previousParent } : {}) };
  const showsFrom = moved && lastCallShowsFrom(item, look, ports.settings);
  if (showsFrom !== undefined) return long('staleLook', showsFrom);
  const disposition = moved ? 'observed' : 'alreadyThere';
  return settleUncalled(item, { state: 'MIGRATED', disposition, seen, observedAt: look.at }, ports);
}
