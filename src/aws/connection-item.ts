import { formatKey } from '../migration/model/request-item.ts';
import type { ConnectionItem, Connections } from '../migration/ports/connections.ts';
import { type Attributes, number, optional, readNumber, readText, text } from './attributes.ts';
import type { ItemKey } from './item-key.ts';
import type { Table } from './table.ts';

const IS_FREE_OR_MINE = '(attribute_not_exists(#active) OR #active = :key)';
const IS_NEWER = '(attribute_not_exists(#lastOrderKey) OR #lastOrderKey < :orderKey)';

/** The ledger's writes to `CONNECTION#<id>`. */
export function connectionItem(table: Table): Connections {
  return {
    takeLock: (connectionId, key, orderKey, ownerAccount) =>
      table.change(connectionPk(connectionId), {
        set: { active: text(formatKey(key)), ownerAccount: text(ownerAccount) },
        condition: `${IS_FREE_OR_MINE} AND ${IS_NEWER}`,
        values: { ':key': text(formatKey(key)), ':orderKey': text(orderKey) },
      }),

    readConnection: async (connectionId) => toConnection((await table.get(connectionPk(connectionId))) ?? {}),

    releaseLock: (connectionId, key, last) =>
      table.change(connectionPk(connectionId), {
        set: last
          ? {
              lastOrderKey: text(last.lastOrderKey),
              lastParent: last.lastParent === null ? undefined : text(last.lastParent),
              lastOutcomeAtMs: number(last.lastOutcomeAtMs),
            }
          : {},
        remove: ['active', ...(last?.lastParent === null ? ['lastParent'] : [])],
        condition: '#active = :key',
        values: { ':key': text(formatKey(key)) },
      }),
  };
}

function connectionPk(connectionId: string): ItemKey {
  return `CONNECTION#${connectionId}`;
}

function toConnection(attributes: Attributes): ConnectionItem {
  const active = readText(attributes, 'active');
  const [tenant = '', requestId = ''] = active?.split('#') ?? [];
  return {
    ...(active === undefined ? {} : { active: { tenant, requestId } }),
    ...optional('ownerAccount', readText(attributes, 'ownerAccount')),
    ...optional('lastOrderKey', readText(attributes, 'lastOrderKey')),
    ...optional('lastParent', readText(attributes, 'lastParent')),
    ...optional('lastOutcomeAtMs', readNumber(attributes, 'lastOutcomeAtMs')),
  };
}
