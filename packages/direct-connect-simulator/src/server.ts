import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerAdmin } from './admin.ts';
import { readAwsRequest } from './aws-request.ts';
import { openCall } from './call.ts';
import { type Clock, systemClock } from './clock.ts';
import { deliver, send } from './delivery.ts';
import { createSimulation, type Simulation } from './simulation.ts';
import type { Topology } from './topology/schema.ts';
import type { World } from './world.ts';

export interface DirectConnectOptions {
  readonly topology: Topology;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly clock?: Clock;
  /** From 0 up to, not including, 1; decides how far each Describe lags. */
  readonly random?: () => number;
  readonly newRequestId?: () => string;
}

/** A running simulator. */
export interface DirectConnectServer {
  /** For AWS_ENDPOINT_URL_DIRECT_CONNECT, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** The truth, without lag. */
  readonly world: World;
  /** Ends it at once: open calls are cut off, late effects that have not landed never will. */
  close(): Promise<void>;
}

const host = '127.0.0.1';

/** Far more than any request of this API, and an end to endless ones. */
const mostBytes = 1024 * 1024;

/**
 * Starts a Direct Connect endpoint on 127.0.0.1, with its admin endpoint under `/_admin/`.
 *
 * @throws {Error} if the port cannot be had
 */
export async function startDirectConnect(options: DirectConnectOptions): Promise<DirectConnectServer> {
  const { topology, clock = systemClock, random = Math.random, newRequestId = randomUUID } = options;
  const simulation = createSimulation(topology, clock, random);
  const server = createServer((request, response) => {
    // A client that breaks off while it sends leaves no one to answer.
    handle(simulation, request, response, newRequestId).catch(() => response.destroy());
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://${host}:${port}`,
    port,
    world: simulation.world,
    close: async () => {
      simulation.timers.cancelAll();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  simulation: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
  newRequestId: () => string,
): Promise<void> {
  const body = await readBody(request);
  const [path = '/'] = (request.url ?? '/').split('?');
  if (body === undefined) {
    send(response, 413, { connection: 'close' }, '');
  } else if (path.startsWith('/_admin/')) {
    const answer = answerAdmin(simulation, request.method ?? 'GET', path, body);
    send(response, answer.status, { 'content-type': 'application/json' }, `${JSON.stringify(answer.body, null, 2)}\n`);
  } else {
    const requestId = newRequestId();
    await deliver(simulation, response, {
      requestId,
      ...openCall(simulation, readAwsRequest(request.headers, body), requestId),
    });
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > mostBytes) return undefined;
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Error(`cannot listen on ${host}:${port}: ${cause.message}; give another port`, { cause })),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
