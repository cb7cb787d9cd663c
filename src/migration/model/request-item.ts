import type { ConnectionRecord } from '../../contract/connection-record.ts';
import type { OutcomeEvent } from '../../contract/event.ts';
import type { Reason, ReasonCode } from '../../contract/reason.ts';
import type { MigrationRequest } from '../../contract/request-schema.ts';
import type { HistoryEntry } from './history.ts';
import { LedgerError } from './ledger-error.ts';
import type { WaitsFor } from './waits-for.ts';

export interface RequestKey {
  tenant: string;
  requestId: string;
}

/** A request's state in the ledger. The diagram stands in advance.ts. */
export type State = 'RECEIVED' | 'CALLING' | 'HELD' | FinalState;
export type FinalState = 'MIGRATED' | 'FAILED' | 'REJECTED' | 'PLANNED';

/** One call of AssociateHostedConnection, written down before it is made. Times in milliseconds since the epoch. */
export interface Attempt {
  id: string;
  startedAtMs: number;
  /** When Direct Connect answered; absent if it never did, or no one lived to see it. */
  finishedAtMs?: number;
  awsRequestId?: string;
  /** The answer is known to be missing or not to say what happened. */
  unclear?: boolean;
  /**
   * Direct Connect's refusal, of a request that had called before. It may refuse because that earlier call has moved the
   * line, whatever its answer said: the refusal counts once an observation shows that it has not.
   */
  refusal?: Reason;
  /** Where the connection was just before the call, and its record then. */
  previousParent: string;
  seen: ConnectionRecord;
}

/** A rejection that rests on an observation and waits for a second one to agree. */
export interface PendingRejection {
  code: ReasonCode;
  sinceMs: number;
}

/** How long Direct Connect has answered that the connection is in a transitioning state. In milliseconds since the epoch. */
export interface TransitioningPeriod {
  sinceMs: number;
  /** The last of those answers. */
  lastMs: number;
  answers: number;
}

/** How a request ended, as W5 needs it: when, and where the connection was then as far as is known. */
export interface Ended {
  atMs: number;
  parent: string | null;
}

/** `REQUEST#<tenant>#<requestId>` in the ledger. */
export interface RequestItem {
  tenant: string;
  request: MigrationRequest;
  fingerprint: string;
  /** Its place among the requests for its connection (orderKeyOf), as of the message that was claimed: no later one changes it. */
  orderKey: string;
  /** SQS message id of the first delivery. */
  messageId: string;
  traceparent?: string;
  state: State;
  /** Calls made or possibly made. */
  attempts: number;
  /**
   * A fencing token: counts how often the request has given its lock up to wait. Whoever read it before has no lock any more,
   * and writes nothing that needs one.
   */
  fence: number;
  /** The last of them. */
  attempt?: Attempt;
  pendingRejection?: PendingRejection;
  transitioning?: TransitioningPeriod;
  ended?: Ended;
  /** The event to publish, and the id of the last one that the bus accepted. */
  event?: OutcomeEvent;
  publishedEventId?: string;
  /** The end of its change window or, without one, a day after its arrival: who waits for a turn is taken in this order. */
  callByMs: number;
  /** When `reconcile` or `dispatch` takes it up; absent once a final outcome is published. */
  dueAtMs?: number;
  /** It has waited, and is worked on again only with one of its tenant's places for its connection (place.ts). */
  needsPlace?: true;
  /** As it was last found; absent until it first waits, and again once it gets on. */
  waitsFor?: WaitsFor;
  /** How often it was taken up, and postponed for that, since it last got on. */
  postponements: number;
  /** Oldest first; of many attempts only the last ones are kept. */
  history: HistoryEntry[];
}

/** What must not have changed since a RECEIVED request was read, for what was decided of it to be written. */
export type AsRead = Pick<RequestItem, 'attempts' | 'fence'>;

export function keyOf(item: RequestItem): RequestKey {
  return { tenant: item.tenant, requestId: item.request.requestId };
}

/** The attempt of an item that is calling or held. Every such item has one: W3 writes both together. */
export function attemptOf(item: RequestItem): Attempt {
  if (!item.attempt) throw new LedgerError(nameOf(keyOf(item)), `is ${item.state} without an attempt`);
  return item.attempt;
}

/** The key as one text, as the ledger stores it. Neither part can contain the separator. */
export function formatKey({ tenant, requestId }: RequestKey): string {
  return `${tenant}#${requestId}`;
}

/** The key of formatKey. */
export function parseKey(text: string): RequestKey {
  const [tenant = '', requestId = ''] = text.split('#');
  const key = { tenant, requestId };
  if (formatKey(key) !== text) throw new Error('an entry names no request');
  return key;
}

/** A request's item in the table, for people. */
export function nameOf(key: RequestKey): string {
  return `REQUEST#${formatKey(key)}`;
}

export function isFinal(state: State): state is FinalState {
  return state !== 'RECEIVED' && state !== 'CALLING' && state !== 'HELD';
}
