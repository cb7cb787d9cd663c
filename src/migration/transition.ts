import type { LogFields, Ports } from './ports.ts';
import type { RequestItem } from './request-item.ts';

/** One log line for one transition of a request. */
export function transition(
  { log }: Pick<Ports, 'log'>,
  { tenant, request, attempt, attempts }: RequestItem,
  what: string,
  details: Pick<LogFields, 'cause' | 'eventId' | 'error'> = {},
): void {
  const { requestId, connectionId, correlationId } = request;
  log(what, {
    tenant,
    requestId,
    connectionId,
    correlationId,
    attempt: attempts,
    awsRequestId: attempt?.awsRequestId,
    ...details,
  });
}
