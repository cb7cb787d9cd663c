import { isBefore } from '../../contract/time.ts';
import { mayHaveMoved } from '../call/earlier-call.ts';
import { LedgerError } from '../model/ledger-error.ts';
import { formatKey, isFinal, keyOf, nameOf, type RequestItem, type RequestKey } from '../model/request-item.ts';
import { conclusiveAfter } from '../model/settings.ts';
import { reason, type Seen, seenIn } from '../outcome/build-outcome.ts';
import { complete } from '../outcome/complete.ts';
import { recordBeforeCall } from '../outcome/record-outcome.ts';
import { releaseLock } from '../outcome/release-lock.ts';
import type { ConnectionItem } from '../ports/connections.ts';
import type { AdvancePorts } from '../ports/ports.ts';
import { PROCEED, REREAD, type StepResult, type Stop, sleepUntil } from '../step-result.ts';
import { answerDryRun } from './dry-run.ts';
import type { Found } from './find-connection.ts';
import type { Run } from './step.ts';

/** Takes the lock of the connection, so that no other request can call for it, and in the order of `requestedAt` only. */
export async function takeConnectionLock({ item, found, ports }: Run): Promise<StepResult> {
  const { connectionId, requestedAt } = item.request;
  const ownerAccount = found.record.ownerAccount ?? '';
  if (await ports.ledger.takeLock(connectionId, keyOf(item), requestedAt, ownerAccount)) return PROCEED;
  const connection = await ports.ledger.readConnection(connectionId);
  // The write's answer was lost, and its repetition met itself.
  if (isHeldBy(connection, item)) return PROCEED;
  if (isSuperseded(item, connection)) return supersede(item, seenOrKnown(item, found, connection, ports), ports);
  return waitBehindHolder(item, connection, found, ports);
}

/** What a dry run checks of the lock: whether it would be too late for it. */
export async function checkOrder(run: Run): Promise<StepResult> {
  const { item, ports } = run;
  const connection = await ports.ledger.readConnection(item.request.connectionId);
  return isSuperseded(item, connection) ? answerDryRun(run, SUPERSEDED) : PROCEED;
}

/** Whether a request as new or newer was called for already, or found to be there. */
function isSuperseded({ request }: RequestItem, { lastRequestedAt }: ConnectionItem): boolean {
  return lastRequestedAt !== undefined && !isBefore(lastRequestedAt, request.requestedAt);
}

const SUPERSEDED = reason('SUPERSEDED', 'a newer request for the connection takes its place');

/**
 * Whether an observation that contradicts the ledger may be an old picture: it counts only if taken more than STALE (and the
 * clocks' difference) after the connection's last outcome. An observation that agrees counts at once: the ledger's parent is
 * proven (parentAfter in build-outcome.ts). Gives the time from which one counts, or undefined if this one does.
 */
export function conclusiveFrom(found: Found, connection: ConnectionItem, ports: AdvancePorts): number | undefined {
  if (found.onBothParents) return conclusiveAfter(found.atMs, ports.settings) + 1;
  const { lastParent, lastOutcomeAtMs } = connection;
  if (lastOutcomeAtMs === undefined || lastParent === found.parent) return undefined;
  const proven = conclusiveAfter(lastOutcomeAtMs, ports.settings);
  return found.atMs > proven ? undefined : proven + 1;
}

function isHeldBy({ active }: ConnectionItem, item: RequestItem): boolean {
  return active !== undefined && formatKey(active) === formatKey(keyOf(item));
}

/**
 * What is published of a connection that other requests may have moved: an old picture gives way to the ledger; but while
 * another request holds the connection, and may just have moved it, the ledger knows no better than the picture.
 */
export function seenOrKnown(item: RequestItem, found: Found, connection: ConnectionItem, ports: AdvancePorts): Seen {
  const seen = seenIn(found);
  if (connection.active && !isHeldBy(connection, item)) return seen;
  if (connection.lastParent === undefined || conclusiveFrom(found, connection, ports) === undefined) return seen;
  return { ...seen, previousParent: connection.lastParent, parent: connection.lastParent };
}

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

/** The request that holds a connection. @throws LedgerError if the ledger does not have it */
export async function readHolder(active: RequestKey, { ledger }: AdvancePorts): Promise<RequestItem> {
  const holder = await ledger.read(active);
  if (!holder) throw new LedgerError(nameOf(active), 'is not there, though it holds a connection');
  return holder;
}

/** Waits while the request that holds the connection goes on; of one that is final, does the release. */
export async function waitForHolder(holder: RequestItem, ports: AdvancePorts): Promise<Stop> {
  if (!isFinal(holder.state)) return sleepUntil('busy');
  await releaseLock(holder, ports);
  return REREAD;
}

/** A newer request of the same tenant and expected parent replaces, or withdraws, one that is not called for yet. */
function replaces(newer: RequestItem, older: RequestItem): boolean {
  return (
    older.state === 'RECEIVED' &&
    older.tenant === newer.tenant &&
    older.request.expectedParentConnectionId === newer.request.expectedParentConnectionId &&
    isBefore(older.request.requestedAt, newer.request.requestedAt)
  );
}

async function finishIfFinal(holder: RequestItem, ports: AdvancePorts): Promise<void> {
  const finished = await ports.ledger.read(keyOf(holder));
  if (finished && isFinal(finished.state)) await complete(finished, ports);
}
