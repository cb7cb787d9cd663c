import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
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
 * The Invoke operation of the Lambda API, version 2015-03-31, on 127.0.0.1: `POST
 * /2015-03-31/functions/{name or ARN}/invocations`. Signatures are not checked. Only InvocationType RequestResponse: who
 * invokes a function here wants its answer.
 *
 * @param functions asked at each call, so that it may grow meanwhile
 */
export async function startInvokeApi(functions: ReadonlyMap<string, LambdaFunction>): Promise<InvokeApi> {
  const server = createServer((request, response) => {
    invoke(request, response, functions).catch((error: unknown) => answerError(response, error));
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

/** What the handler throws is no error of the call: it is answered with 200 and the header X-Amz-Function-Error. */
async function invoke(
  request: IncomingMessage,
  response: ServerResponse,
  functions: ReadonlyMap<string, LambdaFunction>,
): Promise<void> {
  const lambda = findFunction(request, functions);
  refuseOtherTypes(request.headers['x-amz-invocation-type']);
  const { requestId, payload, functionError } = await lambda.invoke(jsonOf(await text(request)));
  response.writeHead(200, {
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
    'x-amz-executed-version': '$LATEST',
    ...(functionError === undefined ? {} : { 'x-amz-function-error': functionError }),
  });
  response.end(payload);
}

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations$/;

function findFunction({ method, url = '' }: IncomingMessage, functions: ReadonlyMap<string, LambdaFunction>) {
  const [, name] = PATH.exec(url) ?? [];
  if (method !== 'POST' || name === undefined) {
    const only = 'POST /2015-03-31/functions/{name}/invocations';
    throw new InvokeError(404, 'UnknownOperationException', `${method} ${url} is not supported locally, only ${only}`);
  }
  const wanted = decodeURIComponent(name);
  const found = [...functions.values()].find(
    ({ functionName, functionArn }) => wanted === functionName || wanted === functionArn,
  );
  if (found) return found;
  const known = [...functions.values()].map(({ functionName }) => functionName).join(', ');
  throw new InvokeError(404, 'ResourceNotFoundException', `Function not found: ${wanted}; there are ${known}`);
}

function refuseOtherTypes(type: string | string[] = 'RequestResponse'): void {
  if (type === 'RequestResponse') return;
  const message = `The invocation type ${type} is not supported locally, only RequestResponse`;
  throw new InvokeError(400, 'InvalidParameterValueException', message);
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
