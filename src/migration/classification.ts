import type { ConnectionRecord } from '../contract/connection-record.ts';
import type { ReasonCode } from '../contract/reason.ts';

/** What one call of AssociateHostedConnection came to. */
export type Answer = { awsRequestId?: string } & (
  | { kind: 'moved'; connection: ConnectionRecord }
  /** Direct Connect says no, and means it. */
  | { kind: 'refused'; code: ReasonCode; message: string; awsError: string }
  /** It was turned away before it ran, or not sent at all. */
  | { kind: 'neverRan'; cause: 'throttled' | 'unreachable' }
  | { kind: 'transitioning'; awsError: string }
  /** Our own rights or credentials are at fault, not the request. */
  | { kind: 'denied'; awsError: string }
  /** It may have moved the connection or not. `answered`: something came back, but nothing to go by. */
  | { kind: 'unclear'; error: string; answered: boolean }
);

export type ErrorAnswer = Exclude<Answer, { kind: 'moved' }>;

// Names are those of the service model and of AWS's "Common Errors" page of the Direct Connect API reference.
const CLIENT_ERROR = 'DirectConnectClientException';

const ERROR_NAMES: Record<string, 'throttled' | 'denied' | 'refused'> = {
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  RequestThrottled: 'throttled',
  RequestThrottledException: 'throttled',
  Throttling: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',

  AccessDeniedException: 'denied',
  AccessDenied: 'denied',
  ExpiredTokenException: 'denied',
  ExpiredToken: 'denied',
  IncompleteSignature: 'denied',
  IncompleteSignatureException: 'denied',
  InvalidClientTokenId: 'denied',
  InvalidSignatureException: 'denied',
  MissingAuthenticationToken: 'denied',
  MissingAuthenticationTokenException: 'denied',
  NotAuthorized: 'denied',
  OptInRequired: 'denied',
  RequestExpired: 'denied',
  SignatureDoesNotMatch: 'denied',
  UnrecognizedClientException: 'denied',

  [CLIENT_ERROR]: 'refused',
  InvalidAction: 'refused',
  InvalidParameterCombination: 'refused',
  InvalidParameterValue: 'refused',
  MissingParameter: 'refused',
  SerializationException: 'refused',
  UnknownOperationException: 'refused',
  ValidationError: 'refused',
  ValidationException: 'refused',
};

/** Before a byte of the request is sent: errors of Node.js and of the SDK by name, code or system call. */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'CredentialsProviderError',
  'connect',
  'getaddrinfo',
]);

const TOO_MANY_REQUESTS = 429;

/**
 * The texts of DirectConnectClientException, first match wins. They only name an outcome for the reader: that nothing
 * moved follows from the error's name and status. `quoted` texts are known from the real service; for the others no
 * public text is known, and they are guesses that cost a less precise code if they are wrong.
 */
const TEXTS: {
  pattern: RegExp;
  means: ReasonCode | 'transitioning' | 'denied' | 'throttled';
  origin: 'quoted' | 'guessed';
}[] = [
  { pattern: /is in a transitioning state/i, means: 'transitioning', origin: 'quoted' },
  { pattern: /is not an authorized Direct Connect partner/i, means: 'denied', origin: 'quoted' },
  { pattern: /^Rate exceeded/i, means: 'throttled', origin: 'guessed' },
  { pattern: /is in state \w+/i, means: 'CONNECTION_STATE', origin: 'quoted' },
  { pattern: /Could not find Lag\b|\bLag does not exist/i, means: 'PARENT_NOT_FOUND', origin: 'quoted' },
  { pattern: /cannot host|does not allow hosted/i, means: 'PARENT_CANNOT_HOST', origin: 'guessed' },
  { pattern: /\bvlan\b/i, means: 'VLAN_CONFLICT', origin: 'guessed' },
  { pattern: /\bip address|\bCIDR\b|\boverlap/i, means: 'IP_CONFLICT', origin: 'guessed' },
  { pattern: /\bcapacity\b|\blimit\b|\bmaximum\b|\bexceeds\b/i, means: 'PARENT_CAPACITY', origin: 'guessed' },
];

