import type { MigrationRequest } from '../../../src/contract/request-schema.ts';
import { formatTime } from '../../../src/contract/time.ts';
import { DRAINS, hasRight, SENDING, TENANTS } from '../topology.ts';

/** A text that must stay out of logs, and out of events too where the request is not taken. */
export const CONFIDENTIAL = 'confidential';

/** What an order system asks for; times in milliseconds since the epoch, `requestedAt` to the microsecond. */
export interface Draft {
  tenant: string;
  requestId: string;
  connectionId: string;
  from: string;
  to: string;
  requestedAtMs: number;
  /** How far that lies ahead of when the order is given in truth: its sender's clock is wrong, or its sender is. */
  aheadMs?: number;
  notBefore?: number | undefined;
  notAfter?: number | undefined;
  expectedVlan?: number;
  redundancyGroup?: string;
  dryRun?: boolean;
  note?: string;
  /** What it ends as by the contract, where that depends on nothing else: its disposition, or the reason for its rejection. */
  ends?: string;
  /** Whether it is given to harm others. */
  isHostile?: boolean;
}

/** What one or more messages carry, and what the auditor knows of it that the service has to find out. */
export interface Content {
  body: string;
  /** Says the same in other words, as a resend may. */
  otherBody: string;
  /** Whose queue it is sent to. */
  tenant: string;
  senderId: string;
  /** Of a valid request from a known sender. */
  order?: { key: string; draft: Draft; hasRight: boolean };
  /** Of anything else: how it is answered. */
  rejectedAs?: 'INVALID_REQUEST' | 'UNKNOWN_SENDER';
}

export function contentOf(draft: Draft): Content {
  const { tenant, requestId, connectionId, from, to } = draft;
  const request = { connectionId, expectedParentConnectionId: from, parentConnectionId: to };
  return {
    body: bodyOf(draft, formatTime),
    otherBody: bodyOf(draft, inOtherZone),
    tenant,
    senderId: senderOf(tenant),
    order: { key: `${tenant}#${requestId}`, draft, hasRight: hasRight(SENDING, tenant, request) },
  };
}

/** As a drain sends it, or someone by hand in its name. */
export function contentOfDrain(request: MigrationRequest, isHostile = false): Content {
  const { requestId, connectionId, expectedParentConnectionId: from, parentConnectionId: to, notAfter } = request;
  const { expectedVlan, redundancyGroup, dryRun } = request;
  const draft: Draft = {
    ...{ tenant: DRAINS.name, requestId, connectionId, from, to, requestedAtMs: Date.parse(request.requestedAt) },
    ...(notAfter === undefined ? {} : { notAfter: Date.parse(notAfter) }),
    ...(expectedVlan === undefined ? {} : { expectedVlan }),
    ...(redundancyGroup === undefined ? {} : { redundancyGroup }),
    ...(dryRun ? { dryRun } : {}),
    ...(isHostile ? { isHostile } : {}),
  };
  const body = JSON.stringify(request);
  return { ...contentOf(draft), body, otherBody: body };
}

export function invalidContent(tenant: string, body: string): Content {
  return { body, otherBody: body, tenant, senderId: senderOf(tenant), rejectedAs: 'INVALID_REQUEST' };
}

/** From no one's sender, or from another tenant's: both are strangers to the queue. */
export function contentOfStranger(draft: Draft, isTenant: boolean): Content {
  const body = bodyOf(draft, formatTime);
  const { tenant } = draft;
  const other = TENANTS.find(({ name }) => name !== tenant)?.name ?? '';
  const senderId = isTenant ? senderOf(other) : 'AROAUNKNOWN12:session';
  return { body, otherBody: body, tenant, senderId, rejectedAs: 'UNKNOWN_SENDER' };
}

function senderOf(tenant: string): string {
  const sender = SENDING.find(({ name }) => name === tenant)?.senders[0];
  if (sender === undefined) throw new Error(`no tenant ${tenant}`);
  return `${sender}:session`;
}

/** As the body says it: to the microsecond. */
export function requestedAtOf({ requestedAtMs }: Draft): string {
  return exactly(requestedAtMs, formatTime);
}

function bodyOf(draft: Draft, format: (time: number) => string): string {
  const { requestId, connectionId, from, to, requestedAtMs, notBefore, notAfter, expectedVlan, dryRun, note } = draft;
  const { redundancyGroup } = draft;
  return JSON.stringify({
    ...{ schemaVersion: '1', requestId, connectionId },
    ...{ expectedParentConnectionId: from, parentConnectionId: to, requestedAt: exactly(requestedAtMs, format) },
    ...(notBefore === undefined ? {} : { notBefore: format(notBefore) }),
    ...(notAfter === undefined ? {} : { notAfter: format(notAfter) }),
    ...{ expectedVlan, redundancyGroup, dryRun, note: note ?? `a ${CONFIDENTIAL} note` },
  });
}

/** The same with microseconds, where there are any. */
function exactly(time: number, format: (time: number) => string): string {
  const whole = Math.floor(time);
  const micros = Math.round((time - whole) * 1000);
  const text = format(whole);
  return micros === 0 ? text : text.replace(/(\.\d{3})/, `$1${String(micros).padStart(3, '0')}`);
}

function inOtherZone(time: number): string {
  return formatTime(time + 90 * 60_000).replace('Z', '+01:30');
}
