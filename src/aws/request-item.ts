import type { Requests } from '../migration/ports/requests.ts';
import { json, number, text } from './attributes.ts';
import { ifReceived, ifWithoutOutcome } from './conditions.ts';
import { packed } from './packed.ts';
import {
  attemptAttributes,
  fresh,
  fromAttributes,
  historyEntry,
  requestPk,
  toAttributes,
} from './request-attributes.ts';
import type { Table } from './table.ts';

type RequestOperations =
  | 'claim'
  | 'read'
  | 'notePendingRejection'
  | 'standDown'
  | 'clearPendingRejection'
  | 'recordOutcome'
  | 'markPublished';

/** The ledger's reading and writing of `REQUEST#<tenant>#<requestId>`, from the claim (W1) to the outcome that is published (W4, W6). */
export function requestItem(table: Table): Pick<Requests, RequestOperations> {
  return {
    claim: (item) =>
      table.create(requestPk({ tenant: item.tenant, requestId: item.request.requestId }), toAttributes(item)),

    async read(key) {
      const attributes = await table.get(requestPk(key));
      return attributes && fromAttributes(attributes);
    },

    notePendingRejection: (key, read, pending) =>
      table.change(requestPk(key), {
        set: { pendingRejection: json(pending), fence: number(read.fence + 1) },
        ...ifReceived(read),
      }),

    standDown: (key, read) =>
      table.change(requestPk(key), { set: { fence: number(read.fence + 1) }, ...ifReceived(read) }),

    clearPendingRejection: (key, read) =>
      table.change(requestPk(key), { remove: ['pendingRejection'], ...ifReceived(read) }),

    async recordOutcome(key, from, { state, ended, event }, dueAtMs, entry) {
      const recorded = await table.changeAndRead(requestPk(key), {
        put: historyEntry(entry),
        set: {
          state: text(state),
          endedAtMs: number(ended.atMs),
          endedParent: ended.parent === null ? undefined : text(ended.parent),
          event: packed(event),
          eventId: text(event.eventId),
          ...('attempt' in from ? attemptAttributes(from.attempt) : {}),
          ...fresh(dueAtMs),
        },
        remove: ['pendingRejection', 'waitsFor', ...(ended.parent === null ? ['endedParent'] : [])],
        ...ifWithoutOutcome(from, state),
      });
      return recorded && fromAttributes(recorded);
    },

    markPublished: (key, eventId, final) =>
      table.change(requestPk(key), {
        set: { publishedEventId: text(eventId) },
        remove: ['waitsFor', ...(final ? ['due', 'dueAtMs'] : [])],
        condition: '#eventId = :eventId',
        values: { ':eventId': text(eventId) },
      }),
  };
}
