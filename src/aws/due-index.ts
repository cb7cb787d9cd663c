import type { DueEntry, DueIndex } from '../migration/ports/due-index.ts';
import { type Attributes, number, readNumber, readText, text } from './attributes.ts';
import { dueAttributes, fresh, parseRequestPk, requestPk } from './request-attributes.ts';
import type { Table } from './table.ts';

/** When a request's item is due, and the index of what is. */
export function dueIndex(table: Table): DueIndex {
  return {
    park: (key, state, attempts, dueAtMs) =>
      table.change(requestPk(key), {
        set: fresh(dueAtMs),
        condition: '#state = :state AND #attempts = :attempts AND attribute_exists(#dueAtMs)',
        values: { ':state': text(state), ':attempts': number(attempts) },
      }),

    postpone: (key, dueAtMs, nextDueAtMs, postponements) =>
      table.change(requestPk(key), {
        set: { ...dueAttributes(nextDueAtMs), postponements: number(postponements) },
        condition: '#dueAtMs = :dueAtMs',
        values: { ':dueAtMs': number(dueAtMs) },
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
  const dueAtMs = readNumber(attributes, 'dueAtMs');
  return key && dueAtMs !== undefined
    ? [{ key, dueAtMs, postponements: readNumber(attributes, 'postponements') ?? 0 }]
    : [];
}
