import { fingerprintOf } from '../contract/fingerprint.ts';
import { orderKeyOf } from '../contract/order-key.ts';
import { parseRequest } from '../contract/request.ts';
import type { MigrationRequest } from '../contract/request-schema.ts';
import { advance } from './advance.ts';
import { describeError } from './model/describe-error.ts';
import { DRAINS_TENANT } from './model/drains-tenant.ts';
import { LedgerError } from './model/ledger-error.ts';
import type { Message } from './model/message.ts';
import { keyOf, nameOf, type RequestItem } from './model/request-item.ts';
import { tenantOf } from './model/tenants.ts';
import type { ReceivePorts } from './ports/ports.ts';
import { type RejectedMessage, rejectMessage } from './reject-message.ts';
import type { Advanced } from './step-result.ts';
import { backoffSeconds, MAX_BRIEF_RECEIVES } from './waiting/backoff.ts';
import { logWait } from './waiting/log-wait.ts';
import { park, type Retrier } from './waiting/park.ts';

/** Acknowledge: the event is accepted, or the due time stored. Retry: SQS delivers it again after so many seconds. */
export type Delivery = { kind: 'acknowledge' } | { kind: 'retry'; seconds: number };

/** A request without a window is taken as if it had to be called within a day of its arrival. */
const DAY = 24 * 3_600_000;

const ACKNOWLEDGE: Delivery = { kind: 'acknowledge' };

/**
 * Takes one message in, then its request as far as it will go now. Throws if it is to be delivered again.
 *
 * @throws OnlyInQueueError while the message is neither answered nor stored
 */
export async function receive(message: Message, remaining: () => number, ports: ReceivePorts): Promise<Delivery> {
  const tenant = tenantOf(message, ports.tenants)?.name;
  const parsed = parseRequest(message.body, message.sentAtMs);
  if (!parsed.ok) {
    return answer(message, { tenant, code: 'INVALID_REQUEST', text: parsed.problem }, ports);
  }
  if (tenant === undefined) {
    const text = 'the sender of the message is not registered for the queue that it sent to';
    return answer(message, { code: 'UNKNOWN_SENDER', text }, ports);
  }
  return receiveRequest(message, tenant, parsed.request, remaining, ports);
}

async function receiveRequest(
  message: Message,
  tenant: string,
  request: MigrationRequest,
  remaining: () => number,
  ports: ReceivePorts,
): Promise<Delivery> {
  const item = newItem(message, tenant, request, ports);
  if (await namesGroupInVain(item, ports)) {
    const text = 'redundancyGroup: is not taken, since redundancy groups are switched off';
    return answer(message, { tenant, request, code: 'INVALID_REQUEST', text }, ports);
  }
  const stored = await onlyInQueue(() => claim(item, ports));
  if (stored.fingerprint !== item.fingerprint) {
    const text = `requestId ${request.requestId} was used before, with other content`;
    return answer(message, { tenant, request, code: 'CONFLICTING_REQUEST', text }, ports);
  }
  const delivery = await advanceStored(stored, message, remaining, ports);
  if (delivery) return delivery;
  throw new OnlyInQueueError(new LedgerError(nameOf(keyOf(item)), 'is not there, though it has just been stored'));
}

/**
 * The request is stored, with a due time until it is published: what fails from here on need not bring its message again for
 * ever. That would hold up its group, and SQS counts a receive of all of a batch each time.
 *
 * @returns undefined if the ledger has the request no more
 */
async function advanceStored(
  item: RequestItem,
  message: Message,
  remaining: () => number,
  ports: ReceivePorts,
): Promise<Delivery | undefined> {
  try {
    const advanced = await advance(keyOf(item), remaining, ports, item);
    return advanced && (await answerFor(advanced, message, ports));
  } catch (error) {
    if (message.receives < MAX_BRIEF_RECEIVES) throw error;
    ports.log('faulted', { ...keyOf(item), messageId: message.id, error: describeError(error) });
    return ACKNOWLEDGE;
  }
}

async function answer(message: Message, rejected: RejectedMessage, ports: ReceivePorts): Promise<Delivery> {
  await onlyInQueue(() => rejectMessage(message, rejected, ports));
  return ACKNOWLEDGE;
}

/** Does what takes a message out of the queue's keeping. @throws OnlyInQueueError if that fails */
async function onlyInQueue<T>(take: () => Promise<T>): Promise<T> {
  try {
    return await take();
  } catch (error) {
    throw new OnlyInQueueError(error);
  }
}

/**
 * Thrown where the ledger, the bus or quarantine fails before a message is stored or answered: SQS alone has it, and would
 * give it up after some receives. It rests longer than others, so that it outlasts hours without them.
 */
export class OnlyInQueueError extends Error {
  override name = 'OnlyInQueueError';

  constructor(cause: unknown) {
    super(describeError(cause), { cause });
  }
}

/**
 * A group that no one would keep apart must not look as if it were. What was stored before that was switched off goes on. Drains keep
 * the groups of their plans apart themselves.
 */
async function namesGroupInVain(item: RequestItem, { ledger, settings }: ReceivePorts): Promise<boolean> {
  if (item.request.redundancyGroup === undefined || settings.redundancyLock !== 'off') return false;
  if (item.tenant === DRAINS_TENANT) return false;
  return onlyInQueue(async () => (await ledger.read(keyOf(item))) === undefined);
}

/** W1. What is stored under the requestId: this request, as this delivery or an earlier one has claimed it, or one with other content. */
async function claim(item: RequestItem, { ledger }: ReceivePorts): Promise<RequestItem> {
  if (await ledger.claim(item)) return item;
  const stored = await ledger.read(keyOf(item));
  if (!stored) throw new LedgerError(nameOf(keyOf(item)), 'is not there, though its id is taken');
  return stored;
}

function newItem(message: Message, tenant: string, request: MigrationRequest, ports: ReceivePorts): RequestItem {
  return {
    tenant,
    request,
    fingerprint: fingerprintOf(request),
    orderKey: orderKeyOf(request.requestedAt, message.sentAtMs),
    messageId: message.id,
    ...(message.traceparent === undefined ? {} : { traceparent: message.traceparent }),
    state: 'RECEIVED',
    attempts: 0,
    fence: 0,
    callByMs: request.notAfter === undefined ? ports.clock() + DAY : Date.parse(request.notAfter),
    dueAtMs: ports.clock() + 2 * ports.settings.functionTimeoutMs,
    postponements: 0,
    history: [{ atMs: ports.clock(), what: 'received', attempts: 0 }],
  };
}

async function answerFor(advanced: Advanced, message: Message, ports: ReceivePorts): Promise<Delivery> {
  const { rest, item } = advanced;
  if (rest.kind === 'done' || rest.kind === 'held') return ACKNOWLEDGE;
  const waiter = { rest, item };
  logWait(waiter, ports);
  if (rest.kind === 'retryMessage' && message.receives < MAX_BRIEF_RECEIVES)
    return retry({ rest, item }, message, ports);
  const soon = ports.clock() + ports.settings.pollIntervalMs;
  await park(waiter, rest.kind === 'sleepUntil' ? (rest.until ?? soon) : soon, ports);
  return ACKNOWLEDGE;
}

/** The message comes again; the ledger takes over a minute later if SQS should lose it. */
async function retry({ rest, item }: Retrier, message: Message, ports: ReceivePorts): Promise<Delivery> {
  const seconds = backoffSeconds(rest.cause, message.receives, ports.random());
  await park({ rest, item }, ports.clock() + seconds * 1000 + ports.settings.pollIntervalMs, ports);
  return { kind: 'retry', seconds };
}
