import { connectionRecord } from '../records/connection-record.ts';
import { serviceError } from '../texts.ts';
import type { ReadOperation } from './operation.ts';
import { pageOf } from './page.ts';
import { requiredParentId } from './parameters.ts';
import { requirePartner } from './partner.ts';

/**
 * The hosted connections on one interconnect or LAG (Direct Connect API reference, DescribeHostedConnections). This is
 * the only place where a parent shows. A hosted connection's own id is refused, with a quoted text.
 */
export const describeHostedConnections: ReadOperation = ({ world, account, at }, parameters) => {
  requirePartner(world, account);
  const parentId = requiredParentId(parameters, 'connectionId');
  if (world.parent(parentId, at) === undefined) throw serviceError('hostedParentNotFound', account, parentId);
  const listing = {
    order: [...world.hostedConnections.keys()],
    items: world.hostedOn(parentId, at),
    idOf: ({ id }: { id: string }) => id,
    scope: `hosted/${parentId}`,
  };
  const { items, members } = pageOf(listing, parameters, world.topology.settings.pageSize);
  return { connections: items.map((item) => connectionRecord(world, item, at, account)), ...members };
};
