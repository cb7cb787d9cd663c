import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { FaultQueue } from '../fault-queue.ts';

/**
 * What happens to a request to a table that fails: `refuse` answers HTTP 500 InternalServerError, `throttle` HTTP 400
 * ProvisionedThroughputExceededException (both from "Error handling with DynamoDB", DynamoDB Developer Guide), `drop`
 * breaks the connection before anything is done, `lose` after all of it is.
 */
export const TABLE_FAULTS = ['refuse', 'throttle', 'drop', 'lose'] as const;
export type TableFault = (typeof TABLE_FAULTS)[number];

/** A request that met a fault. */
export interface FailedRequest {
  /** Milliseconds since the epoch. */
  at: number;
  fault: TableFault;
  /** GetItem, UpdateItem and so on. */
  operation: string;
  /** The item's `pk`, where the request names one. */
  pk: string | undefined;
}

export class TableFaults extends FaultQueue<TableFault> {
  readonly #failed: FailedRequest[] = [];

  failed(): readonly FailedRequest[] {
    return [...this.#failed];
  }

  /** Puts the faults in front of a server. */
  guard(listener: RequestListener): RequestListener {
    return (request, response) => {
      const fault = this.take();
      if (fault !== undefined) this.#fail(fault, request, response);
      if (fault === undefined || fault === 'lose') listener(request, response);
    };
  }

  #fail(fault: TableFault, request: IncomingMessage, response: ServerResponse): void {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.#failed.push({ at: Date.now(), fault, operation, pk: pkIn(Buffer.concat(chunks).toString()) });
      if (fault === 'drop') request.socket.destroy();
      if (fault === 'refuse') answer(response, 500, 'InternalServerError', 'The request processing has failed.');
      if (fault === 'throttle') answer(response, 400, 'ProvisionedThroughputExceededException', 'Rate exceeded');
    });
    if (fault === 'lose') response.end = () => response.destroy();
  }
}

function answer(response: ServerResponse, status: number, type: string, message: string): void {
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message });
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function pkIn(body: string): string | undefined {
  try {
    const { Key, Item } = JSON.parse(body) as Record<string, { pk?: { S?: string } } | undefined>;
    return (Key ?? Item)?.pk?.S;
  } catch {
    return undefined;
  }
}
