import type { EventDetail } from '../../src/contract/event.ts';

/** A request as it was understood. */
export interface Asked {
  /** Tenant and request id. */
  key: string;
  connectionId: string;
  from: string;
  to: string;
  /** As `toSortable` writes it. */
  requestedAt: string;
  /** SentTimestamp of the message that it was taken from, in milliseconds since the epoch. */
  sentAtMs: number;
  dryRun: boolean;
}

/** A call of AssociateHostedConnection. */
export interface SeenCall {
  /** What objections call it. */
  name: string;
  connectionId: string;
  at: number;
  /** From when on it can have no more effect and no one waits for its answer. */
  closedAtMs: number;
  /** What it was made for; undefined where no one can say. */
  request: Asked | undefined;
  /** Whether the tenant had the right to it, as its caller could know. */
  hasRight: boolean;
  /** The oldest moment that its caller can have seen. */
  seenFrom: number;
  /** Whether its caller was frozen for so long that nothing is promised of it. */
  isBeyond: boolean;
}

/** A connection that really went from one parent to another, by a call. */
export interface SeenMove extends Pick<SeenCall, 'connectionId' | 'at' | 'request' | 'seenFrom' | 'isBeyond'> {
  from: string;
  to: string;
}

/** The answer to a message, or an outcome of a request. */
export interface Outcome {
  event: EventDetail;
  /** When it was decided. */
  at: number;
  /** Undefined for an answer to a message that became no request. */
  request: Asked | undefined;
  /** Whether the tenant had the right to the connection. */
  hasRight: boolean;
  /** The oldest moment that the observations behind it can show. */
  seenFrom: number;
  /** The same of those before its first call. */
  seenBeforeCallFrom: number;
}

/** An event as it was written, or delivered. */
export interface EventText {
  eventId: string;
  detail: string;
  at: number;
}

/**
 * All that a run has left to judge it by, whoever watched it and however much of the truth they know. Everything is in
 * order of time, in milliseconds since the epoch.
 */
export interface Evidence {
  calls: readonly SeenCall[];
  moves: readonly SeenMove[];
  /** Each once. */
  outcomes: readonly Outcome[];
  /** Each as often as it was seen. */
  events: readonly EventText[];
  /** Where a connection was in a span of time, its ends included; undefined where it was on none. */
  parentsWithin(connectionId: string, from: number, until: number): readonly (string | undefined)[];
  /** Whether others than the service changed the connection in a span of time, its ends included. */
  changedByOthers(connectionId: string, from: number, until: number): boolean;
}

export interface Objection {
  /** An invariant of docs/reliability.md, or what else was broken. */
  rule: string;
  what: string;
  at: number;
}
