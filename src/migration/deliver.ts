import { fingerprintOf } from '../contract/fingerprint.ts';
import { parseRequest } from '../contract/request.ts';
import type { MigrationRequest } from '../contract/request-schema.ts';
import { advance } from './advance.ts';
import { backoffSeconds, MAX_BRIEF_RECEIVES } from './backoff.ts';
import { describeError } from './describe-error.ts';
import { logWait } from './log-wait.ts';
import type { Message } from './message.ts';
import { park } from './park.ts';
import type { DeliverPorts } from './ports.ts';
import type { Advanced, BriefCause } from './progress.ts';
import { keyOf, type RequestItem } from './request-item.ts';
import { tenantOf } from './tenants.ts';
import { type TurnedAway, turnAway } from './turn-away.ts';

/** Acknowledge: the event is accepted, or the due time stored. Retry: SQS delivers it again after so many seconds. */
export type Delivery = { kind: 'acknowledge' } | { kind: 'retry'; seconds: number };

const ACKNOWLEDGE: Delivery = { kind: 'acknowledge' };

/**
 * Steps 1 to 3 for one message, then as far as its request will go now. Throws if it is to be delivered again.
 *
 * @throws OnlyInQueue while the message is neither answered nor stored
 */
export async function deliver(message: Message, remaining: () => number, ports: DeliverPorts): Promise<Delivery> {
  const tenant = tenantOf(message.senderId, ports.tenants)?.name;
  const parsed = parseRequest(message.body, message.sentAt);
  if (!parsed.ok) {
    return answer(message, { tenant, code: 'INVALID_REQUEST', text: parsed.problem }, ports);
  }
  if (tenant === undefined) {
    const text = 'the sender of the message is no known order system';
    return answer(message, { code: 'UNKNOWN_SENDER', text }, ports);
  }
  return deliverRequest(message, tenant, parsed.request, remaining, ports);
}

async function deliverRequest(
  message: Message,
  tenant: string,
  request: MigrationRequest,
  remaining: () => number,
  ports: DeliverPorts,
): Promise<Delivery> {
  const item = newItem(message, tenant, request, ports);
  if (await onlyInQueue(() => conflicts(item, ports))) {
    const text = `requestId ${request.requestId} was used before, with other content`;
    return answer(message, { tenant, request, code: 'CONFLICTING_REQUEST', text }, ports);
  }
  const advanced = await advance(keyOf(item), remaining, ports);
  if (!advanced) throw new Error('the claimed request is not in the ledger');
  return answerFor(advanced, message, ports);
}

async function answer(message: Message, turnedAway: TurnedAway, ports: DeliverPorts): Promise<Delivery> {
  await onlyInQueue(() => turnAway(message, turnedAway, ports));
  return ACKNOWLEDGE;
}

/** Does what takes a message out of the queue's keeping. @throws OnlyInQueue if that fails */
async function onlyInQueue<T>(take: () => Promise<T>): Promise<T> {
  try {
    return await take();
  } catch (error) {
    throw new OnlyInQueue(error);
  }
}

/**
 * Thrown where the ledger, the bus or quarantine fails before a message is stored or answered: SQS alone has it, and would
 * give it up after some receives. It rests longer than others, so that it outlasts hours without them.
 */
export class OnlyInQueue extends Error {
  override name = 'OnlyInQueue';

  constructor(cause: unknown) {
    super(describeError(cause), { cause });
  }
}

/** W1. True if the requestId is taken by a request with other content. */
async function conflicts(item: RequestItem, ports: DeliverPorts): Promise<boolean> {
  if (await ports.ledger.claim(item)) return false;
  const stored = await ports.ledger.read(keyOf(item));
  return stored !== undefined && stored.fingerprint !== item.fingerprint;
}

function newItem(message: Message, tenant: string, request: MigrationRequest, ports: DeliverPorts): RequestItem {
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

async function answerFor(advanced: Advanced, message: Message, ports: DeliverPorts): Promise<Delivery> {
  const { progress } = advanced;
  if (progress.kind === 'settled' || progress.kind === 'held') return ACKNOWLEDGE;
  logWait(advanced.item, progress.cause, ports);
  const soon = ports.clock() + ports.settings.pollInterval;
  if (progress.kind === 'brief' && message.receives < MAX_BRIEF_RECEIVES) {
    return retry(advanced, progress.cause, message, ports);
  }
  await park(advanced, progress.kind === 'long' ? (progress.until ?? soon) : soon, ports);
  return ACKNOWLEDGE;
}

/** The message comes again; the ledger takes over a minute later if SQS should lose it. */
async function retry(advanced: Advanced, cause: BriefCause, message: Message, ports: DeliverPorts): Promise<Delivery> {
  const seconds = backoffSeconds(cause, message.receives, ports.random());
  await park(advanced, ports.clock() + seconds * 1000 + ports.settings.pollInterval, ports);
  return { kind: 'retry', seconds };
}
