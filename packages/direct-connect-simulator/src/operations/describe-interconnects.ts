import { interconnectRecord } from '../records/parent-records.ts';
import { serviceError } from '../texts.ts';
import type { ReadOperation } from './operation.ts';
import { pageOf } from './page.ts';
import { optionalText } from './parameters.ts';
import { requirePartner } from './partner.ts';

/** The partner's interconnects, or one of them (Direct Connect API reference, DescribeInterconnects). */
export const describeInterconnects: ReadOperation = ({ world, account, at }, parameters) => {
  requirePartner(world, account);
  const wanted = optionalText(parameters, 'interconnectId');
  const all = world.parents(at).flatMap((parent) => (parent.kind === 'interconnect' ? [parent] : []));
  const items = wanted === undefined ? all : all.filter(({ id }) => id === wanted);
  if (wanted !== undefined && items.length === 0) throw serviceError('connectionNotFound', wanted);
  const listing = {
    order: world.parents(at).map(({ id }) => id),
    items,
    idOf: ({ id }: { id: string }) => id,
    scope: `interconnects/${wanted ?? ''}`,
  };
  const page = pageOf(listing, parameters, world.topology.settings.pageSize);
  return { interconnects: page.items.map((item) => interconnectRecord(world, item)), ...page.members };
};
