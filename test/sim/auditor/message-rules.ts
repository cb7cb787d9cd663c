import { isFinal } from '../../../src/migration/model/request-item.ts';
import type { Invocation } from '../invocation.ts';
import type { QueuedMessage } from '../queue.ts';
import type { Content } from '../scenario/content.ts';
import { type Evidence, sameDraft } from './evidence.ts';
import { judgeLeaving } from './waits-for-rules.ts';

/** I9: what must be so in the moment in which a message is deleted. Here the auditor reads the due time. */
export function judgeAcknowledgement(evidence: Evidence, { id, content, receives }: QueuedMessage): void {
  evidence.count('acknowledged messages');
  const { order, rejectedAs } = content;
  if (isAnsweredAsStranger(evidence, id, content)) return;
  if (rejectedAs) {
    const isAnswered = evidence.messageRejected.has(`${id} ${rejectedAs}`) && isInQuarantine(evidence, id);
    if (!isAnswered) evidence.object('I9', `message ${id} is acknowledged without an answer or a copy`);
    return;
  }
  const request = order && evidence.requests.get(order.key);
  if (!order || !request) {
    evidence.object('I9', `message ${id} is acknowledged without a request`);
    return;
  }
  if (!sameDraft(order.draft, request.draft)) {
    const isAnswered = evidence.messageRejected.has(`${id} CONFLICTING_REQUEST`);
    if (!isAnswered) evidence.object('I9', `message ${id} is acknowledged, its conflict unpublished`);
    return;
  }
  const item = evidence.item(request.key);
  const isPublished = item && isFinal(item.state) && request.published.has(item.state);
  if (item?.dueAtMs === undefined && !isPublished) {
    evidence.object('I9', `${request.key} is acknowledged as ${item?.state}, unpublished and without a due time`);
  }
  judgeLeaving(evidence, request.key, receives);
}

/** Whether the message says nothing but what was said before, and that has its final outcome. */
export function hasFinalOutcome(evidence: Evidence, { content }: QueuedMessage): boolean {
  const { order } = content;
  const request = order && evidence.requests.get(order.key);
  const item = request && evidence.item(request.key);
  return (
    order !== undefined &&
    request !== undefined &&
    item !== undefined &&
    isFinal(item.state) &&
    sameDraft(order.draft, request.draft)
  );
}

/** A stored outcome keeps no message: what is left of it, the bus above all, is the ledger's to see to. */
export function judgeKept(evidence: Evidence, { id, content }: QueuedMessage, { hasMissedLedger }: Invocation): void {
  if (hasMissedLedger || evidence.isStranger(content)) return;
  evidence.object('queue', `message ${id} comes again although its outcome was stored before`);
}

/** As many receives as the template allows outlast every outage of the simulation. */
export function judgeBuried(evidence: Evidence, { id, content }: QueuedMessage, maxReceives: number): void {
  if (maxReceives < PACKAGED_RECEIVES) return;
  const { order } = content;
  const isStored = order !== undefined && evidence.requests.has(order.key);
  const isAnswered = ANSWERS.some((code) => evidence.messageRejected.has(`${id} ${code}`));
  if (!isStored && !isAnswered) evidence.object('queue', `message ${id} goes to the dead-letter queue unclaimed`);
}

/** The maxReceiveCount of infra/requests-queues.ts. */
const PACKAGED_RECEIVES = 100;

const ANSWERS = ['INVALID_REQUEST', 'UNKNOWN_SENDER', 'CONFLICTING_REQUEST'];

/** The answer where the tenants file of the time does not know the sender. */
function isAnsweredAsStranger(evidence: Evidence, id: string, content: Content): boolean {
  const isAnswered = evidence.messageRejected.has(`${id} UNKNOWN_SENDER`) && isInQuarantine(evidence, id);
  return isAnswered && evidence.isStranger(content);
}

/** Or is one of those beyond what is kept of its tenant's. */
function isInQuarantine({ quarantined, notKept }: Evidence, id: string): boolean {
  return quarantined.has(id) || notKept.has(id);
}
