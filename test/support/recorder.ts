import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One call of an AWS client, as it went over the wire. */
export interface Call {
  /** As IAM calls it. */
  service: 'directconnect' | 'dynamodb' | 'lambda' | 'logs' | 'sqs';
  operation: string;
  /** Its parameters, or with Lambda the function. */
  input: Record<string, unknown>;
}

export interface Recorder {
  /** Instead of the stack's. */
  endpointVariables: Record<string, string>;
  /** What was called since the last time. */
  take(): Call[];
  close(): Promise<void>;
}

/** In the header x-amz-target. */
const SERVICES: Record<string, Call['service']> = {
  OvertureService: 'directconnect',
  DynamoDB_20120810: 'dynamodb',
  Logs_20140328: 'logs',
  AmazonSQS: 'sqs',
};

/** Servers between clients and the local stack, which pass on everything and keep what was asked. */
export async function startRecorder(endpoints: Readonly<Record<string, string>>): Promise<Recorder> {
  const calls: Call[] = [];
  const servers: Server[] = [];
  const endpointVariables: Record<string, string> = {};
  for (const [name, origin] of Object.entries(endpoints)) {
    const server = createServer((request, response) => {
      passOn(request, response, origin, calls).catch((error: unknown) => response.destroy(error as Error));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    endpointVariables[name] = originOf(server);
  }
  return {
    endpointVariables,
    take: () => calls.splice(0),
    close: async () => {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
    },
  };
}

const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** SQS's clients go where a queue's URL is: each side sees URLs of its own. */
async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  calls: Call[],
): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const here = `http://${headers.host}`;
  const body = (await buffer(request)).toString();
  calls.push(callOf(method, url, headers, body));
  const { host, 'content-length': _length, connection, expect: _expect, ...passed } = headers;
  const answer = await fetch(`${origin}${url}`, {
    method,
    headers: passed as Record<string, string>,
    ...(method === 'GET' ? {} : { body: body.replaceAll(here, origin) }),
  });
  const answered = (await answer.text()).replaceAll(origin, here);
  const kept = [...answer.headers].filter(
    ([name]) => !/^(content-length|content-encoding|connection|x-amz-crc32)$/.test(name),
  );
  response.writeHead(answer.status, Object.fromEntries(kept));
  response.end(answered);
}

function callOf(method: string, url: string, headers: IncomingMessage['headers'], body: string): Call {
  const [, name, what] = /^\/2015-03-31\/functions\/([^/]+)\/(\w+)$/.exec(url) ?? [];
  if (name !== undefined) {
    const operation = what === 'invocations' ? 'InvokeFunction' : 'GetFunctionConfiguration';
    return { service: 'lambda', operation, input: { FunctionName: decodeURIComponent(name) } };
  }
  const [target = '', operation = ''] = String(headers['x-amz-target']).split('.');
  const service = SERVICES[target];
  if (service === undefined) throw new Error(`${method} ${url} is of no service that is known here`);
  return { service, operation, input: JSON.parse(body) as Record<string, unknown> };
}
