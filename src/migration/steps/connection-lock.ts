import { mayHaveMoved } from '../call/earlier-call.ts';
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
  const { connectionId } = item.request;
  const ownerAccount = found.record.ownerAccount ?? '';
  if (await ports.ledger.takeLock(connectionId, keyOf(item), item.orderKey, ownerAccount)) return PROCEED;
  const connection = await ports.ledger.readConnection(connectionId);
  // The write's answer was lost, and its repetition met itself.
  if (isHeldBy(connection, item)) return PROCEED;
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
  { active }: ConnectionItem,
  found: Found,
  ports: AdvancePorts,
): Promise<Stop> {
  // Freed since: observe again what is there now.
  if (!active) return REREAD;
  const holder = await readHolder(active, ports);
  if (!replaces(item, holder) || mayHaveMoved(holder, found, ports.settings)) return waitForHolder(holder, ports);
  await supersede(holder, undefined, ports);
  await finishIfFinal(holder, ports);
  return REREAD;
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
