import type { Verdict } from 'dx-migrator/operations';
import type { Expectation } from './expectations.ts';
import { addressed, type VerdictMessage } from './message.ts';
import type { VerdictEvent } from './parse.ts';
import { verdictFacts } from './verdict-facts.ts';
import { verdictSubject } from './verdict-subject.ts';

/** Those after which another verdict may come. */
const NOT_FINAL = new Set<Verdict>(['UNHEALTHY', 'UNKNOWN']);

export function isFinal(verdict: Verdict): boolean {
  return !NOT_FINAL.has(verdict);
}

/** @param wasReported whether people were told before that the line is not back, or that no one knows */
export function composeVerdict({ detail: { metadata, data } }: VerdictEvent, wasReported: boolean): VerdictMessage {
  const ends = wasReported && ENDING.has(data.verdict);
  const expected = { ...EXPECTED[data.verdict], ...(ends ? { operators: ENDS_REPORT } : {}) };
  return {
    eventId: metadata.eventId,
    verdict: data.verdict,
    occurredAt: metadata.occurredAt,
    subject: verdictSubject(data),
    ...addressed(verdictFacts(data, metadata.correlationId), expected, data.tenant),
  };
}

const EXPECTED: Readonly<Record<Verdict, Expectation['of']>> = {
  HEALTHY: { orderSystem: 'Nothing.' },
  UNHEALTHY: {
    operators: 'Look at the connection and its port. Decide whether it is to be moved back.',
    orderSystem: 'Ask the customer whether traffic flows. A message follows if the connection recovers.',
  },
  UNKNOWN: {
    operators: 'Find out why Direct Connect could not be asked. The next look that is possible decides.',
    orderSystem: 'Ask the customer whether traffic flows. A message follows when the connection could be looked at.',
  },
  OVERTAKEN: { orderSystem: 'Nothing: see the later request.' },
  GONE: {
    operators: 'Find out who deleted it.',
    orderSystem: 'Nothing, if it was to be deleted. Else ask the operators.',
  },
  MOVED_AWAY: {
    operators: 'Find out who moved it, and whether it is to stay there.',
    orderSystem: 'Order no other move of it before the operators know who moved it.',
  },
};

/** How a line that was reported as not back can end well, or be another request's matter. */
const ENDING = new Set<Verdict>(['HEALTHY', 'OVERTAKEN']);

const ENDS_REPORT = 'Nothing more about this move: this ends what was reported of it.';
