/**
 * The answer of a synchronous invocation, as in the Invoke operation of the Lambda API: `payload` is JSON, the
 * handler's result or, with `functionError`, a document of errorType, errorMessage and perhaps trace.
 */
export interface InvokeResult {
  readonly requestId: string;
  readonly payload: string;
  readonly functionError?: 'Unhandled';
}

/** Thrown, before the function runs, when its reserved concurrency is in use up to the last (Lambda API, Invoke). */
export class TooManyRequestsException extends Error {
  override readonly name = 'TooManyRequestsException';
  readonly reason = 'ReservedFunctionConcurrentInvocationLimitExceeded';

  constructor(functionName: string, reservedConcurrency: number) {
    super(`Rate Exceeded: ${functionName} already runs ${reservedConcurrency} times, its reserved concurrency.`);
  }
}

/** A failure that the runtime reported; `document` is what it posted. */
export function failed(requestId: string, document: string): InvokeResult {
  return { requestId, functionError: 'Unhandled', payload: document };
}

/** The function ran into its timeout. Wording as AWS answers it; the log line has the older form with the time. */
export function timedOut(requestId: string, timeoutSeconds: number): InvokeResult {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return failed(requestId, JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }));
}

/** The process ended without an answer: by itself, or killed. */
export function exited(requestId: string, code: number | null, signal: NodeJS.Signals | null): InvokeResult {
  const how = signal === null ? `exit status ${code}` : `signal: ${SIGNAL_WORDS[signal] ?? signal}`;
  const why = code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${how}`;
  const errorMessage = `RequestId: ${requestId} Error: ${why}`;
  return failed(requestId, JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage }));
}

const SIGNAL_WORDS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGABRT: 'aborted',
  SIGTERM: 'terminated',
};
