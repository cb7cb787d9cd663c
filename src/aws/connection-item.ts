import { formatKey, type RequestKey } from '../migration/model/request-item.ts';
import type { ConnectionItem, Connections } from '../migration/ports/connections.ts';
import { type Attributes, number, optional, readNumber, readText, text } from './attributes.ts';
import type { ItemKey } from './item-key.ts';
import type { Table } from './table.ts';

const IS_FREE_OR_MINE = '(attribute_not_exists(#active) OR (#active = :key AND #activeFence <= :fence))';
const IS_NEWER = '(attribute_not_exists(#lastOrderKey) OR #lastOrderKey < :orderKey)';

/** The ledger's writes to `CONNECTION#<id>`. */
export function connectionItem(table: Table): Connections {
  return {
    async takeLock(connectionId, key, { orderKey, fence, ownerAccount }) {
      const taken = await table.changeAndRead(connectionPk(connectionId), {
        set: { active: text(formatKey(key)), activeFence: number(fence), ownerAccount: text(ownerAccount) },
        condition: `${IS_FREE_OR_MINE} AND ${IS_NEWER}`,
        values: { ':key': text(formatKey(key)), ':fence': number(fence), ':orderKey': text(orderKey) },
      });
      return taken && toConnection(taken);
    },

    readConnection: async (connectionId) => toConnection((await table.get(connectionPk(connectionId))) ?? {}),

    yieldLock: (connectionId, key, fence) =>
      table.change(connectionPk(connectionId), {
        remove: ['active', 'activeFence'],
        condition: '#active = :key AND #activeFence = :fence',
        values: { ':key': text(formatKey(key)), ':fence': number(fence) },
      }),

    releaseLock: (connectionId, key, last) =>
      table.change(connectionPk(connectionId), {
        set: last
          ? {
              lastOrderKey: text(last.lastOrderKey),
              lastParent: last.lastParent === null ? undefined : text(last.lastParent),
              lastOutcomeAtMs: number(last.lastOutcomeAtMs),
              ...(last.lastFrom === undefined
                ? {}
                : { lastMovedBy: text(formatKey(key)), lastFrom: text(last.lastFrom) }),
            }
          : {},
        remove: ['active', 'activeFence', ...(last?.lastParent === null ? ['lastParent'] : [])],
        condition: '#active = :key',
        values: { ':key': text(formatKey(key)) },
      }),
  };
}

export function connectionPk(connectionId: string): ItemKey {
  return `CONNECTION#${connectionId}`;
}

/** The item as it is stored; of one that is not there, an empty one. */
export function toConnection(attributes: Attributes): ConnectionItem {
  return {
    ...optional('active', readKey(attributes, 'active')),
    ...optional('activeFence', readNumber(attributes, 'activeFence')),
    ...optional('ownerAccount', readText(attributes, 'ownerAccount')),
    ...optional('lastOrderKey', readText(attributes, 'lastOrderKey')),
    ...optional('lastParent', readText(attributes, 'lastParent')),
    ...optional('lastOutcomeAtMs', readNumber(attributes, 'lastOutcomeAtMs')),
    ...optional('lastMovedBy', readKey(attributes, 'lastMovedBy')),
    ...optional('lastFrom', readText(attributes, 'lastFrom')),
  };
}

function readKey(attributes: Attributes, name: string): RequestKey | undefined {
  const [tenant = '', requestId = ''] = readText(attributes, name)?.split('#') ?? [];
  return tenant === '' ? undefined : { tenant, requestId };
}
