import type { Places } from '../migration/ports/places.ts';
import { number, text } from './attributes.ts';
import type { ItemKey } from './item-key.ts';
import type { Table } from './table.ts';

/** The ledger's writes to `OPEN#<tenant>#<connectionId>`. */
export function places(table: Table): Places {
  return {
    takePlace: ({ tenant, requestId }, connectionId, most) =>
      table.change(openPk(tenant, connectionId), {
        add: { open: { SS: [requestId] } },
        condition: 'attribute_not_exists(#open) OR contains(#open, :id) OR size(#open) < :most',
        values: { ':id': text(requestId), ':most': number(most) },
      }),

    takePlaceOfNewest: ({ tenant, requestId }, connectionId, orderKey) =>
      table.change(openPk(tenant, connectionId), {
        set: { newest: text(orderKey), newestId: text(requestId) },
        condition: 'attribute_not_exists(#newest) OR #newest < :orderKey OR #newestId = :id',
        values: { ':orderKey': text(orderKey), ':id': text(requestId) },
      }),

    async readPlaces(tenant, connectionId) {
      const { open, newestId } = (await table.get(openPk(tenant, connectionId))) ?? {};
      return [...(open?.SS ?? []), ...(newestId?.S === undefined ? [] : [newestId.S])];
    },

    leavePlace: ({ tenant, requestId }, connectionId) =>
      table.change(openPk(tenant, connectionId), {
        delete: { open: { SS: [requestId] } },
        condition: 'contains(#open, :id)',
        values: { ':id': text(requestId) },
      }),

    leavePlaceOfNewest: ({ tenant, requestId }, connectionId) =>
      table.change(openPk(tenant, connectionId), {
        remove: ['newest', 'newestId'],
        condition: '#newestId = :id',
        values: { ':id': text(requestId) },
      }),
  };
}

function openPk(tenant: string, connectionId: string): ItemKey {
  return `OPEN#${tenant}#${connectionId}`;
}
