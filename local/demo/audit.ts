import type { BillingLine } from '../../examples/consumers/billing/line.ts';
import { judgeWire } from '../judge/judge-wire.ts';
import type { Wire } from '../judge/wire.ts';
import type { Received } from './deliveries.ts';
import { judgeLines } from './judge-lines.ts';
import type { Result } from './sent-request.ts';

export interface Evidence extends Omit<Wire, 'sent'> {
  results: readonly Result[];
  received: readonly Received[];
  /** Where the reference consumers ran: what billing keeps, and what they could not do, in words. */
  consumers?: { lines: readonly BillingLine[]; failures: readonly string[] };
}

export interface Audit {
  messages: number;
  moves: number;
  /** Messages without any outcome. */
  lost: number;
  /** Effective moves that no outcome accounts for: a second one of a request is among them. */
  unaccounted: number;
  /** Deliveries of an event beyond the first, which consumers drop by its id. */
  repeated: number;
  /** What breaks the service's promise, in words; empty if all is well. */
  objections: string[];
}

/** Judges a run from outside: it sees what was sent, what Direct Connect did, and what the consumers received. */
export function audit(evidence: Evidence): Audit {
  const { results, received, journal, consumers } = evidence;
  const lost = results.filter(({ event }) => event === undefined);
  const { accounted, objections } = judgeWire({ ...evidence, sent: results });
  const deliveries = new Set(received.map(({ consumer, detail }) => `${consumer} ${detail.metadata.eventId}`));
  return {
    messages: results.length,
    moves: journal.moves.length,
    lost: lost.length,
    unaccounted: accounted.filter(({ report }) => report === undefined).length,
    repeated: received.length - deliveries.size,
    objections: [
      ...lost.map(({ line }) => `I6: the message of line ${line} has no outcome`),
      ...objections,
      ...unequalConsumers(received),
      ...(consumers ? judgeLines(accounted, consumers.lines) : []),
      ...(consumers?.failures ?? []),
    ],
  };
}

/** Billing hears every MIGRATED that notification hears, and nothing else. */
function unequalConsumers(received: readonly Received[]): string[] {
  const heardBy = (wanted: Received['consumer']) =>
    new Set(
      received
        .filter(({ consumer, detail }) => consumer === wanted && detail.data.outcome === 'MIGRATED')
        .map(({ detail }) => detail.metadata.eventId),
    );
  const different = heardBy('billing').symmetricDifference(heardBy('notification'));
  return [...different].map((eventId) => `event ${eventId} reached only one of billing and notification`);
}
