import type { Topology } from '#direct-connect-simulator';
import { SETTINGS } from '../../infra/settings-table.ts';

/**
 * The parameter `parents` for a topology: all interconnects and LAGs that lines can be on, so that drains can be tried. None, and
 * so no drains, where that are more than it takes.
 */
export function parentsOf({ interconnects, lags }: Pick<Topology, 'interconnects' | 'lags'>): { parents?: string } {
  const links = new Set(lags.flatMap(({ members }) => members));
  const ids = [...interconnects.map(({ id }) => id).filter((id) => !links.has(id)), ...lags.map(({ id }) => id)];
  return ids.length === 0 || ids.length > SETTINGS.parents.most ? {} : { parents: ids.join() };
}
