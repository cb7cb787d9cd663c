/** Why a target did not take an event. `code` is one of the error codes that AWS lists for dead-letter queues. */
export interface DeliveryFailure {
  readonly code: string;
  readonly message: string;
  readonly retriable: boolean;
}

const NO_RESOURCE = /^(AWS\.SimpleQueueService\.NonExistentQueue|QueueDoesNotExist|ResourceNotFoundException)$/;
const NO_PERMISSIONS = /AccessDenied|NotAuthorized|InvalidSecurity/;
const THROTTLING = /Throttl|TooManyRequests|RequestLimitExceeded|OverLimit/;
const TIMEOUT = /Timeout|^AbortError$/;
const CONNECTION = /ECONN|EPIPE|EHOSTUNREACH|ENETUNREACH/;

/**
 * Reads an error of a target. A missing target or permission is not retried ("Using dead-letter queues to process
 * undelivered events", EventBridge User Guide); of HTTP answers only 5xx and 429 are, other 4xx are not (AWS re:Post,
 * "How do I resolve FailedInvocations errors"); throttling, timeouts, broken connections and whatever is not known here
 * are. Which code AWS gives to which error is assumed.
 */
export function readFailure(error: unknown): DeliveryFailure {
  const { name, message, status, network } = describe(error);
  const failure = (code: string, retriable: boolean) => ({ code, message: message || name, retriable });
  if (NO_RESOURCE.test(name)) {
    return failure('NO_RESOURCE', false);
  }
  if (NO_PERMISSIONS.test(name) || status === 403) {
    return failure('NO_PERMISSIONS', false);
  }
  if (THROTTLING.test(name) || status === 429) {
    return failure('THROTTLING', true);
  }
  if (TIMEOUT.test(name)) {
    return failure('TIMEOUT', true);
  }
  if (CONNECTION.test(network)) {
    return failure('CONNECTION_FAILURE', true);
  }
  return failure('ERROR_FROM_TARGET', status === undefined || status < 400 || status >= 500);
}

interface Described {
  readonly name: string;
  readonly message: string;
  /** HTTP status, if the target answered. */
  readonly status: number | undefined;
  /** Node's error code, such as ECONNREFUSED; empty if there is none. */
  readonly network: string;
}

function describe(error: unknown): Described {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: String(error), status: undefined, network: '' };
  }
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return {
    name: error.name,
    message: error.message,
    status: $metadata?.httpStatusCode,
    network: typeof code === 'string' ? code : '',
  };
}
