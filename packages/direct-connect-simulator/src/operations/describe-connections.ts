import { connectionRecord } from '../records/connection-record.ts';
import { serviceError } from '../texts.ts';
import type { ReadOperation } from './operation.ts';
import { pageOf } from './page.ts';
import { optionalText } from './parameters.ts';

/**
 * The caller's own connections (Direct Connect API reference, DescribeConnections): a customer sees the hosted
 * connections that belong to them, the partner those of its own account. Someone else's id is not found.
 */
export const describeConnections: ReadOperation = ({ world, account, at }, parameters) => {
  const wanted = optionalText(parameters, 'connectionId');
  const own = world.connections(at).filter(({ definition }) => definition.ownerAccount === account);
  const items = wanted === undefined ? own : own.filter(({ id }) => id === wanted);
  if (wanted !== undefined && items.length === 0) throw serviceError('connectionNotFound', wanted);
  const listing = {
    order: [...world.hostedConnections.keys()],
    items,
    idOf: ({ id }: { id: string }) => id,
    scope: `connections/${account}/${wanted ?? ''}`,
  };
  const page = pageOf(listing, parameters, world.topology.settings.pageSize);
  return { connections: page.items.map((item) => connectionRecord(world, item, at, account)), ...page.members };
};
