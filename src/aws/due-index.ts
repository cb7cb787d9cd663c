import type { DueEntry, DueIndex } from '../migration/ports/due-index.ts';
import { type Attributes, number, readNumber, readText, text } from './attributes.ts';
import { dueAttributes, fresh, parseRequestPk, requestPk } from './request-attributes.ts';
import type { Table } from './table.ts';

/** When a request's item is due, and the index of what is. */
export function dueIndex(table: Table): DueIndex {
  return {
    park: (key, state, attempts, dueAt) =>
      table.change(requestPk(key), {
        set: fresh(dueAt),
        condition: '#state = :state AND #attempts = :attempts AND attribute_exists(#dueAt)',
        values: { ':state': text(state), ':attempts': number(attempts) },
      }),

    postpone: (key, dueAt, nextDueAt, pushes) =>
      table.change(requestPk(key), {
        set: { ...dueAttributes(nextDueAt), pushes: number(pushes) },
        condition: '#dueAt = :dueAt',
        values: { ':dueAt': number(dueAt) },
      }),

    async due(now, next) {
      const page = await table.due(now, next);
      return { ...page, items: page.items.flatMap(toDueEntry) };
    },

    countDue: (now) => table.countDue(now),
  };
}

function toDueEntry(attributes: Attributes): DueEntry[] {
  const key = parseRequestPk(readText(attributes, 'pk') ?? '');
  const dueAt = readNumber(attributes, 'dueAt');
  return key && dueAt !== undefined ? [{ key, dueAt, pushes: readNumber(attributes, 'pushes') ?? 0 }] : [];
}
