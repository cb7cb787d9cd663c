import { mayHaveMoved } from '../call/earlier-call.ts';
import { isWayBack } from '../guards/way-back.ts';
import { isFinal, keyOf, type RequestItem } from '../model/request-item.ts';
import { reason, type Seen } from '../outcome/build-outcome.ts';
import { complete } from '../outcome/complete.ts';
import { recordBeforeCall } from '../outcome/record-outcome.ts';
import type { ConnectionItem } from '../ports/connections.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { PROCEED, REREAD, type StepResult, type Stop } from '../step-result.ts';
import { answerDryRun } from './dry-run.ts';
import type { Found } from './find-connection.ts';
import { isHeldBy, readHolder, waitForHolder } from './lock-holder.ts';
import { seenOrKnown } from './stale-observation.ts';
import type { Run } from './step.ts';

/** Takes the lock of the connection, so that no other request can call for it, and in the order of their order keys only. */
export async function takeConnectionLock({ item, found, ports }: Run): Promise<StepResult> {
  const { request, orderKey, fence } = item;
  const taker = { orderKey, fence, ownerAccount: found.record.ownerAccount ?? '' };
  const atMs = ports.clock();
  const taken = await ports.ledger.takeLock(request.connectionId, keyOf(item), taker);
  if (taken) return { kind: 'proceed', lock: { atMs, connection: taken } };
  const connection = await ports.ledger.readConnection(request.connectionId);
  // Another worker on this request has taken it meanwhile: for both, if neither has read an older fence.
  if (isHeldBy(connection, item)) {
    return connection.activeFence === fence ? { kind: 'proceed', lock: { atMs, connection } } : REREAD;
  }
  if (isSuperseded(item, connection)) return supersede(item, seenOrKnown(item, found, connection, ports), ports);
  return waitBehindHolder(item, connection, found, ports);
}

/** What a request that calls nothing checks of the lock: whether it would be too late for it. */
export async function checkOrder(run: Run): Promise<StepResult> {
  const { item, found, ports } = run;
  const connection = await ports.ledger.readConnection(item.request.connectionId);
  if (!isSuperseded(item, connection)) return PROCEED;
  if (item.request.dryRun) return answerDryRun(run, SUPERSEDED);
  return supersede(item, seenOrKnown(item, found, connection, ports), ports);
}

/** Whether a request as new or newer was called for already, or found to be there. */
function isSuperseded({ orderKey }: RequestItem, { lastOrderKey }: ConnectionItem): boolean {
  return lastOrderKey !== undefined && lastOrderKey >= orderKey;
}

const SUPERSEDED = reason('SUPERSEDED', 'a newer request for the connection takes its place');

async function supersede(item: RequestItem, seen: Seen | undefined, ports: AdvancePorts): Promise<Stop> {
  return recordBeforeCall(item, { state: 'REJECTED', reason: SUPERSEDED, ...(seen ? { seen } : {}) }, ports);
}

/** The connection is another request's: takes the place of one that this one replaces, or waits. */
async function waitBehindHolder(
  item: RequestItem,
  { active, lastFrom }: ConnectionItem,
  found: Found,
  ports: AdvancePorts,
): Promise<Stop> {
  // Freed since: observe again what is there now.
  if (!active) return REREAD;
  const holder = await readHolder(active, ports);
  if (!replaces(item, holder)) {
    const mayGoBack = lastFrom === item.request.parentConnectionId;
    return mayGoBack && (await standsDown(holder, item, ports)) ? REREAD : waitForHolder(holder, ports);
  }
  if (mayHaveMoved(holder, found, ports.settings)) return waitForHolder(holder, ports);
  await supersede(holder, undefined, ports);
  await finishIfFinal(holder, ports);
  return REREAD;
}

/**
 * Whoever holds a line that is to go back where it came from makes room, and has its turn after that: it loses its intent first, and
 * then its lock, unless it has taken that anew. Not one that goes back as well, or they would make room for each other; nor one that
 * has called, whose order counts, and which may have moved the line whatever its answer said.
 */
async function standsDown(holder: RequestItem, item: RequestItem, ports: AdvancePorts): Promise<boolean> {
  const goesBackToo = holder.request.parentConnectionId === item.request.parentConnectionId;
  if (holder.state !== 'RECEIVED' || holder.attempts > 0 || goesBackToo) return false;
  if (!(await isWayBack(item, ports))) return false;
  if (!(await ports.ledger.standDown(keyOf(holder), holder))) return true;
  await ports.ledger.yieldLock(item.request.connectionId, keyOf(holder), holder.fence);
  return true;
}

/** A newer request of the same tenant and expected parent replaces, or withdraws, one that is not called for yet. */
function replaces(newer: RequestItem, older: RequestItem): boolean {
  return (
    older.state === 'RECEIVED' &&
    older.tenant === newer.tenant &&
    older.request.expectedParentConnectionId === newer.request.expectedParentConnectionId &&
    older.orderKey < newer.orderKey
  );
}

async function finishIfFinal(holder: RequestItem, ports: AdvancePorts): Promise<void> {
  const finished = await ports.ledger.read(keyOf(holder));
  if (finished && isFinal(finished.state)) await complete(finished, ports);
}
