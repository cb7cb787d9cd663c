import { formatKey, keyOf, type RequestItem } from '../model/request-item.ts';
import type { AdvancePorts, OutcomePorts } from '../ports/ports.ts';
import { type Rest, retryMessage } from '../step-result.ts';
import { askToEnter, type EntryRules, enter, standsBefore } from './enter.ts';
import { type Entry, type Group, needsEntry } from './group.ts';
import { withFound, withoutAttempt, withoutSettled } from './leave.ts';
import { mayGoBack } from './way-back.ts';

/** The lines of one owner share an item: others may write it in between. */
const TRIES = 10;

/**
 * After such a part of a poll interval a waiting line asks again. Runs of `dispatch` come each minute and end where nothing is due:
 * due a whole minute after one has asked, a line would be found by every other run only.
 */
const ASKS_AGAIN = 3 / 4;

type GroupPorts = Pick<OutcomePorts, 'clock' | 'settings'> & {
  ledger: Pick<OutcomePorts['ledger'], 'readGroup' | 'setGroup'>;
};
type LookPorts = Pick<AdvancePorts, 'clock' | 'settings' | 'ledger'>;

/** A wait for other lines of the owner. */
export type Apart = Extract<Rest, { kind: 'sleepUntil' }> & { until: number };

/** A request's line that is to be called for. */
interface Mine {
  item: RequestItem;
  ownerAccount: string;
  side: string;
}

/**
 * Whether the line has to wait for others of its owner, as the group is read now: nothing is entered yet.
 *
 * @returns the wait; or the group, to be entered; undefined where the line holds up no one, and no one it
 */
export async function readApart(
  mine: Mine,
  ports: LookPorts,
): Promise<Apart | { kind: 'open'; group: Group } | undefined> {
  if (!needsEntry(nameOf(mine.item), ports.settings.redundancyLock)) return undefined;
  const group = await ports.ledger.readGroup(mine.ownerAccount);
  const behind = standsBefore(group, entryOf(mine, '', ports), rulesOf(ports));
  if (behind === undefined || (await goesBack(group, mine.item, ports))) return { kind: 'open', group };
  return waitFor(group, mine, behind, ports);
}

/**
 * The same of a request that waits, without an observation: it is only called for from its expected parent. A line that has an
 * entry already may be on its way back, and is looked at.
 */
export async function isKeptApart(item: RequestItem, ports: LookPorts): Promise<Apart | undefined> {
  const { request, state, attempt } = item;
  if (state !== 'RECEIVED' || attempt || request.dryRun) return undefined;
  if (!needsEntry(nameOf(item), ports.settings.redundancyLock)) return undefined;
  const { ownerAccount } = await ports.ledger.readConnection(request.connectionId);
  if (ownerAccount === undefined) return undefined;
  const mine = { item, ownerAccount, side: request.expectedParentConnectionId };
  const group = await ports.ledger.readGroup(ownerAccount);
  if (group.entries.some(({ connectionId }) => connectionId === request.connectionId)) return undefined;
  const behind = standsBefore(group, entryOf(mine, '', ports), rulesOf(ports));
  return behind === undefined ? undefined : waitFor(group, mine, behind, ports);
}

/**
 * Enters the group for one attempt, just before its intent is written with the same id. Undefined once it has.
 *
 * @param read the group as it was read last
 */
export async function enterGroup(
  mine: Mine,
  attemptId: string,
  read: Group,
  ports: LookPorts,
): Promise<Rest | undefined> {
  const { ledger } = ports;
  let group = read;
  for (let tries = 0; tries < TRIES; tries++) {
    const entry = entryOf(mine, attemptId, ports);
    let entered = enter(group, entry, { ...rulesOf(ports), isWayBack: false });
    if (entered.kind === 'waits' && (await goesBack(group, mine.item, ports))) {
      entered = enter(group, entry, { ...rulesOf(ports), isWayBack: true });
    }
    if (entered.kind === 'waits') return waitFor(group, mine, entered.behind, ports);
    if (entered.group === group) return undefined;
    if (await ledger.setGroup(mine.ownerAccount, group, entered.group, dueAt(ports))) return undefined;
    group = await ledger.readGroup(mine.ownerAccount);
  }
  return retryMessage('contended');
}

