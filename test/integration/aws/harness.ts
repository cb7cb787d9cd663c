import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, vi } from 'vitest';
import {
  askingClient,
  dynamoDbClient,
  eventBridgeClient,
  lambdaClient,
  movingClient,
  sqsClient,
} from '../../../src/aws/clients.ts';
import { directConnect } from '../../../src/aws/direct-connect.ts';
import type { Answer } from '../../../src/migration/call/classify-answer.ts';
import type { DirectConnect } from '../../../src/migration/ports/direct-connect.ts';
/** Milliseconds that AssociateHostedConnection may take in these tests: more than one that is answered takes anywhere. */
export const CALL_TIMEOUT = 20_000;

/** What a Lambda function has in its environment, and nothing that this machine's own AWS configuration could add. */
const LAMBDA = {
  AWS_REGION: 'us-west-1',
  AWS_ACCESS_KEY_ID: 'PARTNERKEY',
  AWS_SECRET_ACCESS_KEY: 'not-checked',
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_CONFIG_FILE: '/nonexistent/config',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: undefined,
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: undefined,
  AWS_WEB_IDENTITY_TOKEN_FILE: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL: undefined,
};

/** The handlers' own clients in such an environment, with more variables of the test's; both end with the test. */
export function clientsIn(variables: Record<string, string | undefined>) {
  for (const [name, value] of Object.entries({ ...LAMBDA, ...variables })) vi.stubEnv(name, value);
  const clients = {
    asking: askingClient(),
    moving: movingClient(CALL_TIMEOUT),
    dynamoDb: dynamoDbClient(),
    eventBridge: eventBridgeClient(),
    lambda: lambdaClient(),
    sqs: sqsClient(),
  };
  onTestFinished(() => {
    for (const client of Object.values(clients)) client.destroy();
    vi.unstubAllEnvs();
  });
  return clients;
}

/** The adapter, whose calls have the whole of their time unless a test says otherwise. */
type Adapter = DirectConnect & { associate(connectionId: string, parentId: string, timeout?: number): Promise<Answer> };

/** The Direct Connect adapter as the handlers wire it. */
export function adapterFor(
  url: string,
  variables: Record<string, string | undefined> = {},
  clock: () => number = Date.now,
): Adapter {
  const { asking, moving } = clientsIn({ AWS_ENDPOINT_URL_DIRECT_CONNECT: url, ...variables });
  const adapter = directConnect(asking, moving, clock);
  return {
    ...adapter,
    associate: (connectionId, parentId, timeout = CALL_TIMEOUT) => adapter.associate(connectionId, parentId, timeout),
  };
}

/**
 * The answer of a call that only its own timeout ends, by a clock that is moved by hand: not a millisecond before.
 *
 * @param underWay whether the call has come as far as it gets
 */
export async function givenUp<T>(
  call: () => Promise<T>,
  underWay: () => unknown,
  timeout: number = CALL_TIMEOUT,
): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let ended = false;
  const answer = call().finally(() => {
    ended = true;
  });
  while (!(await underWay())) await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(timeout - 1);
  expect(ended).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  return await answer.finally(() => void vi.useRealTimers());
}

/** Takes the time out of the SDK's pauses between attempts, each a random share of a longest pause. */
export function withoutPauses(): void {
  const random = vi.spyOn(Math, 'random').mockReturnValue(0);
  onTestFinished(() => random.mockRestore());
}

export interface RawServer {
  readonly url: string;
  /** The bodies of all requests, oldest first. */
  readonly bodies: readonly string[];
  /** How many TCP connections were ever made to it. */
  connections(): number;
  /** How many are open. */
  open(): number;
}

type Listener = (response: ServerResponse, request: IncomingMessage, number: number) => void;

/** A server that answers the first, second, … request of one test in any way at all. */
export async function startRawServer(listener: Listener): Promise<RawServer> {
  const bodies: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer(async (request, response) => {
    bodies.push(Buffer.concat(await request.toArray()).toString());
    listener(response, request, bodies.length);
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const url = await listen(server);
  onTestFinished(() => stop(server));
  return { url, bodies, connections: () => connections, open: () => sockets.size };
}

/** An address that no one listens on. */
export async function closedPort(): Promise<string> {
  const server = createServer();
  const url = await listen(server);
  await stop(server);
  return url;
}

/** A whole answer as AWS JSON services give it. */
export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'aws-1' });
  response.end(JSON.stringify(body));
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => Promise.reject(new Error('expected an error')),
    (error: unknown) => error,
  );
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
