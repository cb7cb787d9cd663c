import type { ConnectionRecord } from '../../contract/connection-record.ts';
import { cutText } from '../../contract/cut-record.ts';
import type { ReasonCode } from '../../contract/reason.ts';
import { NO_SUCH_PARENT, type ParentQuestion, REFUSALS, type Subject } from './direct-connect-texts.ts';

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

const CLIENT_ERROR = 'DirectConnectClientException';

/**
 * What an error's name says, with a 4xx status. Sources: the refusals and denials are on "Common Errors" of the Direct
 * Connect API reference (https://docs.aws.amazon.com/directconnect/latest/APIReference/CommonErrors.html) or its earlier
 * editions, DirectConnectClientException in the service model; SerializationException, UnknownOperationException and
 * the names with and without "Exception" are what AWS JSON services answer. The throttles are in the list that the SDK
 * takes for throttling (THROTTLING_ERROR_CODES of @smithy/core). All are given before an operation is carried out.
 */
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

/**
 * Before a byte of the request is sent, if nothing was answered: errors of Node.js
 * (https://nodejs.org/api/errors.html#common-system-errors) and of the SDK by name, code or system call.
 */
const NOT_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'CredentialsProviderError',
  'connect',
  'getaddrinfo',
]);

/** What is published of a known refusal. The service's own text may name other customers' lines, so it stays inside. */
const MESSAGES: Partial<Record<ReasonCode, string>> = {
  CONNECTION_STATE: 'Direct Connect refused: the state of the connection does not allow the move',
  PARENT_NOT_FOUND: 'Direct Connect refused: the parent does not exist',
  PARENT_CANNOT_HOST: 'Direct Connect refused: the parent takes no hosted connections now',
  VLAN_CONFLICT: 'Direct Connect refused: the VLAN of the connection is taken on the parent',
  IP_CONFLICT: 'Direct Connect refused: an IP address of the connection conflicts on the parent',
  PARENT_CAPACITY: 'Direct Connect refused: the parent has no room for the connection',
};

const MAX_MESSAGE = 1000;

/** The ids of a call of AssociateHostedConnection. */
export type Move = Readonly<Record<Subject, string>>;

/**
 * Whatever a call of AssociateHostedConnection threw, as an answer. Anything that is not surely one of the others is
 * unclear: a status alone proves nothing, since a server error may come with 400, and a 429 from someone in between.
 */
export function classifyError(error: unknown, move: Move): ErrorAnswer {
  const { name, code, syscall, message, status, awsRequestId } = factsOf(error);
  const trace = awsRequestId === undefined ? {} : { awsRequestId };
  if (status === undefined && [name, code, syscall].some((word) => NOT_SENT.has(word)))
    return { kind: 'neverRan', cause: 'unreachable', ...trace };
  const known = knownName(name, status);
  if (known === 'throttled') return { kind: 'neverRan', cause: 'throttled', ...trace };
  if (known === 'denied') return { kind: 'denied', awsError: name, ...trace };
  if (known === 'refused') return { ...classifyRefusal(name, message, move), ...trace };
  return { kind: 'unclear', error: code || name, answered: status !== undefined, ...trace };
}

/** Whether a describing operation failed because the parent that it was asked for does not exist. */
export function saysNoSuchParent(error: unknown, question: ParentQuestion, parentId: string): boolean {
  const { name, message, status } = factsOf(error);
  if (name !== CLIENT_ERROR || knownName(name, status) === undefined) return false;
  return NO_SUCH_PARENT.some(
    ({ pattern, takenFrom }) => takenFrom.includes(question) && pattern.exec(message)?.[1] === parentId,
  );
}

/** Whether a describing operation failed for want of rights or credentials. */
export function saysDenied(error: unknown): boolean {
  const { name, message, status } = factsOf(error);
  const known = knownName(name, status);
  if (known !== 'refused') return known === 'denied';
  return name === CLIENT_ERROR && REFUSALS.some(({ pattern, means }) => means === 'denied' && pattern.test(message));
}

function knownName(name: string, status: number | undefined): 'throttled' | 'denied' | 'refused' | undefined {
  return status !== undefined && status >= 400 && status < 500 ? ERROR_NAMES[name] : undefined;
}

function classifyRefusal(awsError: string, message: string, move: Move): ErrorAnswer {
  const means = awsError === CLIENT_ERROR ? meaningOf(message, move) : undefined;
  if (means === 'throttled') return { kind: 'neverRan', cause: means };
  if (means === 'transitioning' || means === 'denied') return { kind: means, awsError };
  const code = means ?? 'DIRECT_CONNECT_REFUSED';
  return { kind: 'refused', code, message: MESSAGES[code] ?? legible(message), awsError };
}

function meaningOf(message: string, move: Move) {
  return REFUSALS.find(({ pattern, about }) => {
    const match = pattern.exec(message);
    return match !== null && (about === undefined || match[1] === move[about]);
  })?.means;
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

/** The one place that reads an exception: whatever was thrown, it gives texts and never throws itself. */
function factsOf(error: unknown): ErrorFacts {
  const { name, code, syscall, message, $metadata } = asObject(error);
  const { httpStatusCode, requestId } = asObject($metadata);
  return {
    name: typeof name === 'string' ? name : typeof error,
    code: asText(code),
    syscall: asText(syscall),
    message: asText(message),
    status: typeof httpStatusCode === 'number' ? httpStatusCode : undefined,
    awsRequestId: typeof requestId === 'string' ? cutText(requestId) : undefined,
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
