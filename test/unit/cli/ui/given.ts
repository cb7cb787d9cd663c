import type { Hono } from 'hono';
import type { Context } from '../../../../src/cli/context/context.ts';
import { pageApp } from '../../../../src/cli/ui/app.ts';

export const PORT = 4711;
export const TOKEN = 'the-token-of-this-start';
export const HOST = `127.0.0.1:${PORT}`;

const files = { '/': { type: 'text/html; charset=utf-8', text: '<!doctype html>' } };

export function appOf(context: Context, { isReadOnly = false } = {}): Hono {
  return pageApp(context, { files, token: TOKEN, by: 'jo', isReadOnly, port: () => PORT });
}

/** What the page itself sends; undefined takes a header away. */
export function headers(others: Record<string, string | undefined> = {}): Record<string, string> {
  const own = { host: HOST, authorization: `Bearer ${TOKEN}`, 'sec-fetch-site': 'same-origin', ...others };
  return Object.fromEntries(
    Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** A command, as the page sends it. */
export function posting(body: unknown, others: Record<string, string | undefined> = {}): RequestInit {
  const more = { origin: `http://${HOST}`, 'content-type': 'application/json', ...others };
  return { method: 'POST', headers: headers(more), body: typeof body === 'string' ? body : JSON.stringify(body) };
}
