import type { OutcomeEvent } from '../contract/event.ts';
import type { MigrationRequest } from '../contract/request-schema.ts';
import { type HistoryEntry, inOrder, slotOf } from '../migration/model/history.ts';
import {
  type Attempt,
  formatKey,
  type PendingRejection,
  type RequestItem,
  type RequestKey,
  type State,
  type TransitioningPeriod,
} from '../migration/model/request-item.ts';
import type { WaitsFor } from '../migration/model/waits-for.ts';
import {
  type Attributes,
  json,
  number,
  optional,
  present,
  readJson,
  readNumber,
  readText,
  required,
  text,
} from './attributes.ts';
import type { ItemKey } from './item-key.ts';
import { packed, readPacked } from './packed.ts';
import { type Change, DUE } from './table.ts';

export function requestPk(key: RequestKey): ItemKey {
  return `REQUEST#${formatKey(key)}`;
}

/** The key of a request's item, or undefined for an item of another kind. */
export function parseRequestPk(pk: string): RequestKey | undefined {
  const [, tenant, requestId] = /^REQUEST#([^#]+)#([^#]+)$/.exec(pk) ?? [];
  return tenant === undefined || requestId === undefined ? undefined : { tenant, requestId };
}

export function toAttributes(item: RequestItem): Attributes {
  return present({
    tenant: text(item.tenant),
    request: json(item.request),
    fingerprint: text(item.fingerprint),
    orderKey: text(item.orderKey),
    messageId: text(item.messageId),
    traceparent: item.traceparent === undefined ? undefined : text(item.traceparent),
    state: text(item.state),
    attempts: number(item.attempts),
    callByMs: number(item.callByMs),
    // For the index.
    notAfterMs: item.request.notAfter === undefined ? undefined : number(Date.parse(item.request.notAfter)),
    fence: number(item.fence),
    postponements: number(item.postponements),
    history: { M: Object.fromEntries(item.history.map((entry) => [slotOf(entry), json(entry)])) },
    ...(item.dueAtMs === undefined ? {} : dueAttributes(item.dueAtMs)),
  });
}

export function fromAttributes(attributes: Attributes): RequestItem {
  const endedAtMs = readNumber(attributes, 'endedAtMs');
  return {
    tenant: required(readText(attributes, 'tenant'), 'tenant'),
    request: required(readJson<MigrationRequest>(attributes, 'request'), 'request'),
    fingerprint: required(readText(attributes, 'fingerprint'), 'fingerprint'),
    orderKey: required(readText(attributes, 'orderKey'), 'orderKey'),
    messageId: required(readText(attributes, 'messageId'), 'messageId'),
    state: required(readText(attributes, 'state'), 'state') as State,
    attempts: required(readNumber(attributes, 'attempts'), 'attempts'),
    callByMs: required(readNumber(attributes, 'callByMs'), 'callByMs'),
    fence: required(readNumber(attributes, 'fence'), 'fence'),
    postponements: required(readNumber(attributes, 'postponements'), 'postponements'),
    history: inOrder(readHistory(attributes)),
    ...optional('traceparent', readText(attributes, 'traceparent')),
    ...optional('attempt', readPacked<Attempt>(attributes, 'attempt')),
    ...optional('pendingRejection', readJson<PendingRejection>(attributes, 'pendingRejection')),
    ...optional('transitioning', readJson<TransitioningPeriod>(attributes, 'transitioning')),
    ...optional('event', readPacked<OutcomeEvent>(attributes, 'event')),
    ...optional('publishedEventId', readText(attributes, 'publishedEventId')),
    ...optional('dueAtMs', readNumber(attributes, 'dueAtMs')),
    ...optional('waitsFor', readJson<WaitsFor>(attributes, 'waitsFor')),
    ...(attributes.needsPlace?.BOOL ? { needsPlace: true } : {}),
    ...(endedAtMs === undefined
      ? {}
      : { ended: { atMs: endedAtMs, parent: readText(attributes, 'endedParent') ?? null } }),
  };
}

function readHistory({ history }: Attributes): HistoryEntry[] {
  const slots = Object.values(required(history?.M, 'history'));
  return slots.map(({ S }) => JSON.parse(required(S, 'history')) as HistoryEntry);
}

/** Puts an item into the index of what is due, for `reconcile`. */
function dueAttributes(dueAtMs: number): Attributes {
  return { due: text(DUE), dueAtMs: number(dueAtMs) };
}

/** The due time that a step sets, if it does: the item got on, so it is no longer postponed for ever longer. */
export function fresh(dueAtMs: number | undefined): Attributes {
  return dueAtMs === undefined ? {} : { ...dueAttributes(dueAtMs), postponements: number(0) };
}

export function attemptAttributes(attempt: Attempt): Attributes {
  return { attempt: packed(attempt), attemptId: text(attempt.id) };
}

export function historyEntry(entry: HistoryEntry): Change['put'] {
  return { map: 'history', slot: slotOf(entry), value: json(entry) };
}
