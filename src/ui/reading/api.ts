import { printable } from '../../cli/output/printable.ts';
import type { PageError } from '../../cli/ui/page-error.ts';
import { takeToken } from './token.ts';

const token = takeToken();

/** What went wrong, in words that can be shown. */
export class ApiError extends Error implements PageError {
  readonly status: number;
  readonly where?: string;
  readonly because: readonly string[];
  readonly todo?: string;

  /** @param status 0 where the page got no answer */
  constructor(status: number, { message, where, because, todo }: PageError) {
    super(message);
    this.status = status;
    this.because = because;
    if (where !== undefined) this.where = where;
    if (todo !== undefined) this.todo = todo;
  }
}

/** Whatever was thrown, in words. */
export function toPageError(error: unknown): PageError {
  return error instanceof ApiError ? error : { message: String(error), because: [] };
}

/** A document, or that it is as it was. */
export type Got<Doc> = { document: Doc; etag: string | null } | 'unchanged';

/** @throws ApiError */
export async function get<Doc>(path: string, etag: string | null = null): Promise<Got<Doc>> {
  const response = await ask(path, etag === null ? {} : { headers: { 'If-None-Match': etag } });
  if (response.status === 304) return 'unchanged';
  return { document: await read<Doc>(response), etag: response.headers.get('etag') };
}

/** @throws ApiError */
export async function post<Doc>(path: string, body: object): Promise<Doc> {
  const headers = { 'Content-Type': 'application/json' };
  return read<Doc>(await ask(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function ask(path: string, { headers, ...more }: RequestInit): Promise<Response> {
  const known = { Authorization: `Bearer ${token || 'none'}`, ...headers };
  const response = await fetch(path, { ...more, headers: known, cache: 'no-store' }).catch(() => {
    throw new ApiError(0, {
      message: 'dxm ui does not answer',
      because: [],
      todo: 'start it again, and open the new address',
    });
  });
  if (response.ok || response.status === 304) return response;
  const { error } = await read<{ error: PageError }>(response);
  throw new ApiError(response.status, error);
}

/** Texts of others cannot mislead whoever reads them. */
async function read<Doc>(response: Response): Promise<Doc> {
  return JSON.parse(await response.text(), (_name, value) => (typeof value === 'string' ? clean(value) : value));
}

/** Lines of a text stay lines. */
function clean(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
