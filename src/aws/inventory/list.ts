import {
  DescribeHostedConnectionsCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  type DirectConnectClient,
  type Interconnect,
  type Lag,
} from '@aws-sdk/client-direct-connect';
import type { ConnectionRecord } from '../../contract/connection-record.ts';
import { saysNoSuchParent } from '../../migration/call/classify-answer.ts';
import { toConnectionRecord } from '../to-connection-record.ts';
import { ListingError } from './listing-error.ts';

/** The largest page that Direct Connect gives. */
const PAGE = 100;

/** More pages than there can be; a list that never ends is a fault, not an answer. */
const MAX_PAGES = 100;

/** Of an account, all pages. */
export function listInterconnects(client: DirectConnectClient, signal?: AbortSignal): Promise<Interconnect[]> {
  return allPages('DescribeInterconnects', async (page) => {
    const { interconnects, nextToken } = await client.send(new DescribeInterconnectsCommand(page), until(signal));
    return { items: interconnects, nextToken };
  });
}

/** Of an account, all pages. */
export function listLags(client: DirectConnectClient, signal?: AbortSignal): Promise<Lag[]> {
  return allPages('DescribeLags', async (page) => {
    const { lags, nextToken } = await client.send(new DescribeLagsCommand(page), until(signal));
    return { items: lags, nextToken };
  });
}

/** The lines on a parent, all pages; undefined where Direct Connect says that there is no such parent. */
export async function listHosted(
  client: DirectConnectClient,
  parentId: string,
): Promise<ConnectionRecord[] | undefined> {
  try {
    const listed = await allPages('DescribeHostedConnections', async (page) => {
      const input = { connectionId: parentId, ...page };
      const { connections, nextToken } = await client.send(new DescribeHostedConnectionsCommand(input));
      return { items: connections, nextToken };
    });
    return listed.map(toConnectionRecord);
  } catch (error) {
    if (saysNoSuchParent(error, 'DescribeHostedConnections', parentId)) return undefined;
    throw error;
  }
}

function until(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {};
}

interface Page<Item> {
  items: Item[] | undefined;
  nextToken: string | undefined;
}

async function allPages<Item>(
  operation: string,
  ask: (page: { maxResults: number; nextToken?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  let next: { nextToken?: string } = {};
  for (let page = 0; page < MAX_PAGES; page++) {
    const { items, nextToken } = await ask({ maxResults: PAGE, ...next });
    // What is not said is not "nothing".
    if (!items) throw new ListingError(`${operation} answered without its list`);
    found.push(...items);
    if (!nextToken) return found;
    next = { nextToken };
  }
  throw new ListingError(`${operation} answered more than ${MAX_PAGES} pages`);
}
