import { fingerprintOf } from '../contract/fingerprint.ts';
import { parseRequest } from '../contract/request.ts';
import type { MigrationRequest } from '../contract/request-schema.ts';
import { advance } from './advance.ts';
import { backoffSeconds, MAX_BRIEF_RECEIVES } from './backoff.ts';
import type { Message } from './message.ts';
import { park } from './park.ts';
import type { Ports } from './ports.ts';
import type { Advanced, BriefCause } from './progress.ts';
import { keyOf, type RequestItem } from './request-item.ts';
import { tenantOf } from './tenants.ts';
import { transition } from './transition.ts';
import { turnAway } from './turn-away.ts';

/** Acknowledge: the event is accepted, or the due time stored. Retry: SQS delivers it again after so many seconds. */
export type Delivery = { kind: 'acknowledge' } | { kind: 'retry'; seconds: number };

const ACKNOWLEDGE: Delivery = { kind: 'acknowledge' };

/** Steps 1 to 3 for one message, then as far as its request will go now. Throws if it is to be delivered again. */
export async function deliver(message: Message, remaining: () => number, ports: Ports): Promise<Delivery> {
  const tenant = tenantOf(message.senderId, ports.tenants)?.name;
  const parsed = parseRequest(message.body, message.sentAt);
  if (!parsed.ok) {
    await turnAway(message, { tenant, code: 'INVALID_REQUEST', text: parsed.problem }, ports);
    return ACKNOWLEDGE;
  }
  if (tenant === undefined) {
    await turnAway(
      message,
      { code: 'UNKNOWN_SENDER', text: 'the sender of the message is no known order system' },
      ports,
    );
    return ACKNOWLEDGE;
  }
  return deliverRequest(message, tenant, parsed.request, remaining, ports);
}

async function deliverRequest(
  message: Message,
  tenant: string,
  request: MigrationRequest,
  remaining: () => number,
  ports: Ports,
): Promise<Delivery> {
  const item = newItem(message, tenant, request, ports);
  if (await conflicts(item, ports)) {
    const text = `requestId ${request.requestId} was used before, with other content`;
    await turnAway(message, { tenant, request, code: 'CONFLICTING_REQUEST', text }, ports);
    return ACKNOWLEDGE;
  }
  const advanced = await advance(keyOf(item), remaining, ports);
  if (!advanced) throw new Error('the claimed request is not in the ledger');
  return answerFor(advanced, message, ports);
}

/** W1. True if the requestId is taken by a request with other content. */
async function conflicts(item: RequestItem, ports: Ports): Promise<boolean> {
  if (await ports.ledger.claim(item)) return false;
  const stored = await ports.ledger.read(keyOf(item));
  return stored !== undefined && stored.fingerprint !== item.fingerprint;
}

function newItem(message: Message, tenant: string, request: MigrationRequest, ports: Ports): RequestItem {
  return {
    tenant,
    request,
    fingerprint: fingerprintOf(request),
    messageId: message.id,
    ...(message.traceparent === undefined ? {} : { traceparent: message.traceparent }),
    state: 'RECEIVED',
    attempts: 0,
    dueAt: ports.clock() + 2 * ports.settings.functionTimeout,
    pushes: 0,
    history: [{ at: ports.clock(), what: 'received', attempts: 0 }],
  };
}

async function answerFor(advanced: Advanced, message: Message, ports: Ports): Promise<Delivery> {
  const { progress } = advanced;
  if (progress.kind === 'settled' || progress.kind === 'held') return ACKNOWLEDGE;
  transition(ports, advanced.item, 'waiting', { cause: progress.cause });
  const soon = ports.clock() + ports.settings.pollInterval;
  if (progress.kind === 'brief' && message.receives < MAX_BRIEF_RECEIVES) {
    return retry(advanced, progress.cause, message, ports);
  }
  await park(advanced, progress.kind === 'long' ? (progress.until ?? soon) : soon, ports);
  return ACKNOWLEDGE;
}

/** The message comes again; the ledger takes over a minute later if SQS should lose it. */
async function retry(advanced: Advanced, cause: BriefCause, message: Message, ports: Ports): Promise<Delivery> {
  const seconds = backoffSeconds(cause, message.receives, ports.random());
  await park(advanced, ports.clock() + seconds * 1000 + ports.settings.pollInterval, ports);
  return { kind: 'retry', seconds };
}
