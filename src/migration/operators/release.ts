import type { Entry, Group } from '../groups/group.ts';
import { mayRelease, withRelease } from '../groups/leave.ts';
import { isFull, MOST_NOTICES, withReleaseNotice } from '../model/notices.ts';
import { parseKey } from '../model/request-item.ts';
import type { Person } from '../model/transition.ts';
import type { ControlPorts } from './control.ts';

/** A line of an account is to hold up its other lines no more. */
export type ReleaseCommand = { action: 'release'; ownerAccount: string; connectionId: string } & Person;

/** Others may write the same; what they wrote is read. */
const TRIES = 10;

/**
 * Marks what a line holds up others by: it goes on to count for the line's own way back. Stored with the event that tells of it.
 *
 * @returns whether anything was changed, or why the command is declined
 */
export async function release(command: ReleaseCommand, ports: ControlPorts): Promise<boolean | { declined: string }> {
  const { ledger, clock, log } = ports;
  const { ownerAccount, connectionId, by, why } = command;
  for (let tries = 0; tries < TRIES; tries++) {
    const group = await ledger.readGroup(ownerAccount);
    const mine = group.entries.filter((entry) => entry.connectionId === connectionId && !entry.released);
    if (mine.length === 0) return false;
    const declined = await whyNot(group, mine, ports);
    if (declined !== undefined) return { declined };
    const atMs = clock();
    const marked = mine.reduce((all, { attemptId }) => withRelease(all, attemptId, { by, why, atMs }), group);
    const data = { ownerAccount, connectionId, serviceVersion: ports.serviceVersion };
    const next = { ...marked, notices: withReleaseNotice(group.notices, atMs, data) };
    if (!(await ledger.setGroup(ownerAccount, group, next, atMs))) continue;
    log('released', { connectionId, by, why });
    return true;
  }
  throw new Error(`GROUP#${ownerAccount} was changed by others ${TRIES} times before the command could be carried out`);
}

/** Each request is read after the group. */
async function whyNot(
  group: Group,
  mine: readonly Entry[],
  { ledger }: Pick<ControlPorts, 'ledger'>,
): Promise<string | undefined> {
  for (const entry of mine) {
    const item = await ledger.read(parseKey(entry.request));
    const facts = item ? { state: item.state, ...(item.attempt && { attemptId: item.attempt.id }) } : {};
    if (!mayRelease(entry, facts)) return `${entry.request} may be calling for it now: try again in a minute`;
  }
  if (isFull(group.notices)) return `${MOST_NOTICES} releases are still to be told to others: try again in a minute`;
  return undefined;
}
