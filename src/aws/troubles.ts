import type { Trouble } from '../migration/model/troubles.ts';
import type { Parents } from '../migration/ports/parents.ts';
import { json, number, optional, readJson, readNumber } from './attributes.ts';
import type { ItemKey } from './item-key.ts';
import type { Table } from './table.ts';

/** The ledger's writes to the troubles of `PARENT#<id>`. */
export function troubles(table: Table): Parents {
  return {
    async readTroubles(parentId) {
      const attributes = (await table.get(parentPk(parentId))) ?? {};
      return {
        list: readJson<Trouble[]>(attributes, 'troubles') ?? [],
        ...optional('forgottenUntilMs', readNumber(attributes, 'forgottenUntilMs')),
      };
    },

    setTroubles: (parentId, { list: read, forgottenUntilMs }, list) => {
      const isSame = read.length === 0 ? 'attribute_not_exists(#troubles)' : '#troubles = :read';
      const isNotForgotten =
        forgottenUntilMs === undefined ? 'attribute_not_exists(#forgottenUntilMs)' : '#forgottenUntilMs = :until';
      return table.change(parentPk(parentId), {
        set: { troubles: json(list) },
        condition: `${isSame} AND ${isNotForgotten}`,
        values: {
          ...(read.length === 0 ? {} : { ':read': json(read) }),
          ...(forgottenUntilMs === undefined ? {} : { ':until': number(forgottenUntilMs) }),
        },
      });
    },

    forgetTroubles: (parentId, untilMs) =>
      table.change(parentPk(parentId), {
        set: { forgottenUntilMs: number(untilMs) },
        remove: ['troubles'],
        condition: 'attribute_not_exists(#forgottenUntilMs) OR #forgottenUntilMs < :until',
        values: { ':until': number(untilMs) },
      }),
  };
}

function parentPk(parentId: string): ItemKey {
  return `PARENT#${parentId}`;
}
