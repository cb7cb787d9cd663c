import { drainItem } from '../aws/drain-item.ts';
import type { Table } from '../aws/table.ts';
import { plans } from '../drain/run/plans.ts';
import { releases } from '../drain/run/releases.ts';
import type { Settings } from '../migration/model/settings.ts';
import type { Releases } from '../migration/ports/releases.ts';

/** The core's question to drains, over the ledger. */
export function drainReleases(table: Table, settings: Pick<Settings, 'drainApprovals' | 'minRequestedAt'>): Releases {
  const drains = drainItem(table);
  return releases({ drains, plans: plans(drains), settings });
}
