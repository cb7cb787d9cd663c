import { type Notice, stillUntold } from '../model/notices.ts';
import { publishAll } from '../operators/publish-notices.ts';
import type { ReconcilePorts } from '../ports/ports.ts';
import type { Group } from './group.ts';

/** The lines of one owner share an item: others may write it in between. */
const TRIES = 10;

/** Publishes the releases that no one was told yet: the outbox of `control`. What fails is published in the next run. */
export async function tellReleases(
  ownerAccount: string,
  notices: readonly Notice[],
  ports: ReconcilePorts,
): Promise<void> {
  const { ledger, clock } = ports;
  const published = await publishAll(notices, ports);
  for (let tries = 0; tries < TRIES; tries++) {
    const read = await ledger.readGroup(ownerAccount);
    const after = withoutPublished(read, published);
    if (after === read || (await ledger.setGroup(ownerAccount, read, after, clock()))) return;
  }
}

/** The same group where none of them is in it. */
function withoutPublished(group: Group, published: ReadonlySet<string>): Group {
  const { notices = [], ...rest } = group;
  const untold = stillUntold(notices, published);
  if (untold.length === notices.length) return group;
  return untold.length > 0 ? { ...rest, notices: untold } : rest;
}
