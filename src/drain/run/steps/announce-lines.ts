import { announcedEvent, type MaintenanceEvent, maintenanceId } from '../../../contract/operations/maintenance.ts';
import { formatTime } from '../../../contract/time.ts';
import type { PlannedLine } from '../../plan/plan.ts';
import type { Announcement, Drain } from '../drain.ts';
import { publishInOrder } from './publish-events.ts';
import type { Pass, Step } from './step.ts';

/** Events of lines that are published between two writes. */
export const LINES_AT_ONCE = 20;

/**
 * Announces the next lines. Each event is a function of the plan and of who has announced it when: whoever comes next publishes the same
 * ones again, if a write was lost.
 */
export const announceLines: Step = async (pass, ports) => {
  const { drain } = pass;
  const announcement = announcementOf(drain);
  if (!announcement) return undefined;
  const inOrder = [...pass.moves.keys()];
  const from = announcement.published;
  const planned = new Map(pass.plan.lines.map((line) => [line.connectionId, line]));
  const events = inOrder.slice(from, from + LINES_AT_ONCE).flatMap((id) => {
    const line = planned.get(id);
    return line ? [eventFor(line, announcement, pass)] : [];
  });
  const accepted = await publishInOrder(events, pass, ports);
  const published = from + accepted;
  const isDone = published >= inOrder.length;
  if (accepted === 0 && !isDone) return undefined;
  return {
    next: { ...drain, announcement: { ...announcement, published, ...(isDone ? { doneAtMs: ports.clock() } : {}) } },
  };
};

/** The one that goes on. */
export function announcementOf({ announcement, rev, phase }: Drain): Announcement | undefined {
  const isOpen = phase === 'PLANNED' || phase === 'RUNNING';
  return isOpen && announcement?.rev === rev && announcement.doneAtMs === undefined ? announcement : undefined;
}

/** How lines of a plan are named in their events. */
export function maintenanceOf(
  { drainId }: Pick<Drain, 'drainId'>,
  { fromMs, toMs }: Pick<Announcement, 'fromMs' | 'toMs'>,
  connectionId: string,
  ownerAccount: string | undefined,
) {
  return {
    maintenanceId: maintenanceId(drainId, connectionId),
    drainId,
    connectionId,
    ownerAccount: ownerAccount ?? null,
    window: { from: formatTime(fromMs), to: formatTime(toMs) },
  };
}

function eventFor(
  { connectionId, facts, to, customer, contact }: PlannedLine,
  announcement: Announcement,
  { drain, plan }: Pass,
): MaintenanceEvent {
  const { ownerAccount } = facts;
  const metadata = { occurredAt: formatTime(announcement.atMs), serviceVersion: announcement.serviceVersion };
  return announcedEvent(metadata, {
    ...maintenanceOf(drain, announcement, connectionId, ownerAccount),
    parentConnectionId: plan.source,
    targetParentConnectionId: to,
    impact: 'OUTAGE',
    linesOfOwner: plan.lines.filter((line) => line.facts.ownerAccount === ownerAccount).length,
    ...(customer === undefined ? {} : { customer }),
    ...(contact === undefined ? {} : { contact }),
    ...(plan.ticket === undefined ? {} : { ticket: plan.ticket }),
  });
}
