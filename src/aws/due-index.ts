import type { BacklogEntry, DueEntry, DueIndex } from '../migration/ports/due-index.ts';
import { type Attributes, json, number, readNumber, readText, text } from './attributes.ts';
import { fresh, fromAttributes, parseRequestPk, requestPk } from './request-attributes.ts';
import { DUE, type Table } from './table.ts';

/** Rows that `reconcile` reads at a time. `dispatch` reads as many as an answer holds: it wants to see all that wait. */
const PAGE = 100;

/** When a request's item is due, and the index of what is. */
export function dueIndex(table: Table): DueIndex {
  return {
    park: (key, { state, attempts }, { dueAtMs, wokenBy, needsPlace, waitsFor }) =>
      table.change(requestPk(key), {
        set: {
          ...fresh(dueAtMs),
          ...(wokenBy === 'dispatch' ? { due: text(backlogOf(key.tenant)) } : {}),
          ...(needsPlace ? { needsPlace: { BOOL: true } } : {}),
          waitsFor: json(waitsFor),
        },
        condition: '#state = :state AND #attempts = :attempts AND attribute_exists(#dueAtMs)',
        values: { ':state': text(state), ':attempts': number(attempts) },
      }),

    async postpone(key, dueAtMs, nextDueAtMs, postponements, waitsFor) {
      const postponed = await table.changeAndRead(requestPk(key), {
        set: {
          dueAtMs: number(nextDueAtMs),
          postponements: number(postponements),
          waitsFor: waitsFor && json(waitsFor),
        },
        condition: '#dueAtMs = :dueAtMs',
        values: { ':dueAtMs': number(dueAtMs) },
      });
      return postponed && fromAttributes(postponed);
    },

    noteWait: (key, { state, attempts, dueAtMs = 0 }, waitsFor) =>
      table.change(requestPk(key), {
        set: { waitsFor: json(waitsFor) },
        condition: '#state = :state AND #attempts = :attempts AND #dueAtMs = :dueAtMs',
        values: { ':state': text(state), ':attempts': number(attempts), ':dueAtMs': number(dueAtMs) },
      }),

    async due(now, next) {
      const page = await table.due(DUE, { to: now, next, limit: PAGE });
      return { ...page, items: page.items.flatMap(toDueEntry) };
    },

    async dueToCall(tenant, from, now, next) {
      const page = await table.due(backlogOf(tenant), { from, to: now, next });
      return { ...page, items: page.items.flatMap(toBacklogEntry) };
    },

    countDue: (now) => table.countDue(now),
  };
}

const BACKLOG = 'backlog#';

/** The partition of the index that has a tenant's requests for `dispatch`. */
function backlogOf(tenant: string): string {
  return `${BACKLOG}${tenant}`;
}

/** Whether a partition of the index has requests for `dispatch`. */
export function isBacklog(partition: string): boolean {
  return partition.startsWith(BACKLOG);
}

function toBacklogEntry(attributes: Attributes): BacklogEntry[] {
  const callByMs = readNumber(attributes, 'callByMs');
  if (callByMs === undefined) return [];
  const isOpenEnded = readNumber(attributes, 'notAfterMs') === undefined;
  return toDueEntry(attributes).map((entry) => ({ ...entry, callByMs, isOpenEnded }));
}

function toDueEntry(attributes: Attributes): DueEntry[] {
  const key = parseRequestPk(readText(attributes, 'pk') ?? '');
  const dueAtMs = readNumber(attributes, 'dueAtMs');
  return key && dueAtMs !== undefined
    ? [{ key, dueAtMs, postponements: readNumber(attributes, 'postponements') ?? 0 }]
    : [];
}
