import type { CordonedDetail } from '../../../src/contract/operations/cordoned.ts';
import type { BusEvent } from '../../../src/migration/ports/bus.ts';
import { MINUTE } from '../settings.ts';
import type { Evidence } from './evidence.ts';

/** A parent that was cordoned, or no longer; and the event that told so. */
interface Change {
  parentId: string;
  cordoned: boolean;
  at: number;
}

interface Told extends Omit<Change, 'at'> {
  detail: string;
  occurredAt: string;
  /** When it came first. */
  at: number;
}

/** What operators did to cordons, by the ledger; and what the bus has heard of that. */
export class Cordons {
  /** By parent, in order. */
  readonly changes = new Map<string, Change[]>();
  /** By the event's id. */
  readonly told = new Map<string, Told>();
}

export function cordonChanged({ cordons, time }: Evidence, parentId: string, cordoned: boolean): void {
  const changes = cordons.changes.get(parentId) ?? [];
  cordons.changes.set(parentId, [...changes, { parentId, cordoned, at: time.now }]);
}

/** An event about a cordon comes after what it tells, and again only as it came first. */
export function judgeCordoned(evidence: Evidence, { eventId, detail }: BusEvent): void {
  const { cordons, time } = evidence;
  const { metadata, data } = JSON.parse(detail) as CordonedDetail;
  const { parentConnectionId: parentId, cordoned } = data;
  const known = cordons.told.get(eventId);
  if (known) {
    evidence.count('repeated events about cordons');
    if (known.detail !== detail) evidence.object('cordons', `${eventId} is published again with other content`);
    return;
  }
  evidence.count('events about cordons');
  cordons.told.set(eventId, { parentId, cordoned, detail, occurredAt: metadata.occurredAt, at: time.now });
  const isSuch = (one: { cordoned: boolean }) => one.cordoned === cordoned;
  const told = toldOf(evidence, parentId).filter(isSuch).length;
  if (told > changesOf(evidence, parentId).filter(isSuch).length)
    evidence.object('cordons', `an event says that ${parentId} is ${inWords(cordoned)}, which no one has done`);
}

/** Whether everything is told. */
export function areCordonsTold(evidence: Evidence): boolean {
  return [...evidence.cordons.changes.keys()].every(
    (parentId) => toldOf(evidence, parentId).length >= changesOf(evidence, parentId).length,
  );
}

/** When all had its time: each change is told by an event of its own; put in order by their times, they say what was done. */
export function judgeCordons(evidence: Evidence): void {
  for (const [parentId, changes] of evidence.cordons.changes) {
    const told = toldOf(evidence, parentId);
    const done = changes.map(({ cordoned }) => inWords(cordoned)).join(', ');
    const said = told.map(({ cordoned }) => inWords(cordoned)).join(', ');
    if (done !== said) evidence.object('cordons', `${parentId} is ${done}; events say: ${said}`);
    for (const [index, { at }] of changes.entries()) judgeDelay(evidence, parentId, at, told[index]);
  }
}

/** So many runs of reconcile a sweep may end, one with each fault. */
const ENDED_RUNS = 2;

/** In clear weather an event comes with the next run of reconcile that comes to its end. */
function judgeDelay(evidence: Evidence, parentId: string, at: number, told: Told | undefined): void {
  if (at < evidence.quietAtMs || !told) return;
  const late = told.at - at - (1 + ENDED_RUNS) * evidence.settings.pollIntervalMs - MINUTE / 2;
  if (late > 0) evidence.object('cordons', `${parentId}: an event comes ${late} ms too late`);
}

function changesOf({ cordons }: Evidence, parentId: string): readonly Change[] {
  return cordons.changes.get(parentId) ?? [];
}

function toldOf({ cordons }: Evidence, parentId: string): Told[] {
  const told = [...cordons.told.values()].filter((one) => one.parentId === parentId);
  return told.sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : 1));
}

function inWords(cordoned: boolean): string {
  return cordoned ? 'cordoned' : 'free again';
}
