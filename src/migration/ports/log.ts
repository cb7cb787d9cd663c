import type { LogLine } from '../model/log-lines.ts';

/** One line per transition, for people. Never a body, a response or key material. */
export type Log = (line: LogLine, fields: LogFields) => void;

export interface LogFields {
  tenant?: string | undefined;
  requestId?: string | undefined;
  connectionId?: string | undefined;
  correlationId?: string | undefined;
  /** W3C trace context, as the request carried it. */
  traceparent?: string | undefined;
  messageId?: string | undefined;
  attempt?: number | undefined;
  awsRequestId?: string | undefined;
  cause?: string | undefined;
  /** What exactly a request waits for, and until when (ISO 8601), as far as is known. */
  obstacle?: string | undefined;
  until?: string | undefined;
  /** How many it is about, if several. */
  requests?: number | undefined;
  /** Of a circuit breaker: the target parent's id, or `all`. */
  circuit?: string | undefined;
  /** Of a cordon or a closed parent: its id. Of a freeze: its name. */
  parent?: string | undefined;
  freeze?: string | undefined;
  /** The person who did it, and why. */
  by?: string | undefined;
  why?: string | undefined;
  drain?: string | undefined;
  eventId?: string | undefined;
  error?: string | undefined;
  /** Seconds: from requestedAt to the outcome, from the outcome to an attempt to publish it, of a call beyond the effect timeout, or of a wait; of several waits, the longest. */
  age?: number | undefined;
}
