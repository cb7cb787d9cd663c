import { EMPTY, type Group, isEmpty } from '../migration/groups/group.ts';
import type { Groups } from '../migration/ports/groups.ts';
import { type Attributes, json, number, readJson, readText, text } from './attributes.ts';
import { ifStill } from './conditions.ts';
import type { ItemKey } from './item-key.ts';
import type { Table } from './table.ts';

/** The partition of the index that has groups: requests and verifications have others. */
const GROUPS = 'groups';

/** Rows read at a time. */
const PAGE = 100;

/** The ledger's reading and writing of `GROUP#<owner account>`. */
export function groupItem(table: Table): Groups {
  return {
    readGroup: async (ownerAccount) => toGroup((await table.get(groupPk(ownerAccount))) ?? {}),

    setGroup: (ownerAccount, read, group, dueAtMs) =>
      table.change(groupPk(ownerAccount), {
        ...(isEmpty(group)
          ? { remove: ['group', 'due', 'dueAtMs'] }
          : { set: { group: json(group), due: text(GROUPS), dueAtMs: number(dueAtMs) } }),
        ...ifStill('group', isEmpty(read) ? undefined : json(read)),
      }),

    async dueGroups(now, next) {
      const { items, ...page } = await table.due(GROUPS, { to: now, next, limit: PAGE });
      return { ...page, ownerAccounts: items.flatMap(toOwnerAccount) };
    },
  };
}

const PREFIX = 'GROUP#';

export function groupPk(ownerAccount: string): ItemKey {
  return `${PREFIX}${ownerAccount}`;
}

/** The item as it is stored; of one that is not there, an empty group. */
export function toGroup(attributes: Attributes): Group {
  return readJson<Group>(attributes, 'group') ?? EMPTY;
}

function toOwnerAccount(attributes: Attributes): string[] {
  const pk = readText(attributes, 'pk') ?? '';
  return pk.startsWith(PREFIX) ? [pk.slice(PREFIX.length)] : [];
}
