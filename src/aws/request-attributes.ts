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
import { type Change, DUE } from './table.ts';

const PREFIX = 'REQUEST#';

export function requestPk(key: RequestKey): string {
  return PREFIX + formatKey(key);
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
    messageId: text(item.messageId),
    traceparent: item.traceparent === undefined ? undefined : text(item.traceparent),
    state: text(item.state),
    attempts: number(item.attempts),
    pushes: number(item.pushes),
    history: { M: Object.fromEntries(item.history.map((entry) => [slotOf(entry), json(entry)])) },
    ...(item.dueAt === undefined ? {} : dueAttributes(item.dueAt)),
  });
}

export function fromAttributes(attributes: Attributes): RequestItem {
  const settledAt = readNumber(attributes, 'settledAt');
  return {
    tenant: required(readText(attributes, 'tenant'), 'tenant'),
    request: required(readJson<MigrationRequest>(attributes, 'request'), 'request'),
    fingerprint: required(readText(attributes, 'fingerprint'), 'fingerprint'),
    messageId: required(readText(attributes, 'messageId'), 'messageId'),
    state: required(readText(attributes, 'state'), 'state') as State,
    attempts: required(readNumber(attributes, 'attempts'), 'attempts'),
    pushes: required(readNumber(attributes, 'pushes'), 'pushes'),
    history: inOrder(readHistory(attributes)),
    ...optional('traceparent', readText(attributes, 'traceparent')),
    ...optional('attempt', readJson<Attempt>(attributes, 'attempt')),
    ...optional('refused', readJson<PendingRejection>(attributes, 'refused')),
    ...optional('transitioning', readJson<TransitioningPeriod>(attributes, 'transitioning')),
    ...optional('event', readJson<OutcomeEvent>(attributes, 'event')),
    ...optional('toldEventId', readText(attributes, 'toldEventId')),
    ...optional('dueAt', readNumber(attributes, 'dueAt')),
    ...(settledAt === undefined
      ? {}
      : { settled: { at: settledAt, parent: readText(attributes, 'settledParent') ?? null } }),
  };
}

function readHistory({ history }: Attributes): HistoryEntry[] {
  const slots = Object.values(required(history?.M, 'history'));
  return slots.map(({ S }) => JSON.parse(required(S, 'history')) as HistoryEntry);
}

/** Puts an item into the index of what is due. */
export function dueAttributes(dueAt: number): Attributes {
  return { due: text(DUE), dueAt: number(dueAt) };
}

/** The due time that a step sets: the item got on, so it is no longer put off for ever longer. */
export function fresh(dueAt: number): Attributes {
  return { ...dueAttributes(dueAt), pushes: number(0) };
}

export function attemptAttributes(attempt: Attempt): Attributes {
  return { attempt: json(attempt), attemptId: text(attempt.id) };
}

export function historyEntry(entry: HistoryEntry): Change['put'] {
  return { map: 'history', slot: slotOf(entry), value: json(entry) };
}
