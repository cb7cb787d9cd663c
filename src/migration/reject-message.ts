import { messageEventId, NOTHING_SEEN, outcomeEvent } from '../contract/event.ts';
import type { EventData } from '../contract/event-schema.ts';
import type { ReasonCode } from '../contract/reason.ts';
import type { MigrationRequest } from '../contract/request-schema.ts';
import { formatTime } from '../contract/time.ts';
import { keepCopy } from './keep-copy.ts';
import type { Message } from './model/message.ts';
import { reason } from './outcome/build-outcome.ts';
import type { ReceivePorts } from './ports/ports.ts';

export interface RejectedMessage {
  /** For the log; published only with a request, since a message's sender is looked up anew at each delivery. */
  tenant?: string | undefined;
  /** Only where the sender is known and the request could be read. */
  request?: MigrationRequest;
  code: ReasonCode;
  text: string;
}

/**
 * Answers a message that becomes no request of the ledger. The event is made of the message alone, so that a
 * redelivery publishes the same. What no order system can be asked about goes to quarantine, for people, as far as it
 * has room for the tenant.
 */
export async function rejectMessage(
  message: Message,
  { tenant, request, code, text }: RejectedMessage,
  ports: ReceivePorts,
): Promise<void> {
  const data: EventData = {
    ...NOTHING_SEEN,
    outcome: 'REJECTED',
    tenant: request ? (tenant ?? null) : null,
    request: request ?? null,
    reason: reason(code, text),
  };
  const metadata = {
    eventId: messageEventId(message.id, data),
    occurredAt: formatTime(message.sentAtMs),
    serviceVersion: ports.serviceVersion,
    correlationId: request?.correlationId ?? null,
    causationId: message.id,
    ...(message.traceparent === undefined ? {} : { traceparent: message.traceparent }),
  };
  const event = outcomeEvent(metadata, data);
  await ports.bus.publish(event);
  // Last: of the event, consumers drop repeats; each copy in quarantine is one more for a person to see to.
  if (!request) await keepCopy(message, tenant, code, ports);
  const { requestId, connectionId, correlationId } = request ?? {};
  const { eventId } = event;
  ports.log('messageRejected', {
    tenant,
    requestId,
    connectionId,
    correlationId,
    traceparent: message.traceparent,
    messageId: message.id,
    cause: code,
    eventId,
  });
}
