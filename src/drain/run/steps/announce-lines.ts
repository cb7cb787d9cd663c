import { announcedEvent } from '../../../contract/operations/maintenance.ts';
import { formatTime } from '../../../contract/time.ts';
import { announcedOf } from '../../notice/announced.ts';
import { type Announcement, announcedWindow, type Drain } from '../drain.ts';
import { publishInOrder } from './publish-events.ts';
import type { Step } from './step.ts';

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
  const planned = new Map(pass.plan.lines.map((line) => [line.connectionId, line]));
  const inOrder = [...pass.moves.keys()].flatMap((id) => planned.get(id) ?? []);
  const lines = announcedOf({ ...pass.plan, window: announcedWindow(announcement) }, inOrder);
  const from = announcement.published;
  const metadata = { occurredAt: formatTime(announcement.atMs), serviceVersion: announcement.serviceVersion };
  const events = lines.slice(from, from + LINES_AT_ONCE).map((line) => announcedEvent(metadata, line));
  const accepted = await publishInOrder(events, pass, ports);
  const published = from + accepted;
  const isDone = published >= lines.length;
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
