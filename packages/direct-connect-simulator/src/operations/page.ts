import type { WireRecord } from '../records/without-undefined.ts';
import { serviceError } from '../texts.ts';
import { optionalText, type Parameters } from './parameters.ts';

/** What there is to list. */
export interface Listing<T> {
  /** Everything that there could be, in the order of the answers, shown now or not: a token names a place in it. */
  readonly order: readonly string[];
  readonly items: readonly T[];
  readonly idOf: (item: T) => string;
  /** What the listing is of; a token of another listing is refused. */
  readonly scope: string;
}

/**
 * One page, with the token for the next one if there is more. A token names the last id shown rather than a number of
 * entries, so that a connection that moves away between two pages makes no other one disappear.
 *
 * @param pageSize entries at most; the API takes a maxResults above 100 as 100 (Direct Connect API reference)
 * @throws {ServiceError} for a maxResults or nextToken that is none
 */
export function pageOf<T>(
  listing: Listing<T>,
  parameters: Parameters,
  pageSize: number,
): { readonly items: readonly T[]; readonly members: WireRecord } {
  const size = Math.min(readMaxResults(parameters) ?? pageSize, pageSize);
  const rank = new Map(listing.order.map((id, index) => [id, index]));
  const rankOf = (id: string) => rank.get(id) ?? -1;
  const token = optionalText(parameters, 'nextToken');
  const after = token === undefined ? -1 : rankOf(readToken(token, listing.scope));
  if (token !== undefined && after === -1) throw serviceError('invalidToken');
  const rest = listing.items.filter((item) => rankOf(listing.idOf(item)) > after);
  const items = rest.slice(0, size);
  const last = items.at(-1);
  if (rest.length <= items.length || last === undefined) return { items, members: {} };
  return { items, members: { nextToken: writeToken(listing.scope, listing.idOf(last)) } };
}

function readMaxResults(parameters: Parameters): number | undefined {
  const value = parameters.maxResults;
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  throw serviceError('invalidParameter', 'maxResults', 'a whole number above 0');
}

function writeToken(scope: string, id: string): string {
  return Buffer.from(JSON.stringify([scope, id])).toString('base64url');
}

function readToken(token: string, scope: string): string {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(content) && content[0] === scope && typeof content[1] === 'string') return content[1];
  } catch {
    // Not one of ours, which is answered like any other wrong token.
  }
  throw serviceError('invalidToken');
}
