import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { type PageOptions, pageApp } from './app.ts';

export interface Page {
  /** With the token, which no request has in its address: what is behind the # is not sent. */
  readonly url: string;
  close(): Promise<void>;
}

/** This machine and no other. */
const HOST = '127.0.0.1';

const TOKEN_BYTES = 32;

/**
 * Serves the page on this machine until it is closed.
 *
 * @param options.port 0: one that is free
 * @throws UsageError if the port cannot be had
 */
export async function servePage(
  context: Context,
  { port, ...options }: Omit<PageOptions, 'token' | 'port'> & { port: number },
): Promise<Page> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const bound = () => (server.address() as AddressInfo).port;
  const server = createAdaptorServer({ fetch: pageApp(context, { ...options, token, port: bound }).fetch });
  server.listen(port, HOST);
  await once(server, 'listening').catch(({ code }: NodeJS.ErrnoException) => {
    throw new UsageError(`nothing can listen on this port: ${code}`, { where: '--port', todo: 'say another, or none' });
  });
  return {
    url: `http://${HOST}:${bound()}/#token=${token}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}
