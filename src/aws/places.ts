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

    takePlaceOfNewest: ({ tenant }, connectionId, orderKey) =>
      table.change(openPk(tenant, connectionId), {
        set: { newest: text(orderKey) },
        condition: 'attribute_not_exists(#newest) OR #newest <= :orderKey',
        values: { ':orderKey': text(orderKey) },
      }),

    readPlaces: async (tenant, connectionId) => (await table.get(openPk(tenant, connectionId)))?.open?.SS ?? [],

    leavePlace: ({ tenant, requestId }, connectionId) =>
      table.change(openPk(tenant, connectionId), {
        delete: { open: { SS: [requestId] } },
        condition: 'contains(#open, :id)',
        values: { ':id': text(requestId) },
      }),
  };
}

function openPk(tenant: string, connectionId: string): ItemKey {
  return `OPEN#${tenant}#${connectionId}`;
}
