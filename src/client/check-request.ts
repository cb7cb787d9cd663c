import { parseRequest } from '../contract/request.ts';

/** The ids of whatever was given as a request, as far as they can be read. */
export interface Ids {
  requestId?: string;
  connectionId?: string;
}

export type CheckedRequest =
  | { ok: true; requestId: string; connectionId: string; body: string }
  | ({ ok: false; problem: string } & Ids);

/**
 * Writes a request as JSON and reads it as the service will.
 *
 * @param now milliseconds since the epoch: `requestedAt` may lie at most five minutes after it
 */
export function checkRequest(request: unknown, now: number): CheckedRequest {
  const body = toJson(request);
  if (body === undefined) return { ok: false, problem: 'the request cannot be written as JSON', ...readIdsOf(request) };
  const parsed = parseRequest(body, now);
  if (!parsed.ok) return { ok: false, problem: parsed.problem, ...readIds(body) };
  const { requestId, connectionId } = parsed.request;
  return { ok: true, requestId, connectionId, body };
}

/**
 * JSON without the two characters that the contract allows but SQS refuses in a message (SendMessage, SQS API Reference:
 * `#xE000 to #xFFFD` and on from `#x10000`): escaped, they are the same JSON. Undefined for what has no JSON.
 */
function toJson(request: unknown): string | undefined {
  try {
    return JSON.stringify(request)?.replaceAll('\uFFFE', '\\ufffe').replaceAll('\uFFFF', '\\uffff');
  } catch {
    return undefined;
  }
}

function readIds(body: string): Ids {
  return idsOf(JSON.parse(body));
}

/** Of what has no JSON; its own code may be what failed. */
function readIdsOf(request: unknown): Ids {
  try {
    return idsOf(request);
  } catch {
    return {};
  }
}

function idsOf(request: unknown): Ids {
  const { requestId, connectionId } = Object(request);
  return {
    ...(isId(requestId, /^[\w.:-]{1,128}$/) ? { requestId } : {}),
    ...(isId(connectionId, /^dxcon-[a-z0-9]{1,40}$/) ? { connectionId } : {}),
  };
}

function isId(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}
