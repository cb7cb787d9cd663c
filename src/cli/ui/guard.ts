import type { MiddlewareHandler } from 'hono';
import type { PageError } from './page-error.ts';

/**
 * Lets only requests in that came to this page by its own name, and from itself: a name of someone else's that leads to this machine
 * (DNS rebinding), and pages of others, are turned away before anything is looked at.
 *
 * @param port that is listened on
 */
export function guard(port: () => number): MiddlewareHandler {
  return async (c, next) => {
    const { host, origin, site } = {
      host: c.req.header('host') ?? '',
      origin: c.req.header('origin'),
      site: c.req.header('sec-fetch-site'),
    };
    if (host !== `127.0.0.1:${port()}` && host !== `localhost:${port()}`)
      return c.json(refusal('this page answers only to the address that dxm has printed'), 421);
    const isWrite = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    const isForeign = origin === undefined ? isWrite : origin !== `http://${host}`;
    const isApi = c.req.path.startsWith('/api/');
    if (isForeign || (isApi && site !== undefined && site !== 'same-origin'))
      return c.json(refusal('this page takes requests only from itself'), 403);
    return next();
  };
}

/** As the page shows it. */
export function refusal(message: string, todo?: string): { error: PageError } {
  return { error: { message, because: [], ...(todo === undefined ? {} : { todo }) } };
}
