import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One event on its way to the runtime. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: string;
  readonly functionArn: string;
  /** Unix time in milliseconds at which the function times out. */
  readonly deadlineMs: number;
  /** X-Ray header: `Root=1-…;Sampled=0`. */
  readonly traceId: string;
}

/** What the runtime said. Bodies are as the runtime sent them. */
export interface RuntimeApiListener {
  /** The runtime is ready, done with what it had, and waits for `deliver`. */
  onNext(): void;
  onResponse(requestId: string, body: string): void;
  onError(requestId: string, body: string): void;
  onInitError(body: string): void;
}

export interface RuntimeApi {
  /** Host and port, for `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Answers the runtime's pending call of /next; each `onNext` may be answered once. */
  deliver(invocation: Invocation): void;
  close(): Promise<void>;
}

/**
 * Lambda's side of the Runtime API, version 2018-06-01, for one runtime process (Lambda Developer Guide, "Lambda runtime
 * API"): /runtime/invocation/next, …/{id}/response, …/{id}/error and /runtime/init/error. On 127.0.0.1, any free port.
 */
export async function startRuntimeApi(listener: RuntimeApiListener): Promise<RuntimeApi> {
  let pending: ServerResponse | undefined;
  const server = createServer(NO_TIME_LIMITS, (request, response) => {
    if (request.url === '/2018-06-01/runtime/invocation/next') {
      pending = response;
      listener.onNext();
      return;
    }
    receive(request, listener).then(
      (accepted) => answer(response, accepted ? 202 : 404),
      () => response.destroy(), // the process ended while it was sending
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliver: (invocation) => {
      pending?.writeHead(200, headersOf(invocation)).end(invocation.payload);
      pending = undefined;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A runtime may be busy, or frozen, for as long as it likes without losing its connection. */
const NO_TIME_LIMITS = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 };

const POST_PATH = /^\/2018-06-01\/runtime\/(?:invocation\/([^/]+)\/(response|error)|init\/(error))$/;

/** Hands a POST to the listener; false if the path is none of the API's. */
async function receive(request: IncomingMessage, listener: RuntimeApiListener): Promise<boolean> {
  const [, requestId = '', invocationPart, initPart] = POST_PATH.exec(request.url ?? '') ?? [];
  const body = await text(request);
  if (invocationPart === 'response') listener.onResponse(requestId, body);
  else if (invocationPart === 'error') listener.onError(requestId, body);
  else if (initPart === 'error') listener.onInitError(body);
  else return false;
  return true;
}

function answer(response: ServerResponse, status: number): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(JSON.stringify({ status: status === 202 ? 'OK' : 'Not Found' }));
}

function headersOf(invocation: Invocation): Record<string, string> {
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': invocation.requestId,
    'lambda-runtime-deadline-ms': String(invocation.deadlineMs),
    'lambda-runtime-invoked-function-arn': invocation.functionArn,
    'lambda-runtime-trace-id': invocation.traceId,
  };
}