/** What a describing operation's refusal says of its parent being there at all. */
const NO_SUCH_PARENT =
  /doesn't exist|does not exist|Could not find (?:Connection|Lag|Interconnect) with ID|Connection ID is not available|ID \S+ has an invalid format/i;

/** What is told of a known refusal. The service's own text may name other customers' lines, so it stays inside. */
const MESSAGES: Partial<Record<ReasonCode, string>> = {
  CONNECTION_STATE: 'Direct Connect refused: the state of the connection does not allow the move',
  PARENT_NOT_FOUND: 'Direct Connect refused: the parent does not exist',
  PARENT_CANNOT_HOST: 'Direct Connect refused: the parent takes no hosted connections now',
  VLAN_CONFLICT: 'Direct Connect refused: the VLAN of the connection is taken on the parent',
  IP_CONFLICT: 'Direct Connect refused: an IP address of the connection conflicts on the parent',
  PARENT_CAPACITY: 'Direct Connect refused: the parent has no room for the connection',
};

const MAX_MESSAGE = 1000;

/**
 * Whatever a call of AssociateHostedConnection threw, as an answer. Anything that is not surely one of the others is
 * unclear: a status alone proves nothing, since a server error may come with 400.
 */
export function classifyError(error: unknown): ErrorAnswer {
  const { name, code, syscall, message, status, awsRequestId } = factsOf(error);
  const trace = awsRequestId === undefined ? {} : { awsRequestId };
  if ([name, code, syscall].some((word) => NOT_SENT.has(word)))
    return { kind: 'neverRan', cause: 'unreachable', ...trace };
  const known = status !== undefined && status >= 400 && status < 500 ? ERROR_NAMES[name] : undefined;
  if (known === 'throttled' || status === TOO_MANY_REQUESTS) return { kind: 'neverRan', cause: 'throttled', ...trace };
  if (known === 'denied') return { kind: 'denied', awsError: name, ...trace };
  if (known === 'refused') return { ...classifyRefusal(name, message), ...trace };
  return { kind: 'unclear', error: code || name, answered: status !== undefined, ...trace };
}

/** Whether a describing operation failed because the parent does not exist. */
export function saysNoSuchParent(error: unknown): boolean {
  const { name, message } = factsOf(error);
  return name === CLIENT_ERROR && NO_SUCH_PARENT.test(message);
}

function classifyRefusal(awsError: string, message: string): ErrorAnswer {
  const means = awsError === CLIENT_ERROR ? TEXTS.find(({ pattern }) => pattern.test(message))?.means : undefined;
  if (means === 'throttled') return { kind: 'neverRan', cause: means };
  if (means === 'transitioning' || means === 'denied') return { kind: means, awsError };
  const code = means ?? 'DIRECT_CONNECT_REFUSED';
  return { kind: 'refused', code, message: MESSAGES[code] ?? legible(message), awsError };
}

/** The service's text as it may go into an event: bounded, on one line. */
function legible(message: string): string {
  const oneLine = message
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .trim();
  return oneLine.slice(0, MAX_MESSAGE).toWellFormed() || 'Direct Connect refused the call without a text';
}

interface ErrorFacts {
  name: string;
  /** Of a socket error, such as ECONNREFUSED. */
  code: string;
  /** Of a socket error: what was being done. */
  syscall: string;
  message: string;
  /** HTTP status, if there was an answer that the SDK could read. */
  status: number | undefined;
  awsRequestId: string | undefined;
}

/** The one place that looks into an exception: whatever was thrown, it gives texts and never throws itself. */
function factsOf(error: unknown): ErrorFacts {
  const { name, code, syscall, message, $metadata } = asObject(error);
  const { httpStatusCode, requestId } = asObject($metadata);
  return {
    name: typeof name === 'string' ? name : typeof error,
    code: typeof code === 'string' ? code : '',
    syscall: typeof syscall === 'string' ? syscall : '',
    message: typeof message === 'string' ? message : '',
    status: typeof httpStatusCode === 'number' ? httpStatusCode : undefined,
    awsRequestId: typeof requestId === 'string' ? requestId : undefined,
  };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
