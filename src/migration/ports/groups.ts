import type { Group } from '../groups/group.ts';

export interface GroupPage {
  ownerAccounts: string[];
  next?: string;
}

/** `GROUP#<owner account>`: which lines of an account may be down, and hold up others that must not be at the same time. */
export interface Groups {
  /** Of an account without an item, an empty one. */
  readGroup(ownerAccount: string): Promise<Group>;
  /** Replaces the group, if it is still as read; while anything is in it, it is due then. */
  setGroup(ownerAccount: string, read: Group, group: Group, dueAtMs: number): Promise<boolean>;
  /** Those that are due at `now` or before, oldest first; may lag behind the items. */
  dueGroups(now: number, next?: string): Promise<GroupPage>;
}
