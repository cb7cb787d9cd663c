import * as v from 'valibot';
import { CONNECTION_ID, type IdRule, PARENT_ID, REDUNDANCY_GROUP, REQUEST_ID } from './ids.ts';
import { isText, SAFE_TEXT } from './text.ts';
import { formatTime, parseTime, parseTimeUp, RFC_3339, toExactTime } from './time.ts';

/*
 * What a migration request is, in one place: the handler's validator and the published JSON Schema both come from here.
 * Where valibot has no rule of its own, the same rule stands beside it in the words of JSON Schema (v.metadata); a test
 * checks the two against each other.
 */

const LABEL_KEY = /^[A-Za-z0-9._-]{1,64}$/;
const MAX_LABELS = 16;
const MAX_TEXT = 256;
const SAFE = 'without control or bidirectional-override characters, U+FFFE and U+FFFF';

/** JSON Schema knows no names of groups in a pattern, and neither do all languages. */
const withoutNames = ({ source }: RegExp) => source.replaceAll(/\(\?<\w+>/g, '(');

function text(maxLength: number, description: string) {
  return v.pipe(
    v.custom<string>(
      (value) => isText(value, maxLength),
      `must be a string of at most ${maxLength} characters, ${SAFE}`,
    ),
    v.metadata({ type: 'string', maxLength, pattern: SAFE_TEXT.source, description }),
  );
}

function id({ pattern, what }: IdRule, description: string) {
  return v.pipe(v.string(`must be ${what}`), v.regex(pattern, `must be ${what}`), v.description(description));
}

function parentId(description: string) {
  return id(PARENT_ID, description);
}

const TIME = 'must be an RFC 3339 time with an offset, such as 2026-11-23T09:30:00Z';

const EXACT_TIME =
  'must be an RFC 3339 time with an offset and at most 9 fraction digits, not in a leap second, such as ' +
  '2026-11-23T09:30:00.123456Z';

/** A time, normalised by `read`, which gives undefined for what is none. */
function time(read: (text: string) => string | undefined, message: string, pattern: string, description: string) {
  return v.pipe(
    v.string(message),
    v.metadata({ format: 'date-time', pattern, description }),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const normalised = read(dataset.value);
      if (normalised !== undefined) return normalised;
      addIssue({ message });
      return NEVER;
    }),
  );
}

/** An edge of the window, in milliseconds. */
function edge(parse: (text: string) => number | undefined, description: string) {
  const read = (text: string) => {
    const parsed = parse(text);
    return parsed === undefined ? undefined : formatTime(parsed);
  };
  return time(read, TIME, withoutNames(RFC_3339), description);
}

const EXACT_PATTERN = withoutNames(RFC_3339).replace('[0-9]|60)', '[0-9])').replace('[0-9]+', '[0-9]{1,9}');

const VLAN = 'must be an integer from 1 to 4094';

function isLabels(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= MAX_LABELS && entries.every(([key, text]) => LABEL_KEY.test(key) && isText(text, MAX_TEXT));
}

const labels = v.pipe(
  v.custom<Record<string, string>>(
    isLabels,
    `must be an object of at most ${MAX_LABELS} entries, keys of 1 to 64 characters of A-Z a-z 0-9 . _ -, ` +
      `values strings of at most ${MAX_TEXT} characters ${SAFE}`,
  ),
  v.metadata({
    type: 'object',
    maxProperties: MAX_LABELS,
    propertyNames: { pattern: LABEL_KEY.source },
    additionalProperties: { type: 'string', maxLength: MAX_TEXT, pattern: SAFE_TEXT.source },
    description: 'Copied to every event, never interpreted.',
  }),
);

const FIELDS = {
  schemaVersion: v.pipe(v.literal('1', 'must be "1"'), v.description('Version of this contract.')),
  requestId: id(
    REQUEST_ID,
    'Chosen by the order system, the same on every resend: the idempotency key within one tenant.',
  ),
  connectionId: id(CONNECTION_ID, 'The hosted connection to move.'),
  expectedParentConnectionId: parentId(
    'The interconnect or LAG that the connection is on now. If it is elsewhere, other than on the target already, the ' +
      'request is rejected. May equal parentConnectionId: then the request withdraws an earlier one.',
  ),
  parentConnectionId: parentId('The interconnect or LAG that it shall be on afterwards.'),
  requestedAt: time(
    toExactTime,
    EXACT_TIME,
    EXACT_PATTERN,
    'When the order was given, to the nanosecond; orders the requests for one connection. At most 5 minutes after the ' +
      'message is sent; more than 5 seconds after it, the order counts as given when the message was sent.',
  ),
  expectedVlan: v.exactOptional(
    v.pipe(
      v.number(VLAN),
      v.integer(VLAN),
      v.minValue(1, VLAN),
      v.maxValue(4094, VLAN),
      v.description('The VLAN that the connection must carry now.'),
    ),
  ),
  notBefore: v.exactOptional(edge(parseTimeUp, 'Start of the change window: nothing is called before it.')),
  notAfter: v.exactOptional(
    edge(parseTime, 'End of the change window: nothing is called after it. Not before notBefore.'),
  ),
  dryRun: v.exactOptional(
    v.pipe(
      v.boolean('must be true or false'),
      v.description('Check everything, move nothing; answered at once. Has a requestId of its own.'),
    ),
    false,
  ),
  redundancyGroup: v.exactOptional(
    id(
      REDUNDANCY_GROUP,
      "The connection's redundancy group, of its owner's choice: no two connections of one owner account in one group are " +
        'down at a time, and two in different groups may be.',
    ),
  ),
  correlationId: v.exactOptional(text(128, 'Copied to every event; the requestId if absent.')),
  orderId: v.exactOptional(text(MAX_TEXT, 'Copied to every event.')),
  requestedBy: v.exactOptional(text(MAX_TEXT, 'Copied to every event.')),
  note: v.exactOptional(text(MAX_TEXT, 'Copied to every event.')),
  labels: v.exactOptional(labels),
};

export const FIELD_NAMES: readonly string[] = Object.keys(FIELDS);

export const requestSchema = v.pipe(
  v.strictObject(FIELDS),
  v.forward(
    v.check(
      ({ notBefore, notAfter }) => notBefore === undefined || notAfter === undefined || notBefore <= notAfter,
      'must not lie before notBefore, both taken to the whole milliseconds inside of the window',
    ),
    ['notAfter'],
  ),
);

/** A request as an order system writes it: the body of one SQS message. Times are RFC 3339 with any offset. */
export type MigrationRequestInput = v.InferInput<typeof requestSchema>;

/** A request as understood and normalised: times in UTC, defaults filled in. */
export type MigrationRequest = Omit<v.InferOutput<typeof requestSchema>, 'correlationId'> & { correlationId: string };
