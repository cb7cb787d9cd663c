import { CONNECTION_ID, REQUEST_ID } from '../contract/ids.ts';
import { parseRequest } from '../contract/request.ts';
import { FIELD_NAMES } from '../contract/request-schema.ts';
import { findLostField } from './find-lost-field.ts';

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
  const written = write(request);
  if (!written.ok) return { ...written, ...readIdsOf(request) };
  const parsed = parseRequest(written.body, now);
  if (!parsed.ok) return { ok: false, problem: parsed.problem, ...idsOf(JSON.parse(written.body)) };
  const { requestId, connectionId } = parsed.request;
  return { ok: true, requestId, connectionId, body: written.body };
}

type Written = { ok: true; body: string } | { ok: false; problem: string };

/** The JSON that says all of a request. Its own code, a getter or toJSON, may be what fails. */
function write(request: unknown): Written {
  try {
    const body = JSON.stringify(request);
    if (body === undefined) return NO_JSON;
    const lost = findLostField(request, JSON.parse(body));
    return lost === undefined ? { ok: true, body } : { ok: false, problem: `${nameOf(lost)}: ${LOST}` };
  } catch {
    return NO_JSON;
  }
}

const NO_JSON = { ok: false, problem: 'the request cannot be written as JSON' } as const;
const LOST =
  'is no value that JSON has, such as undefined, NaN or a Date, or is not a field of the object itself; leave the ' +
  'field out, or give it text, a finite number, true, false or a plain object of these';

/** Other names than the contract's are not repeated. */
function nameOf(field: string): string {
  return FIELD_NAMES.includes(field) ? field : 'a field that is none of the contract';
}

/** Of what is not written; its own code may be what failed. */
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
    ...(isId(requestId, REQUEST_ID.pattern) ? { requestId } : {}),
    ...(isId(connectionId, CONNECTION_ID.pattern) ? { connectionId } : {}),
  };
}

function isId(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}
