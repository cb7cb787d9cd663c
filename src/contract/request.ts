import * as v from 'valibot';
import { isText } from './text.ts';
import { formatTime, parseTime } from './time.ts';

/** The largest request body, in bytes of UTF-8. */
export const MAX_BODY_BYTES = 32 * 1024;

/** How far `requestedAt` may lie after the message was sent: allowance for the sender's clock, in milliseconds. */
export const MAX_REQUESTED_AHEAD = 5 * 60_000;

const LABEL_KEY = /^[A-Za-z0-9._-]{1,64}$/;
const MAX_LABELS = 16;

function text(maxCharacters: number) {
  return v.custom<string>(
    (value) => isText(value, maxCharacters),
    `must be a string of at most ${maxCharacters} characters, without control or bidirectional-override characters`,
  );
}

function isLabels(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= MAX_LABELS && entries.every(([key, text]) => LABEL_KEY.test(key) && isText(text, 256));
}

function id(pattern: RegExp, description: string) {
  return v.pipe(v.string(`must be ${description}`), v.regex(pattern, `must be ${description}`));
}

const connectionId = id(/^dxcon-[a-z0-9]{1,40}$/, 'a connection id, dxcon- and lower-case letters or digits');
const parentId = id(
  /^dx(?:con|lag)-[a-z0-9]{1,40}$/,
  'the id of an interconnect (dxcon-…) or LAG (dxlag-…), in lower-case letters or digits',
);

const TIME = 'must be an RFC 3339 time with an offset, such as 2026-11-23T09:30:00Z';
const time = v.pipe(
  v.string(TIME),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseTime(dataset.value);
    if (parsed !== undefined) return formatTime(parsed);
    addIssue({ message: TIME });
    return NEVER;
  }),
);

const FIELDS = {
  schemaVersion: v.literal('1', 'must be "1"'),
  requestId: id(/^[A-Za-z0-9._:-]{1,128}$/, '1 to 128 characters of A-Z a-z 0-9 . _ : -'),
  connectionId,
  expectedParentConnectionId: parentId,
  parentConnectionId: parentId,
  requestedAt: time,
  expectedVlan: v.optional(
    v.custom<number>(
      (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 4094,
      'must be an integer from 1 to 4094',
    ),
  ),
  notBefore: v.optional(time),
  notAfter: v.optional(time),
  dryRun: v.optional(v.boolean('must be true or false'), false),
  correlationId: v.optional(text(128)),
  orderId: v.optional(text(256)),
  requestedBy: v.optional(text(256)),
  note: v.optional(text(256)),
  labels: v.optional(
    v.custom<Record<string, string>>(
      isLabels,
      'must be an object of at most 16 entries, keys of 1 to 64 characters of A-Z a-z 0-9 . _ -, values strings of at ' +
        'most 256 characters without control or bidirectional-override characters',
    ),
  ),
};

const FIELD_NAMES = Object.keys(FIELDS);

const schema = v.pipe(
  v.strictObject(FIELDS),
  v.forward(
    v.check(
      ({ notBefore, notAfter }) => notBefore === undefined || notAfter === undefined || notBefore <= notAfter,
      'must not lie before notBefore',
    ),
    ['notAfter'],
  ),
);

/** A request as understood and normalised: times in UTC milliseconds, defaults filled in. */
export type MigrationRequest = Omit<v.InferOutput<typeof schema>, 'correlationId'> & { correlationId: string };

export type ParsedRequest = { ok: true; request: MigrationRequest } | { ok: false; problem: string };

/**
 * Reads the body of one message. `problem` says which field is wrong and what it must be, and repeats nothing of the
 * body: it goes into events and logs.
 *
 * @param sentAt when SQS took the message, in milliseconds since the epoch (its SentTimestamp)
 */
export function parseRequest(body: string, sentAt: number): ParsedRequest {
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_BODY_BYTES) return refuse(`the body has ${bytes} bytes; at most ${MAX_BODY_BYTES} are taken`);
  const json = parseJson(body);
  if (json === undefined) return refuse('the body is not valid JSON');
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return refuse('the body is not a JSON object');
  const result = v.safeParse(schema, json);
  if (!result.success) return refuse(result.issues.map(describeIssue).join('; '));
  const request = { ...result.output, correlationId: result.output.correlationId ?? result.output.requestId };
  if (Date.parse(request.requestedAt) > sentAt + MAX_REQUESTED_AHEAD) {
    return refuse('requestedAt: must be at most 5 minutes after the message was sent');
  }
  return { ok: true, request };
}

function refuse(problem: string): ParsedRequest {
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
