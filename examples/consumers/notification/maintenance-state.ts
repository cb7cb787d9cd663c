import type { MaintenanceStatus } from 'dx-migrator/calendar';
import { type AnnouncedData, MAINTENANCE_ANNOUNCED, MAINTENANCE_DONE } from 'dx-migrator/operations';
import type { MaintenanceEvent } from './parse.ts';

type Cause = Extract<MaintenanceEvent['detail']['data'], { cause: unknown }>['cause'];

/** How the maintenance of a line has ended: it was moved, or is not moved after all; null while it has not. */
export type LineEnd = 'HEALTHY' | 'OTHER' | Cause | null;

/** A line of a customer, as it was announced last. */
export interface MaintainedLine {
  announced: AnnouncedData;
  end: LineEnd;
}

/** All that is known of the maintenance of one customer's lines in one drain. */
export interface Maintenance {
  window: AnnouncedData['window'];
  status: MaintenanceStatus;
  /** By their ids. */
  lines: readonly MaintainedLine[];
  /** Whether all lines that were announced are among them. */
  isComplete: boolean;
  /** When the last of it was decided. */
  at: string;
}

/** What a message has said. */
export interface Told extends Pick<Maintenance, 'window' | 'status'> {
  ends: Record<string, LineEnd>;
}

/** A function of which events there are alone, and not of their order. Undefined before the first announcement. */
export function stateOf(events: readonly MaintenanceEvent[]): Maintenance | undefined {
  const announcements = events.filter((event) => event['detail-type'] === MAINTENANCE_ANNOUNCED).sort(byTime);
  const latest = announcements.at(-1)?.detail.data;
  if (!latest) return undefined;
  const { window, linesOfOwner } = latest;
  // Of several windows of a line, the one that was announced last.
  const announced = new Map(announcements.map(({ detail: { data } }) => [data.connectionId, data]));
  const ends = endsIn(events);
  const lines = [...announced.values()]
    .map((line) => ({ announced: line, end: ends.get(keyOf(line)) ?? null }))
    // One of an earlier window that has not ended: what is told of it in the later one is still to come.
    .filter((line) => line.end !== null || isSame(line.announced.window, window))
    .sort((one, other) => (one.announced.connectionId < other.announced.connectionId ? -1 : 1));
  const present = lines.filter((line) => isSame(line.announced.window, window));
  return {
    ...{ window, lines, status: statusOf(lines), isComplete: present.length >= linesOfOwner },
    at: events.map(({ detail }) => detail.metadata.occurredAt).reduce((one, other) => (one > other ? one : other)),
  };
}

export function isCancelled(end: LineEnd): boolean {
  return end !== null && end !== 'HEALTHY' && end !== 'OTHER';
}

/** Where a line was cancelled and was moved all the same, it was moved. */
function endsIn(events: readonly MaintenanceEvent[]): Map<string, LineEnd> {
  const ends = new Map<string, LineEnd>();
  for (const event of events) {
    const { 'detail-type': type } = event;
    if (type === MAINTENANCE_ANNOUNCED) continue;
    const key = keyOf(event.detail.data);
    if (type === MAINTENANCE_DONE) ends.set(key, event.detail.data.outcome);
    else if (!ends.has(key)) ends.set(key, event.detail.data.cause);
  }
  return ends;
}

function statusOf(lines: readonly MaintainedLine[]): MaintenanceStatus {
  if (lines.some(({ end }) => end === null)) return 'CONFIRMED';
  return lines.every(({ end }) => isCancelled(end)) ? 'CANCELLED' : 'COMPLETED';
}

function keyOf({ connectionId, window }: Pick<AnnouncedData, 'connectionId' | 'window'>): string {
  return JSON.stringify([connectionId, window.from, window.to]);
}

export function isSame(one: AnnouncedData['window'], other: AnnouncedData['window']): boolean {
  return one.from === other.from && one.to === other.to;
}

function byTime(one: MaintenanceEvent, other: MaintenanceEvent): number {
  const [at, otherAt] = [one.detail.metadata.occurredAt, other.detail.metadata.occurredAt];
  return at === otherAt ? 0 : at < otherAt ? -1 : 1;
}
