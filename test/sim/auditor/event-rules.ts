import type { EventDetail } from '../../../src/contract/event.ts';
import { SERVICE } from '../../../src/contract/event-names.ts';
import { CORDONED, RELEASED, VERIFIED } from '../../../src/contract/operations/names.ts';
import { parseOperationsEvent } from '../../../src/contract/operations/parse-event.ts';
import { parseEvent } from '../../../src/contract/parse-event.ts';
import type { BusEvent } from '../../../src/migration/ports/bus.ts';
import type { LogFields } from '../../../src/migration/ports/log.ts';
import { CONFIDENTIAL } from '../scenario/content.ts';
import { judgeCordoned } from './cordon-rules.ts';
import { judgeDrainEvent } from './drain-event-rules.ts';
import { type Evidence, sameDraft } from './evidence.ts';
import { judgeReleased } from './release-rules.ts';
import { judgeVerified } from './verification-rules.ts';

/**
 * What must be so in the moment in which the bus accepts an event. Gives the key of the request whose outcome it
 * reports.
 */
export function judgeEvent(evidence: Evidence, event: BusEvent): string | undefined {
  evidence.count('events');
  judgeForm(evidence, event);
  evidence.events.push({ ...event, at: evidence.time.now });
  // A verdict on a line that was moved is no outcome, and neither is what operators did.
  if (event.source !== SERVICE) {
    if (event.detailType === CORDONED) judgeCordoned(evidence, event);
    else if (event.detailType === VERIFIED) judgeVerified(evidence, event);
    else if (event.detailType === RELEASED) judgeReleased(evidence, event);
    else judgeDrainEvent(evidence, event);
    return undefined;
  }
  const { data, metadata } = JSON.parse(event.detail) as EventDetail;
  const code = data.reason?.code;
  if (code === 'CONFLICTING_REQUEST' || code === 'INVALID_REQUEST' || code === 'UNKNOWN_SENDER') {
    judgeMessageRejection(evidence, { data, metadata }, code);
    return undefined;
  }
  const key = `${data.tenant}#${data.request?.requestId}`;
  const request = evidence.requests.get(key);
  if (!request || !evidence.recordedIds.has(event.eventId)) {
    evidence.object('I8', `an event reports ${data.outcome} of ${key}, which no one has recorded`);
    return undefined;
  }
  if (request.published.has(data.outcome)) evidence.count('repeated events');
  request.published.add(data.outcome);
  request.publishedAtMs ??= evidence.time.now;
  if (data.outcome === 'HELD') request.wasHeld = true;
  return data.outcome === 'HELD' ? undefined : key;
}

/** Every event must be one that consumers can read by the published contract. */
function judgeForm(evidence: Evidence, { source, detailType, detail }: BusEvent): void {
  const envelope = { id: '', source, account: '', region: '', time: '', detail: JSON.parse(detail) as unknown };
  const parse = source === SERVICE ? parseEvent : parseOperationsEvent;
  const parsed = parse({ ...envelope, 'detail-type': detailType });
  if (!parsed.ok) evidence.object('contract', `a ${detailType} is published, of which ${parsed.problem}`);
}

/** The answer to a message that became no request: the right one, and it says nothing of what could not be read. */
function judgeMessageRejection(evidence: Evidence, { data, metadata }: EventDetail, code: string): void {
  const message = evidence.messages.get(metadata.causationId);
  evidence.messageRejected.add(`${metadata.causationId} ${code}`);
  evidence.count(`REJECTED ${code}`);
  const { now: at } = evidence.time;
  const became = { request: undefined, hasRight: false, seenFrom: at, seenBeforeCallFrom: at };
  evidence.outcomes.push({ event: { data, metadata }, at, ...became });
  if (code === 'CONFLICTING_REQUEST') {
    const first = evidence.requests.get(message?.order?.key ?? '');
    const isConflict = message?.order && first && !sameDraft(first.draft, message.order.draft);
    if (!isConflict) evidence.object('I6', `message ${metadata.causationId} is answered with a conflict that is none`);
    return;
  }
  if (code === 'UNKNOWN_SENDER' && message && evidence.isStranger(message)) return;
  if (message?.rejectedAs !== code) evidence.object('I6', `message ${metadata.causationId} is answered ${code}`);
  const isSilent = data.request === null && !JSON.stringify([data, metadata]).includes(CONFIDENTIAL);
  if (!isSilent) evidence.object('I10', `an event of ${code} repeats the message`);
  if (data.tenant !== null)
    evidence.object('I7', `an event of ${code} names a tenant, who may be another at a redelivery`);
}

const EXPECTED_FAULTS =
  /^(OnlyInQueueError: )?(LedgerUnavailable|NotTaken): |^\d+ invocations have ended while it was worked on$/;

/** I10 for logs; and no exception but those that the ports throw. */
export function judgeLogLine(evidence: Evidence, what: string, fields: LogFields): void {
  for (const value of Object.values(fields)) {
    if (typeof value === 'string' && value.includes(CONFIDENTIAL))
      evidence.object('I10', `the log line ${what} repeats a body`);
  }
  if (what === 'faulted' && !EXPECTED_FAULTS.test(fields.error ?? '')) {
    evidence.object('fault', `${fields.error ?? 'an exception without a text'}`);
  }
}
