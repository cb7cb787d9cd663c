import type { Requests } from '../migration/ports/requests.ts';
import { json, number, text } from './attributes.ts';
import { ifReceived, ifUnsettled } from './conditions.ts';
import {
  attemptAttributes,
  fresh,
  fromAttributes,
  historyEntry,
  requestPk,
  toAttributes,
} from './request-attributes.ts';
import type { Table } from './table.ts';

type RequestOperations = 'claim' | 'read' | 'notePendingRejection' | 'recordOutcome' | 'markPublished';

/** The ledger's reading and writing of `REQUEST#<tenant>#<requestId>`, from the claim (W1) to the outcome that is told (W4, W6). */
export function requestItem(table: Table): Pick<Requests, RequestOperations> {
  return {
    claim: (item) =>
      table.create(requestPk({ tenant: item.tenant, requestId: item.request.requestId }), toAttributes(item)),

    async read(key) {
      const attributes = await table.get(requestPk(key));
      return attributes && fromAttributes(attributes);
    },

    notePendingRejection: (key, attempts, refused) =>
      table.change(requestPk(key), {
        ...(refused ? { set: { refused: json(refused) } } : { remove: ['refused'] }),
        ...ifReceived(attempts),
      }),

    recordOutcome: (key, from, { state, settled, event }, dueAt, entry) =>
      table.change(requestPk(key), {
        put: historyEntry(entry),
        set: {
          state: text(state),
          settledAt: number(settled.at),
          settledParent: settled.parent === null ? undefined : text(settled.parent),
          event: json(event),
          eventId: text(event.eventId),
          ...('attempt' in from ? attemptAttributes(from.attempt) : {}),
          ...fresh(dueAt),
        },
        remove: ['refused', ...(settled.parent === null ? ['settledParent'] : [])],
        ...ifUnsettled(from, state),
      }),

    markPublished: (key, eventId, final) =>
      table.change(requestPk(key), {
        set: { toldEventId: text(eventId) },
        remove: final ? ['due', 'dueAt'] : [],
        condition: '#eventId = :eventId',
        values: { ':eventId': text(eventId) },
      }),
  };
}
