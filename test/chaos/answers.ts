import type { Received } from '../../local/demo/deliveries.ts';
import type { Result } from '../../local/demo/sent-request.ts';
import type { SentMessage } from './send-plan.ts';

/**
 * What was published about each message. Messages of one tenant with the same content are one request, and whichever of them
 * arrived first is the one that the outcome names. Any other message needs an answer of its own.
 */
export function answersOf(sent: readonly SentMessage[], received: readonly Received[]): Result[] {
  const events = Map.groupBy(received, ({ detail }) => detail.metadata.causationId);
  const requests = Map.groupBy(sent, identityOf);
  return sent.map((message, index) => {
    const same = requests.get(identityOf(message)) ?? [];
    const own = same.flatMap(({ messageId }) => events.get(messageId) ?? []);
    return { ...describe(message), line: index + 1, sameAsLine: undefined, ...lastWord(own) };
  });
}

/** An outcome as one text: `MIGRATED moved`, `REJECTED EXPIRED`, `PLANNED`. */
export function answerOf({ detail: { data } }: Received): string {
  return [data.outcome, data.disposition ?? data.reason?.code].filter(Boolean).join(' ');
}

function identityOf({ planned, body, tenant, messageId }: SentMessage): string {
  return typeof planned.body === 'string' || tenant === null ? messageId : `${tenant} ${body}`;
}

function describe({ planned, messageId, sentAtMs, tenant }: SentMessage) {
  const request = typeof planned.body === 'string' ? undefined : planned.body;
  return {
    messageId,
    sentAtMs,
    tenant,
    requestId: request?.requestId ?? null,
    connectionId: request?.connectionId ?? null,
  };
}

function lastWord(own: readonly Received[]): Pick<Result, 'event' | 'heardBy'> {
  const event = own.find(({ detail }) => detail.data.outcome !== 'HELD') ?? own[0];
  const same = own.filter(({ detail }) => detail.metadata.eventId === event?.detail.metadata.eventId);
  return { event, heardBy: [...new Set(same.map(({ consumer }) => consumer))] };
}
