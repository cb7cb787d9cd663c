import { EMPTY, type Group, isEmpty } from '../../src/migration/groups/group.ts';
import type { Groups } from '../../src/migration/ports/groups.ts';
import { copy } from './copy.ts';
import { MemoryPlaces } from './memory-places.ts';

/** The redundancy groups of the ledger in memory. */
export class MemoryGroups extends MemoryPlaces implements Groups {
  readonly groups = new Map<string, { group: Group; dueAtMs: number }>();

  readGroup: Groups['readGroup'] = async (ownerAccount) => copy(this.groups.get(ownerAccount)?.group ?? EMPTY);

  setGroup: Groups['setGroup'] = async (ownerAccount, read, group, dueAtMs) => {
    const stored = this.groups.get(ownerAccount)?.group ?? EMPTY;
    if (JSON.stringify(stored) !== JSON.stringify(read)) return false;
    if (isEmpty(group)) this.groups.delete(ownerAccount);
    else this.groups.set(ownerAccount, { group: copy(group), dueAtMs });
    return true;
  };

  dueGroups: Groups['dueGroups'] = async (now) => {
    const due = [...this.groups].filter(([, { dueAtMs }]) => dueAtMs <= now);
    const ownerAccounts = due.toSorted(([, a], [, b]) => a.dueAtMs - b.dueAtMs).map(([ownerAccount]) => ownerAccount);
    return { ownerAccounts };
  };
}
