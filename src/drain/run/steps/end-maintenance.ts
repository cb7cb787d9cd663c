import {
  cancelledEvent,
  type MaintenanceEvent,
  maintenanceDoneEvent,
} from '../../../contract/operations/maintenance.ts';
import type { CancelledData, MaintenanceDoneData } from '../../../contract/operations/maintenance-schema.ts';
import { formatTime } from '../../../contract/time.ts';
import { maintenanceOf } from '../../notice/announced.ts';
import { type Announcement, announcedWindow, type Drain, isOver } from '../drain.ts';
import { type LineProgress, stateOfTry } from '../line.ts';
import { LINES_AT_ONCE } from './announce-lines.ts';
import { publishInOrder } from './publish-events.ts';
import type { Pass, Step } from './step.ts';

/** How the maintenance of a line has ended: moved, or not after all. */
export type MaintenanceEnd = { outcome: MaintenanceDoneData['outcome'] } | { cause: CancelledData['cause'] };

/** Tells of the next lines that were announced how that has ended. An event is a function of what is stored, and that changes no more. */
export const endMaintenance: Step = async (pass, ports) => {
  const { drain } = pass;
  const next = endsToTell(pass).slice(0, LINES_AT_ONCE);
  const events = next.map(({ id, end }) => eventFor(id, end, pass));
  const accepted = await publishInOrder(events, pass, ports);
  if (accepted === 0) return undefined;
  const told = next.slice(0, accepted).map(({ id }) => [id, { ...drain.lines[id], told: true as const }]);
  return { next: { ...drain, lines: { ...drain.lines, ...Object.fromEntries(told) } } };
};

/** Those that were announced, whose end is known, and that no one was told of yet. */
export function endsToTell({ drain, moves }: Pick<Pass, 'drain' | 'moves'>): { id: string; end: MaintenanceEnd }[] {
  const { announcement, rev, lines, rollbackOf } = drain;
  if (!announcement || rollbackOf !== undefined) return [];
  const announced = new Set(announcement.rev === rev ? [...moves.keys()].slice(0, mayBeAnnounced(announcement)) : []);
  return Object.entries(lines).flatMap(([id, line]) => {
    if (line.told || (!announced.has(id) && line.cause !== 'REPLANNED')) return [];
    const end = endOf(line, drain);
    return end ? [{ id, end }] : [];
  });
}

/** What the bus has accepted, and what it may have before a write was lost: better one cancelled too many than one left standing. */
function mayBeAnnounced({ published, doneAtMs }: Announcement): number {
  return doneAtMs === undefined ? published + LINES_AT_ONCE : published;
}

/**
 * Undefined while it may still become another. A line that has failed or drifted may be tried again until the drain ends: a notice that
 * was cancelled cannot be unsaid.
 */
function endOf(line: LineProgress, drain: Drain): MaintenanceEnd | undefined {
  const state = stateOfTry(line);
  if (state === 'healthy') return { outcome: 'HEALTHY' };
  if (state === 'overtaken' || state === 'gone' || state === 'movedAway') return { outcome: 'OTHER' };
  if (line.state === 'setAside') return endOfSetAside(line, drain);
  if (drain.phase === 'PLANNED' || drain.phase === 'RUNNING') return undefined;
  if (state === 'failed' || state === 'drifted') return { cause: 'NOT_MOVED' };
  return state === 'planned' || state === 'waits' ? { cause: 'DRAIN_ENDED' } : undefined;
}

/** One with an open try may have been moved: if that is not known when the drain is over, its own events say the rest. */
function endOfSetAside(line: LineProgress, drain: Drain): MaintenanceEnd | undefined {
  const untouched: MaintenanceEnd = { cause: line.cause === 'REPLANNED' ? 'REPLANNED' : 'SET_ASIDE' };
  if (!line.try) return untouched;
  const { became } = line.try;
  if (became === 'planned' || became === 'failed' || became === 'drifted') return untouched;
  return isOver(drain) ? { outcome: 'OTHER' } : undefined;
}

function eventFor(id: string, end: MaintenanceEnd, pass: Pass): MaintenanceEvent {
  const { drain, plan, moves } = pass;
  const { announcement = { fromMs: 0, toMs: 0, serviceVersion: '' }, ending, submitted } = drain;
  const line = drain.lines[id];
  const isByEnd = 'cause' in end && end.cause === 'DRAIN_ENDED';
  const atMs = (isByEnd ? ending?.atMs : (line?.atMs ?? ending?.atMs)) ?? submitted.atMs;
  const metadata = { occurredAt: formatTime(atMs), serviceVersion: announcement.serviceVersion };
  const planned = [...plan.lines, ...plan.left].find(({ connectionId }) => connectionId === id);
  const ownerAccount = planned?.facts.ownerAccount ?? line?.ownerAccount;
  const told = { drainId: drain.drainId, window: announcedWindow(announcement) };
  const common = maintenanceOf(told, { connectionId: id, facts: { ownerAccount } });
  if ('cause' in end) return cancelledEvent(metadata, { ...common, ...end });
  const move = moves.get(id);
  const isHeld = line?.try?.became === 'held';
  const parentConnectionId = (isHeld ? move?.from : move?.to) ?? plan.source;
  return maintenanceDoneEvent(metadata, { ...common, parentConnectionId, ...end });
}
