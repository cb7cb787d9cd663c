import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { AwsError } from './aws-error.ts';

/** JSON escapes can make a request of the permitted size several times as long on the wire. */
const MAX_BODY_BYTES = 8 * 1_048_576;

/** Answers one operation. Undefined breaks the connection instead of answering; an AwsError becomes its answer. */
export type Operation = (body: string) => object | undefined;

/**
 * A listener that speaks AWS JSON 1.1 for one service: `POST /` with `X-Amz-Target: <service>.<operation>`. Signatures are
 * not checked. An operation that is not among those given is an UnknownOperationException.
 */
export function awsJsonListener(service: string, operations: Readonly<Record<string, Operation>>): RequestListener {
  return async (request, response) => {
    try {
      const operation = findOperation(service, operations, request);
      const answer = operation(await readBody(request));
      if (answer === undefined) {
        request.socket.destroy();
      } else {
        send(response, 200, answer);
      }
    } catch (error) {
      sendError(response, error);
    }
  };
}

function findOperation(
  service: string,
  operations: Readonly<Record<string, Operation>>,
  request: IncomingMessage,
): Operation {
  const target = String(request.headers['x-amz-target'] ?? '');
  const name = target.startsWith(`${service}.`) ? target.slice(service.length + 1) : '';
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (request.method !== 'POST' || operation === undefined) {
    const known = Object.keys(operations).join(', ');
    throw new AwsError(400, 'UnknownOperationException', `"${target}" is not supported locally, only ${known}`);
  }
  return operation;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) {
      chunks.push(chunk);
    }
  }
  if (bytes > MAX_BODY_BYTES) {
    throw new AwsError(413, 'RequestEntityTooLarge', `The request is longer than ${MAX_BODY_BYTES} bytes`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendError(response: ServerResponse, error: unknown): void {
  if (error instanceof AwsError) {
    send(response, error.status, { __type: error.type, message: error.message });
  } else {
    send(response, 500, { __type: 'InternalException', message: String(error) });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() });
  response.end(JSON.stringify(body));
}
