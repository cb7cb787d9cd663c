import { virtualInterfaceRecord } from '../records/virtual-interface-record.ts';
import type { ReadOperation } from './operation.ts';
import { pageOf } from './page.ts';
import { optionalText } from './parameters.ts';

/**
 * The caller's virtual interfaces (Direct Connect API reference, DescribeVirtualInterfaces). They are the customer's:
 * the partner that hosts the connection sees none of them. An id that matches nothing gives an empty list: assumed,
 * since no public answer is known, and hashicorp/terraform-provider-aws takes an empty list, but no text, for "gone"
 * (findVirtualInterfaceByID in internal/service/directconnect).
 */
export const describeVirtualInterfaces: ReadOperation = ({ world, account, at }, parameters) => {
  const connectionId = optionalText(parameters, 'connectionId');
  const virtualInterfaceId = optionalText(parameters, 'virtualInterfaceId');
  const all = [...world.hostedConnections.values()].flatMap((connection) =>
    world.virtualInterfacesOf(connection.id).map((definition) => ({ connection, definition })),
  );
  const items = all.filter(
    ({ connection, definition }) =>
      (definition.ownerAccount ?? connection.definition.ownerAccount) === account &&
      (connectionId === undefined || connection.id === connectionId) &&
      (virtualInterfaceId === undefined || definition.id === virtualInterfaceId),
  );
  const listing = {
    order: all.map(({ definition }) => definition.id),
    items,
    idOf: ({ definition }: (typeof all)[number]) => definition.id,
    scope: `virtualInterfaces/${account}/${connectionId ?? ''}/${virtualInterfaceId ?? ''}`,
  };
  const page = pageOf(listing, parameters, world.topology.settings.pageSize);
  return {
    virtualInterfaces: page.items.map((item) => virtualInterfaceRecord(world, item.connection, item.definition, at)),
    ...page.members,
  };
};
