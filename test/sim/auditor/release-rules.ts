import type { ReleasedDetail } from '../../../src/contract/operations/released.ts';
import type { BusEvent } from '../../../src/migration/ports/bus.ts';
import type { Evidence } from './evidence.ts';

/** What people have released, by the ledger; and what the bus has heard of that. */
export class Releases {
  /** The attempts whose entries were released, by line. */
  readonly attempts = new Map<string, Set<string>>();
  /** How many times something of a line was released. */
  readonly done = new Map<string, number>();
  /** By the event's id. */
  readonly told = new Map<string, { connectionId: string; detail: string }>();
}

/** A group was written: what is released in it for the first time was so by this write. */
export function followReleases({ releases, ledger }: Evidence, ownerAccount: string): void {
  const entries = ledger.groups.get(ownerAccount)?.group.entries ?? [];
  const lines = new Set<string>();
  for (const { connectionId, attemptId, released } of entries) {
    const known = releases.attempts.get(connectionId) ?? new Set<string>();
    if (!released || known.has(attemptId)) continue;
    releases.attempts.set(connectionId, known.add(attemptId));
    lines.add(connectionId);
  }
  for (const line of lines) releases.done.set(line, (releases.done.get(line) ?? 0) + 1);
}

/** Whether a person has said of a line, at any time, that it may be down beside others. */
export function isReleased({ releases }: Evidence, connectionId: string): boolean {
  return releases.attempts.has(connectionId);
}

/** An event about a release comes after it, and again only as it came first. */
export function judgeReleased(evidence: Evidence, { eventId, detail }: BusEvent): void {
  const { releases } = evidence;
  const { connectionId } = (JSON.parse(detail) as ReleasedDetail).data;
  const known = releases.told.get(eventId);
  if (known && known.detail !== detail) evidence.object('releases', `${eventId} is published again with other content`);
  if (!known) evidence.count('events about releases');
  releases.told.set(eventId, { connectionId, detail });
  if (toldOf(evidence, connectionId) > (releases.done.get(connectionId) ?? 0))
    evidence.object('releases', `an event says that ${connectionId} is released, which no one has done`);
}

/** Whether everything is told. */
export function areReleasesTold(evidence: Evidence): boolean {
  return untold(evidence).length === 0;
}

/** When all had its time: each release is told by an event of its own. */
export function judgeReleases(evidence: Evidence): void {
  for (const line of untold(evidence)) evidence.object('releases', `${line} is released, and no event tells of it`);
}

function untold(evidence: Evidence): string[] {
  return [...evidence.releases.done].flatMap(([line, times]) => (toldOf(evidence, line) < times ? [line] : []));
}

function toldOf({ releases }: Evidence, connectionId: string): number {
  return [...releases.told.values()].filter((one) => one.connectionId === connectionId).length;
}