/** Takes out the entry of one attempt of a request, which is over, or was never made. */
export async function leaveGroup(
  item: RequestItem,
  attempt: { id: string; ownerAccount: string | undefined },
  ports: GroupPorts,
): Promise<void> {
  if (!needsEntry(nameOf(item), ports.settings.redundancyLock) || attempt.ownerAccount === undefined) return;
  await changeGroup(attempt.ownerAccount, (group) => withoutAttempt(group, attempt.id), ports);
}

/** Takes out the entry of the request's last call, which has moved nothing. */
export async function leaveAfterCall(item: RequestItem, ports: GroupPorts): Promise<void> {
  const { attempt } = item;
  if (attempt) await leaveGroup(item, { id: attempt.id, ownerAccount: attempt.seen.ownerAccount }, ports);
}

/** Takes out what a move that has settled held up, its own entry and those of the line's earlier moves. */
export async function leaveSettled(item: RequestItem, ports: GroupPorts): Promise<void> {
  const ownerAccount = item.attempt?.seen.ownerAccount;
  if (ports.settings.redundancyLock === 'off' || ownerAccount === undefined) return;
  const { connectionId } = item.request;
  const move = { connectionId, request: formatKey(keyOf(item)), orderKey: item.orderKey };
  await changeGroup(ownerAccount, (group) => withoutSettled(group, move), ports);
}

/**
 * Enters for a call that was said not to have run and has moved the line all the same, whoever is down by now: until it is found
 * healthy, no one else begins to move beside it.
 */
export async function enterAfterwards(item: RequestItem, ports: GroupPorts): Promise<void> {
  const { attempt } = item;
  const ownerAccount = attempt?.seen.ownerAccount;
  if (!attempt || ownerAccount === undefined || !needsEntry(nameOf(item), ports.settings.redundancyLock)) return;
  const entry = entryOf({ item, ownerAccount, side: attempt.previousParent }, attempt.id, ports);
  await changeGroup(ownerAccount, (group) => withFound(group, entry), ports);
}

/** Where others come in between each time, the sweep finds what is left. */
async function changeGroup(ownerAccount: string, next: (group: Group) => Group, ports: GroupPorts): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const read = await ports.ledger.readGroup(ownerAccount);
    const after = next(read);
    if (after === read || (await ports.ledger.setGroup(ownerAccount, read, after, dueAt(ports)))) return;
  }
}

/** @param behind the line that is in the way */
async function waitFor(group: Group, { item, ownerAccount }: Mine, behind: string, ports: GroupPorts): Promise<Apart> {
  const { pollIntervalMs } = ports.settings;
  const now = ports.clock();
  const asked = askToEnter(group, item.request.connectionId, now, pollIntervalMs);
  // Fairness only: who is not heard this time asks again.
  if (asked !== group) await ports.ledger.setGroup(ownerAccount, group, asked, dueAt(ports));
  return { kind: 'sleepUntil', cause: 'group', until: now + ASKS_AGAIN * pollIntervalMs, obstacle: behind };
}

/** What the line's last move has come to is read after the group. */
async function goesBack(group: Group, { request }: RequestItem, { ledger }: LookPorts): Promise<boolean> {
  const { connectionId, parentConnectionId: target } = request;
  if (!group.entries.some((entry) => entry.connectionId === connectionId)) return false;
  const { lastMovedBy, lastFrom } = await ledger.readConnection(connectionId);
  if (!lastMovedBy || lastFrom === undefined) return false;
  const read = await ledger.readVerification(lastMovedBy);
  const last = { request: formatKey(lastMovedBy), from: lastFrom };
  return mayGoBack(group, { connectionId, target }, last, read?.verification.verdict);
}

function entryOf({ item, side }: Mine, attemptId: string, { clock }: Pick<GroupPorts, 'clock'>): Entry {
  const { connectionId } = item.request;
  const ids = { connectionId, attemptId, request: formatKey(keyOf(item)), orderKey: item.orderKey };
  return { ...ids, side, ...nameOf(item), atMs: clock() };
}

function nameOf({ request: { redundancyGroup } }: RequestItem): Pick<Entry, 'name'> {
  return redundancyGroup === undefined ? {} : { name: redundancyGroup };
}

function rulesOf({ clock, settings }: Pick<GroupPorts, 'clock' | 'settings'>): Omit<EntryRules, 'isWayBack'> {
  return { lock: settings.redundancyLock, now: clock(), pollIntervalMs: settings.pollIntervalMs };
}

function dueAt({ clock, settings }: Pick<GroupPorts, 'clock' | 'settings'>): number {
  return clock() + settings.pollIntervalMs;
}
