import { maintenanceId } from '../../contract/operations/maintenance.ts';
import type { AnnouncedData } from '../../contract/operations/maintenance-schema.ts';
import type { Plan, PlannedLine } from '../plan/plan.ts';
import { groupBy } from '../plan/words.ts';

/** What is told of each of these lines of a plan when they are announced: in their order, one for each. */
export function announcedOf(plan: Plan, lines: readonly PlannedLine[] = plan.lines): AnnouncedData[] {
  const counts = groupBy(lines, ({ facts }) => facts.ownerAccount);
  return lines.map(({ facts: { name, ownerAccount }, to, customer, contact, ...line }) => ({
    ...maintenanceOf(plan, { ...line, facts: { ownerAccount } }),
    ...(name === undefined ? {} : { connectionName: name }),
    parentConnectionId: plan.source,
    targetParentConnectionId: to,
    impact: 'OUTAGE',
    linesOfOwner: ownerAccount === undefined ? 1 : (counts.get(ownerAccount)?.length ?? 1),
    ...(customer === undefined ? {} : { customer }),
    ...(contact === undefined ? {} : { contact }),
    ...(plan.ticket === undefined ? {} : { ticket: plan.ticket }),
  }));
}

/** What every event about the maintenance of a line says. */
export function maintenanceOf(
  { drainId, window: { from, to } }: Pick<Plan, 'drainId' | 'window'>,
  { connectionId, facts }: { connectionId: string; facts: { ownerAccount?: string | undefined } },
) {
  return {
    maintenanceId: maintenanceId(drainId, connectionId),
    drainId,
    connectionId,
    ownerAccount: facts.ownerAccount ?? null,
    window: { from, to },
  };
}
