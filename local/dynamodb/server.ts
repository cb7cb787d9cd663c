import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import type { FaultQueue } from '../fault-queue.ts';
import { type FailedRequest, type TableFault, TableFaults } from './faults.ts';
import { UnderWay } from './under-way.ts';

export interface DynamoDbServer {
  url: string;
  faults: FaultQueue<TableFault>;
  /** Every request that met a fault, oldest first. */
  failed(): readonly FailedRequest[];
  close(): Promise<void>;
}

/** DynamoDB in memory, on 127.0.0.1; tables are there as soon as they are created. */
export async function startDynamoDb({ port = 0 }: { port?: number } = {}): Promise<DynamoDbServer> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const faults = new TableFaults();
  const underWay = new UnderWay();
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  for (const listener of listeners) server.on('request', faults.guard(underWay.watch(listener)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    failed: () => faults.failed(),
    close: async () => {
      server.closeAllConnections();
      await underWay.close();
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
      });
    },
  };
}
