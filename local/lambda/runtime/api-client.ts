import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { errorDocument } from './error-document.ts';

/** One event for the handler, with what its context object is made of. */
export interface ReceivedInvocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** Unix time in milliseconds at which the function times out. */
  readonly deadlineMs: number;
  readonly traceId: string;
  readonly payload: string;
}

/** The runtime's side of the Lambda Runtime API, version 2018-06-01 (Lambda Developer Guide, "Lambda runtime API"). */
export interface RuntimeApiClient {
  /** Waits, without any time limit, for the next event. The process is frozen meanwhile. */
  next(): Promise<ReceivedInvocation>;
  respond(requestId: string, payload: string): Promise<void>;
  fail(requestId: string, thrown: unknown): Promise<void>;
  failInit(thrown: unknown): Promise<void>;
}

/** @param address host and port, as in `AWS_LAMBDA_RUNTIME_API` */
export function createApiClient(address: string): RuntimeApiClient {
  const base = `http://${address}/2018-06-01/runtime`;
  const agent = new Agent({ keepAlive: true });

  // node:http because fetch gives up on an answer that takes more than five minutes; the wait for /next has no limit.
  async function call(
    method: string,
    path: string,
    body?: string,
  ): Promise<{ headers: IncomingHttpHeaders; body: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ headers: IncomingHttpHeaders; body: string }>();
    request(`${base}${path}`, { method, agent }, (response) => {
      text(response).then((answer) => resolve({ headers: response.headers, body: answer }), reject);
    })
      .on('error', reject)
      .end(body);
    return await promise;
  }

  async function post(path: string, body: string): Promise<void> {
    await call('POST', path, body);
  }

  return {
    next: async () => invocationFrom(await call('GET', '/invocation/next')),
    respond: (requestId, payload) => post(`/invocation/${requestId}/response`, payload),
    fail: (requestId, thrown) => post(`/invocation/${requestId}/error`, JSON.stringify(errorDocument(thrown))),
    failInit: (thrown) => post('/init/error', JSON.stringify(errorDocument(thrown))),
  };
}

function invocationFrom(answer: { headers: IncomingHttpHeaders; body: string }): ReceivedInvocation {
  const header = (name: string) => String(answer.headers[`lambda-runtime-${name}`] ?? '');
  return {
    requestId: header('aws-request-id'),
    functionArn: header('invoked-function-arn'),
    deadlineMs: Number(header('deadline-ms')),
    traceId: header('trace-id'),
    payload: answer.body,
  };
}
