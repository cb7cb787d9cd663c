import { lagRecord } from '../records/parent-records.ts';
import { serviceError } from '../texts.ts';
import type { ReadOperation } from './operation.ts';
import { pageOf } from './page.ts';
import { optionalText } from './parameters.ts';

/** The caller's LAGs, or one of them (Direct Connect API reference, DescribeLags). All of them are the partner's. */
export const describeLags: ReadOperation = ({ world, account, at }, parameters) => {
  const wanted = optionalText(parameters, 'lagId');
  const own = account === world.topology.account ? world.parents(at) : [];
  const all = own.flatMap((parent) => (parent.kind === 'lag' ? [parent] : []));
  const items = wanted === undefined ? all : all.filter(({ id }) => id === wanted);
  if (wanted !== undefined && items.length === 0) throw serviceError('lagNotFound', wanted);
  const listing = {
    order: world.parents(at).map(({ id }) => id),
    items,
    idOf: ({ id }: { id: string }) => id,
    scope: `lags/${account}/${wanted ?? ''}`,
  };
  const page = pageOf(listing, parameters, world.topology.settings.pageSize);
  return { lags: page.items.map((item) => lagRecord(world, item, at)), ...page.members };
};
