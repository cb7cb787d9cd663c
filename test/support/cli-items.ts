import { gzipSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { packed } from '../../src/aws/packed.ts';
import { toAttributes } from '../../src/aws/request-attributes.ts';
import { outcomeEvent } from '../../src/contract/event.ts';
import { parseRequest } from '../../src/contract/request.ts';
import { packPlan } from '../../src/drain/plan/parse-plan.ts';
import type { Plan } from '../../src/drain/plan/plan.ts';
import type { Drain } from '../../src/drain/run/drain.ts';
import type { Group } from '../../src/migration/groups/group.ts';
import { formatKey, keyOf, type RequestItem } from '../../src/migration/model/request-item.ts';
import type { ControlItem } from '../../src/migration/ports/control.ts';
import type { Verification } from '../../src/migration/verification/verification.ts';
import { CONNECTION, NEW, OLD, OWNER, request, START } from './world.ts';

type Item = Record<string, AttributeValue>;

const json = (value: unknown): AttributeValue => ({ S: JSON.stringify(value) });

/** A request as `dxm` reads it, with other fields of its message, and of its item. */
export function madeRequest(fields: object = {}, item: Partial<RequestItem> = {}): RequestItem {
  const parsed = parseRequest(JSON.stringify(request({ requestId: 'r1', ...fields })), START);
  if (!parsed.ok) throw new Error(parsed.problem);
  return {
    ...{ tenant: 'orders', request: parsed.request, fingerprint: 'f', orderKey: 'o', messageId: 'm-1' },
    ...{ state: 'RECEIVED', attempts: 0, callByMs: START, fence: 0, dueAtMs: START, postponements: 0 },
    history: [{ atMs: START, what: 'received', attempts: 0 }],
    ...item,
  };
}

/** One that was called for and is held; published, unless it is said that it is not. */
export function madeHeld(fields: object = {}, published = true): RequestItem {
  const item = madeRequest(fields);
  const event = heldEvent(item);
  return {
    ...item,
    ...{ state: 'HELD', attempts: 1, event, ...(published ? { publishedEventId: event.eventId } : {}) },
    attempt: { id: 'a1', startedAtMs: START, unclear: true, previousParent: OLD, seen: { ownerAccount: OWNER } },
    history: [
      ...item.history,
      { atMs: START + 1, what: 'calling', attempts: 1 },
      { atMs: START + 2, what: 'unclear', attempts: 1, cause: 'ECONNRESET', awsRequestId: 'aws-1' },
      { atMs: START + 3, what: 'held', attempts: 1, cause: 'OUTCOME_UNKNOWN' },
    ],
  };
}

function heldEvent({ request: asked, tenant }: RequestItem) {
  const at = new Date(START + 3).toISOString();
  return outcomeEvent(
    {
      eventId: `event-${asked.requestId}`,
      occurredAt: at,
      serviceVersion: '1',
      correlationId: asked.correlationId,
      causationId: 'm-1',
    },
    {
      ...{ outcome: 'HELD', tenant, request: asked, previousParentConnectionId: OLD, parentConnectionId: null },
      ...{ connection: null, attempts: 1, startedAt: at, finishedAt: null, awsRequestId: 'aws-1' },
      reason: { code: 'OUTCOME_UNKNOWN', message: 'no effect has shown', awsError: null },
    },
  );
}

/** As the table has it; of one that is at its end, without a due time. */
export function requestItem(item: RequestItem, due = 'due'): Item {
  const { attempt, event, publishedEventId, waitsFor, dueAtMs } = item;
  return {
    pk: { S: `REQUEST#${formatKey(keyOf(item))}` },
    ...toAttributes(item),
    ...(attempt ? { attempt: packed(attempt), attemptId: { S: attempt.id } } : {}),
    ...(event ? { event: packed(event), eventId: { S: event.eventId } } : {}),
    ...(publishedEventId ? { publishedEventId: { S: publishedEventId } } : {}),
    ...(waitsFor ? { waitsFor: json(waitsFor) } : {}),
    ...(dueAtMs === undefined ? {} : { due: { S: due } }),
  };
}

export function madeVerification(fields: Partial<Verification> = {}): Verification {
  return {
    ...{ connectionId: CONNECTION, source: OLD, target: NEW, movedAtMs: START, looks: 3, goodLooks: 0 },
    failings: [],
    ...fields,
  };
}

export function verificationItem(requestId: string, verification: Verification): Item {
  return {
    pk: { S: `VERIFICATION#orders#${requestId}` },
    verification: json(verification),
    ...{ version: { N: '1' }, due: { S: 'verify' }, dueAtMs: { N: String(START) } },
  };
}

export function controlItem({ paused = false, lastChange, ...rest }: Partial<ControlItem>): Item {
  return {
    pk: { S: 'CONTROL' },
    paused: { BOOL: paused },
    ...(lastChange ? { pauseChange: json(lastChange) } : {}),
    ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, json(value)])),
  };
}

export function groupItem(group: Group, owner = OWNER): Item {
  return { pk: { S: `GROUP#${owner}` }, group: json(group), due: { S: 'groups' }, dueAtMs: { N: String(START) } };
}

export function connectionItem(connectionId: string, attributes: Record<string, string>): Item {
  const texts = Object.entries(attributes).map(([name, S]) => [name, { S }]);
  return { pk: { S: `CONNECTION#${connectionId}` }, ...Object.fromEntries(texts) };
}

/** A drain as the table has it; of one that has ended, or has nothing to do, without a due time. */
export function drainItem({ approval, stops, ...drain }: Drain, isDue = drain.phase !== 'COMPLETED'): Item {
  return {
    pk: { S: `DRAIN#${drain.drainId}` },
    drain: { B: gzipSync(JSON.stringify(drain)) },
    stops: { L: stops.map(json) },
    ...(approval ? { approval: json(approval) } : {}),
    version: { N: '7' },
    ...(isDue ? { due: { S: 'drains' }, dueAtMs: { N: String(START) } } : {}),
  };
}

export function planItem(plan: Plan, rev = 1): Item {
  return { pk: { S: `PLAN#${plan.drainId}#${rev}` }, plan: { B: packPlan(plan) } };
}
