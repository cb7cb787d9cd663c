import { type HistoryEntry, slotOf } from '../migration/history.ts';
import type {
  Circuit,
  ConnectionItem,
  ControlItem,
  DueEntry,
  Ledger,
  PauseChange,
  SettleFrom,
  Settlement,
} from '../migration/ports.ts';
import { type Attempt, formatKey, type RequestKey } from '../migration/request-item.ts';
import { type Attributes, json, number, readJson, readNumber, readText, text } from './attributes.ts';
import { dueAttributes, fromAttributes, parseRequestPk, requestPk, toAttributes } from './request-attributes.ts';
import type { Change, Table } from './table.ts';

const CONTROL = 'CONTROL';

// The conditions, by name. Each guards one of the writes of docs/architecture.md.
const IS_RECEIVED = '#state = :received AND #attempts = :attempts';
const IS_CALLING = '#state = :calling AND #attemptId = :attemptId';
const IS_CALLED = '(#state = :calling OR #state = :held) AND #attemptId = :attemptId';
const IS_FREE_OR_MINE = '(attribute_not_exists(#active) OR #active = :key)';
const IS_NEWER = '(attribute_not_exists(#lastRequestedAt) OR #lastRequestedAt < :requestedAt)';

const RECEIVED = { ':received': text('RECEIVED') };
const CALLING = { ':calling': text('CALLING') };
const CALLED = { ...CALLING, ':held': text('HELD') };

/** The ledger over DynamoDB. */
export function ledger(table: Table): Ledger {
  const change = (key: RequestKey, change: Change) => table.change(requestPk(key), change);
  return {
    claim: (item) =>
      table.create(requestPk({ tenant: item.tenant, requestId: item.request.requestId }), toAttributes(item)),

    async read(key) {
      const attributes = await table.get(requestPk(key));
      return attributes && fromAttributes(attributes);
    },

    take: (connectionId, key, requestedAt, ownerAccount) =>
      table.change(connectionPk(connectionId), {
        set: { active: text(formatKey(key)), ownerAccount: text(ownerAccount) },
        condition: `${IS_FREE_OR_MINE} AND ${IS_NEWER}`,
        values: { ':key': text(formatKey(key)), ':requestedAt': text(requestedAt) },
      }),

    readConnection: async (connectionId) => toConnection((await table.get(connectionPk(connectionId))) ?? {}),

    intend: (key, attempts, attempt, dueAt, entry) =>
      change(key, {
        put: historyEntry(entry),
        set: { state: text('CALLING'), attempts: number(attempts + 1), ...attemptAttributes(attempt), ...fresh(dueAt) },
        remove: ['refused'],
        condition: IS_RECEIVED,
        values: { ...RECEIVED, ':attempts': number(attempts) },
      }),

    withdraw: (key, attempt, transitioningSince, dueAt, entry) =>
      change(key, {
        put: historyEntry(entry),
        set: {
          state: text('RECEIVED'),
          ...attemptAttributes(attempt),
          transitioningSince: transitioningSince === undefined ? undefined : number(transitioningSince),
          ...fresh(dueAt),
        },
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

    release: (connectionId, key, last) =>
      table.change(connectionPk(connectionId), {
        set: last
          ? {
              lastRequestedAt: text(last.lastRequestedAt),
              lastParent: last.lastParent === null ? undefined : text(last.lastParent),
              lastOutcomeAt: number(last.lastOutcomeAt),
            }
          : {},
        remove: ['active', ...(last?.lastParent === null ? ['lastParent'] : [])],
        condition: '#active = :key',
        values: { ':key': text(formatKey(key)) },
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

    setPaused: ({ paused, ...change }) =>
      table.change(CONTROL, {
        set: { paused: { BOOL: paused }, pauseChange: json(change) },
        // Before the first pause there is nothing to resume.
        condition: paused ? 'attribute_not_exists(#paused) OR #paused = :was' : '#paused = :was',
        values: { ':was': { BOOL: !paused } },
      }),

    readControl: async () => toControl((await table.get(CONTROL)) ?? {}),

    setCircuit: (read, circuit) =>
      table.change(CONTROL, {
        ...(circuit ? { set: { circuit: json(circuit) } } : { remove: ['circuit'] }),
        condition: read ? '#circuit = :read' : 'attribute_not_exists(#circuit)',
        ...(read ? { values: { ':read': json(read) } } : {}),
      }),

    startMinute: (minute) =>
      table.change(CONTROL, {
        set: { callMinute: number(minute), calls: number(1) },
        condition: 'attribute_not_exists(#callMinute) OR #callMinute < :minute',
        values: { ':minute': number(minute) },
      }),

    countCall: (minute, limit) =>
      table.change(CONTROL, {
        add: { calls: number(1) },
        condition: '#callMinute = :minute AND #calls < :limit',
        values: { ':minute': number(minute), ':limit': number(limit) },
      }),
  };
}

function connectionPk(connectionId: string): string {
  return `CONNECTION#${connectionId}`;
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

function toConnection(attributes: Attributes): ConnectionItem {
  const active = readText(attributes, 'active');
  const [tenant = '', requestId = ''] = active?.split('#') ?? [];
  const ownerAccount = readText(attributes, 'ownerAccount');
  const lastRequestedAt = readText(attributes, 'lastRequestedAt');
  const lastParent = readText(attributes, 'lastParent');
  const lastOutcomeAt = readNumber(attributes, 'lastOutcomeAt');
  return {
    ...(active === undefined ? {} : { active: { tenant, requestId } }),
    ...(ownerAccount === undefined ? {} : { ownerAccount }),
    ...(lastRequestedAt === undefined ? {} : { lastRequestedAt }),
    ...(lastParent === undefined ? {} : { lastParent }),
    ...(lastOutcomeAt === undefined ? {} : { lastOutcomeAt }),
  };
}

function toControl(attributes: Attributes): ControlItem {
  const circuit = readJson<Circuit>(attributes, 'circuit');
  const paused = attributes.paused?.BOOL === true;
  const change = readJson<Omit<PauseChange, 'paused'>>(attributes, 'pauseChange');
  const minute = readNumber(attributes, 'callMinute');
  return {
    paused,
    ...(change ? { lastChange: { paused, ...change } } : {}),
    ...(circuit ? { circuit } : {}),
    ...(minute === undefined ? {} : { pace: { minute, calls: readNumber(attributes, 'calls') ?? 0 } }),
  };
}

function toDueEntry(attributes: Attributes): DueEntry[] {
  const key = parseRequestPk(readText(attributes, 'pk') ?? '');
  const dueAt = readNumber(attributes, 'dueAt');
  return key && dueAt !== undefined ? [{ key, dueAt, pushes: readNumber(attributes, 'pushes') ?? 0 }] : [];
}
