import type { Requests } from '../migration/ports/requests.ts';
import { json, number, text } from './attributes.ts';
import { ifCalled, ifCalling, ifNotUnclear, ifReceived } from './conditions.ts';
import { attemptAttributes, fresh, historyEntry, requestPk } from './request-attributes.ts';
import type { Table } from './table.ts';

type AttemptWrites = 'intend' | 'revokeIntent' | 'markUnclear' | 'reopen';

/** The ledger's writes to a request's item about one call: that it will be made (W3), and what became of it but for an outcome. */
export function attempts(table: Table): Pick<Requests, AttemptWrites> {
  return {
    intend: (key, read, attempt, dueAtMs, entry) =>
      table.change(requestPk(key), {
        put: historyEntry(entry),
        set: {
          state: text('CALLING'),
          attempts: number(read.attempts + 1),
          ...attemptAttributes(attempt),
          ...fresh(dueAtMs),
        },
        remove: ['pendingRejection', 'waitsFor'],
        ...ifReceived(read),
      }),

    revokeIntent: (key, attempt, { attempts, attempt: previous, waitsFor }, dueAtMs, entry) =>
      table.change(requestPk(key), {
        put: historyEntry(entry),
        set: {
          state: text('RECEIVED'),
          attempts: number(attempts),
          ...(previous && attemptAttributes(previous)),
          waitsFor: waitsFor && json(waitsFor),
          ...fresh(dueAtMs),
        },
        remove: [...(previous ? [] : ['attempt', 'attemptId']), ...(waitsFor ? [] : ['waitsFor'])],
        ...ifCalling(attempt.id),
      }),

    markUnclear: (key, attempt, dueAtMs, entry, waitsFor) =>
      table.change(requestPk(key), {
        put: historyEntry(entry),
        set: {
          ...attemptAttributes({ ...attempt, unclear: true }),
          unclearAttemptId: text(attempt.id),
          waitsFor: json(waitsFor),
          ...fresh(dueAtMs),
        },
        ...ifNotUnclear(attempt.id),
      }),

    reopen: (key, attempt, transitioning, dueAtMs, entry, waitsFor) =>
      table.change(requestPk(key), {
        put: historyEntry(entry),
        set: {
          state: text('RECEIVED'),
          ...attemptAttributes(attempt),
          transitioning: transitioning && json(transitioning),
          waitsFor: waitsFor && json(waitsFor),
          ...fresh(dueAtMs),
        },
        remove: [...(transitioning ? [] : ['transitioning']), ...(waitsFor ? [] : ['waitsFor'])],
        ...ifCalled(attempt.id),
      }),
  };
}
