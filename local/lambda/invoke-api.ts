import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { TooManyRequestsException } from './invoke-result.ts';
import type { LambdaFunction } from './lambda-function.ts';

export interface InvokeApi {
  /** For `AWS_ENDPOINT_URL_LAMBDA`. */
  readonly url: string;
  close(): Promise<void>;
}

/** An error of the Lambda API: its code in the header `x-amzn-ErrorType`, its text in the body. */
class InvokeError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }
}

/**
 * Two operations of the Lambda API, version 2015-03-31, on 127.0.0.1. Invoke is `POST
 * /2015-03-31/functions/{name or ARN}/invocations`, of InvocationType RequestResponse, Event and DryRun, which says that whoever asks
 * may: no right is checked here. GetFunctionConfiguration is `GET /2015-03-31/functions/{name or ARN}/configuration`, and says what the
 * template gave. Signatures are not checked.
 *
 * @param functions asked at each call, so that it may grow meanwhile
 */
export async function startInvokeApi(functions: ReadonlyMap<string, LambdaFunction>): Promise<InvokeApi> {
  const server = createServer((request, response) => {
    answer(request, response, functions).catch((error: unknown) => answerError(response, error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  functions: ReadonlyMap<string, LambdaFunction>,
): Promise<void> {
  const { lambda, operation } = findFunction(request, functions);
  if (operation === 'invocations') return invoke(request, response, lambda);
  const { functionName, functionArn, timeoutSeconds, environment } = lambda;
  response.writeHead(200, { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() });
  response.end(
    JSON.stringify({
      ...{ FunctionName: functionName, FunctionArn: functionArn, Timeout: timeoutSeconds },
      Environment: { Variables: environment },
    }),
  );
}

/** What the handler throws is no error of the call: it is answered with 200 and the header X-Amz-Function-Error. */
async function invoke(request: IncomingMessage, response: ServerResponse, lambda: LambdaFunction): Promise<void> {
  const type = typeOf(request);
  const event = readEvent(await buffer(request), type);
  if (type === 'Event') {
    response.writeHead(202, { 'content-length': 0, 'x-amzn-requestid': lambda.enqueue(event) });
    response.end();
    return;
  }
  if (type === 'DryRun') {
    response.writeHead(204, { 'x-amzn-requestid': randomUUID() });
    response.end();
    return;
  }
  const { requestId, payload, functionError } = await lambda.invoke(event);
  response.writeHead(200, {
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
    'x-amz-executed-version': '$LATEST',
    ...(functionError === undefined ? {} : { 'x-amz-function-error': functionError }),
  });
  response.end(payload);
}

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/(invocations|configuration)$/;
const METHODS: Record<string, string> = { invocations: 'POST', configuration: 'GET' };

function findFunction({ method, url = '' }: IncomingMessage, functions: ReadonlyMap<string, LambdaFunction>) {
  const [, name, operation = ''] = PATH.exec(url) ?? [];
  if (method !== METHODS[operation] || name === undefined) {
    const only = 'POST /2015-03-31/functions/{name}/invocations and GET /2015-03-31/functions/{name}/configuration';
    throw new InvokeError(404, 'UnknownOperationException', `${method} ${url} is not supported locally, only ${only}`);
  }
  const wanted = decodeURIComponent(name);
  const found = [...functions.values()].find(
    ({ functionName, functionArn }) => wanted === functionName || wanted === functionArn,
  );
  if (found) return { lambda: found, operation };
  const known = [...functions.values()].map(({ functionName }) => functionName).join(', ');
  throw new InvokeError(404, 'ResourceNotFoundException', `Function not found: ${wanted}; there are ${known}`);
}

const TYPES = ['RequestResponse', 'Event', 'DryRun'] as const;
type InvocationType = (typeof TYPES)[number];

function typeOf({ headers }: IncomingMessage): InvocationType {
  const { 'x-amz-invocation-type': given = 'RequestResponse' } = headers;
  const type = TYPES.find((known) => known === given);
  if (type !== undefined) return type;
  const message = `The invocation type ${given} is not supported locally, only ${TYPES.join(', ')}`;
  throw new InvokeError(400, 'InvalidParameterValueException', message);
}

/**
 * "For asynchronous invocations, the maximum payload size is 1 MB" (Invoke, Lambda API Reference), 256 KB until October 2025.
 * That it is 1,048,576 bytes, and the name and the text of the error, were quoted in public from its answers; the reference calls
 * it RequestTooLargeException.
 */
const LARGEST_EVENT = 1_048_576;

/** The event as the function gets it. That no payload at all is an empty object is assumed. */
function readEvent(body: Buffer, type: InvocationType): string {
  if (type === 'Event' && body.length > LARGEST_EVENT) {
    const message = `${body.length} byte payload is too large for the Event invocation type (limit ${LARGEST_EVENT} bytes)`;
    throw new InvokeError(413, 'RequestEntityTooLargeException', message);
  }
  return body.length === 0 ? '{}' : jsonOf(body.toString());
}

function jsonOf(body: string): string {
  try {
    JSON.parse(body);
    return body;
  } catch (cause) {
    const message = `Could not parse request body into json: ${(cause as Error).message}`;
    throw new InvokeError(400, 'InvalidRequestContentException', message, { cause });
  }
}

function answerError(response: ServerResponse, error: unknown): void {
  const { status, code, message } = toInvokeError(error);
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-amzn-requestid': randomUUID(),
    'x-amzn-errortype': code,
  });
  // The service writes `message` or `Message`, from error to error; clients take both.
  response.end(JSON.stringify({ Type: status < 500 ? 'User' : 'Service', Message: message }));
}

function toInvokeError(error: unknown): InvokeError {
  if (error instanceof InvokeError) return error;
  if (error instanceof TooManyRequestsException) return new InvokeError(429, error.name, error.message);
  return new InvokeError(500, 'ServiceException', String(error));
}
