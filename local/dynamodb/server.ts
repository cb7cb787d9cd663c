import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';

export interface DynamoDbServer {
  url: string;
  close(): Promise<void>;
}

/** DynamoDB in memory, on 127.0.0.1; tables are there as soon as they are created. */
export async function startDynamoDb({ port = 0 }: { port?: number } = {}): Promise<DynamoDbServer> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
