import { type HistoryEntry, slotOf } from '../migration/history.ts';
import type { DueEntry, Ledger, SettleFrom, Settlement } from '../migration/ports.ts';
import type { Attempt, RequestKey } from '../migration/request-item.ts';
import { type Attributes, json, number, readNumber, readText, text } from './attributes.ts';
import { connectionItem } from './connection-item.ts';
import { controlItem } from './control-item.ts';
import { dueAttributes, fromAttributes, parseRequestPk, requestPk, toAttributes } from './request-attributes.ts';
import type { Change, Table } from './table.ts';

// The conditions, by name. Each guards one of the writes of docs/architecture.md.
const IS_RECEIVED = '#state = :received AND #attempts = :attempts';
const IS_CALLING = '#state = :calling AND #attemptId = :attemptId';
const IS_CALLED = '(#state = :calling OR #state = :held) AND #attemptId = :attemptId';

const RECEIVED = { ':received': text('RECEIVED') };
const CALLING = { ':calling': text('CALLING') };
const CALLED = { ...CALLING, ':held': text('HELD') };

/** The ledger over DynamoDB: the requests here, connections and control in files of their own. */
export function ledger(table: Table): Ledger {
  const change = (key: RequestKey, change: Change) => table.change(requestPk(key), change);
  return {
    ...connectionItem(table),
    ...controlItem(table),

    claim: (item) =>
      table.create(requestPk({ tenant: item.tenant, requestId: item.request.requestId }), toAttributes(item)),

    async read(key) {
      const attributes = await table.get(requestPk(key));
      return attributes && fromAttributes(attributes);
    },

    intend: (key, attempts, attempt, dueAt, entry) =>
      change(key, {
        put: historyEntry(entry),
        set: { state: text('CALLING'), attempts: number(attempts + 1), ...attemptAttributes(attempt), ...fresh(dueAt) },
        remove: ['refused'],
        condition: IS_RECEIVED,
        values: { ...RECEIVED, ':attempts': number(attempts) },
      }),

    reopen: (key, attempt, transitioningSince, dueAt, entry) =>
      change(key, {
        put: historyEntry(entry),
        set: {
          state: text('RECEIVED'),
          ...attemptAttributes(attempt),
          ...(transitioningSince === undefined ? {} : { transitioningSince: number(transitioningSince) }),
          ...fresh(dueAt),
        },
        remove: transitioningSince === undefined ? ['transitioningSince'] : [],
        condition: IS_CALLED,
        values: { ...CALLED, ':attemptId': text(attempt.id) },
      }),

    markUnclear: (key, attempt, dueAt, entry) =>
      change(key, {
        put: historyEntry(entry),
        set: {
          ...attemptAttributes({ ...attempt, unclear: true }),
          unclearAttemptId: text(attempt.id),
          ...fresh(dueAt),
        },
        condition: `${IS_CALLING} AND (attribute_not_exists(#unclearAttemptId) OR #unclearAttemptId <> :attemptId)`,
        values: { ...CALLING, ':attemptId': text(attempt.id) },
      }),

    unintend: (key, attempt, { attempts, attempt: previous }, dueAt, entry) =>
      change(key, {
        put: historyEntry(entry),
        set: {
          state: text('RECEIVED'),
          attempts: number(attempts),
          ...(previous && attemptAttributes(previous)),
          ...fresh(dueAt),
        },
        remove: previous ? [] : ['attempt', 'attemptId'],
        condition: IS_CALLING,
        values: { ...CALLING, ':attemptId': text(attempt.id) },
      }),

    settle: (key, from, { state, settled, event }, dueAt, entry) =>
      change(key, {
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
        ...settleCondition(from, state),
      }),

    told: (key, eventId, final) =>
      change(key, {
        set: { toldEventId: text(eventId) },
        remove: final ? ['due', 'dueAt'] : [],
        condition: '#eventId = :eventId',
        values: { ':eventId': text(eventId) },
      }),

    noteRefusal: (key, attempts, refused) =>
      change(key, {
        ...(refused ? { set: { refused: json(refused) } } : { remove: ['refused'] }),
        condition: IS_RECEIVED,
        values: { ...RECEIVED, ':attempts': number(attempts) },
      }),

    park: (key, state, attempts, dueAt) =>
      change(key, {
        set: fresh(dueAt),
        condition: '#state = :state AND #attempts = :attempts AND attribute_exists(#dueAt)',
        values: { ':state': text(state), ':attempts': number(attempts) },
      }),

    push: (key, dueAt, nextDueAt, pushes) =>
      change(key, {
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

function attemptAttributes(attempt: Attempt): Attributes {
  return { attempt: json(attempt), attemptId: text(attempt.id) };
}

function historyEntry(entry: HistoryEntry): Change['put'] {
  return { map: 'history', slot: slotOf(entry), value: json(entry) };
}

/** The due time that a step sets: the item got on, so it is no longer put off for ever longer. */
function fresh(dueAt: number): Attributes {
  return { ...dueAttributes(dueAt), pushes: number(0) };
}

function settleCondition(from: SettleFrom, state: Settlement['state']): Pick<Change, 'condition' | 'values'> {
  if (!('attempt' in from))
    return { condition: IS_RECEIVED, values: { ...RECEIVED, ':attempts': number(from.attempts) } };
  const attemptId = { ':attemptId': text(from.attempt.id) };
  // Held once an attempt: a second time would tell its event with another time.
  return state === 'HELD'
    ? { condition: IS_CALLING, values: { ...CALLING, ...attemptId } }
    : { condition: IS_CALLED, values: { ...CALLED, ...attemptId } };
}

function toDueEntry(attributes: Attributes): DueEntry[] {
  const key = parseRequestPk(readText(attributes, 'pk') ?? '');
  const dueAt = readNumber(attributes, 'dueAt');
  return key && dueAt !== undefined ? [{ key, dueAt, pushes: readNumber(attributes, 'pushes') ?? 0 }] : [];
}
