import * as v from 'valibot';
import { repeatsAName } from './repeats-a-name.ts';
import { FIELD_NAMES, type MigrationRequest, requestSchema } from './request-schema.ts';

/** The largest request body, in bytes of UTF-8. */
export const MAX_BODY_BYTES = 32 * 1024;

/** How far `requestedAt` may lie after the message was sent: allowance for the sender's clock, in milliseconds. */
export const MAX_REQUESTED_AHEAD = 5 * 60_000;

export type ParsedRequest = { ok: true; request: MigrationRequest } | { ok: false; problem: string };

/**
 * Reads the body of one message. `problem` says which field is wrong and what it must be, and repeats nothing of the
 * body: it goes into events and logs.
 *
 * @param sentAtMs when SQS took the message, in milliseconds since the epoch (its SentTimestamp)
 */
export function parseRequest(body: string, sentAtMs: number): ParsedRequest {
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_BODY_BYTES) return invalid(`the body has ${bytes} bytes; at most ${MAX_BODY_BYTES} are taken`);
  const json = parseJson(body);
  if (json === undefined) return invalid('the body is not valid JSON');
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return invalid('the body is not a JSON object');
  const result = v.safeParse(requestSchema, json, { abortPipeEarly: true });
  if (!result.success) return invalid(result.issues.map(describeIssue).join('; '));
  if (repeatsAName(body, [json, result.output.labels ?? {}])) return invalid('the body has a field or a label twice');
  const request = { ...result.output, correlationId: result.output.correlationId ?? result.output.requestId };
  if (Date.parse(request.requestedAt) > sentAtMs + MAX_REQUESTED_AHEAD) {
    return invalid('requestedAt: must be at most 5 minutes after the message was sent');
  }
  return { ok: true, request };
}

function invalid(problem: string): ParsedRequest {
  return { ok: false, problem };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const field = String(issue.path?.[0]?.key);
  if (!FIELD_NAMES.includes(field)) return `the body has a field that is none of ${FIELD_NAMES.join(', ')}`;
  const missing = issue.type === 'strict_object';
  return missing ? `${field}: is missing` : `${field}: ${issue.message}`;
}
