import type { ConnectionRecord } from '../../contract/connection-record.ts';
import type { Failing } from '../../contract/operations/names.ts';
import type { Place } from '../../contract/operations/verified-schema.ts';
import { conclusiveAfter, type Settings } from '../model/settings.ts';
import type { Listing } from '../ports/direct-connect.ts';
import { isSilent, worseThan } from './compare.ts';
import type { Verification } from './verification.ts';

/** What a look at a line has shown. */
export type Look = Sight & {
  /** The times of the earliest and of the latest of its listings, in milliseconds since the epoch. */
  fromMs: number;
  atMs: number;
};

type Sight =
  | { kind: 'good'; seen: Place }
  | { kind: 'bad'; failings: Failing[]; seen: Place | null }
  /** On another parent than its source and its target. */
  | { kind: 'elsewhere'; seen: Place }
  /** On none of the parents that there are. */
  | { kind: 'missing' };

/** Of each parent the listing of this run, by its id. */
export type Pictures = ReadonlyMap<string, Listing>;

type Times = Pick<Settings, 'staleMs' | 'clockSkewMs'>;

/**
 * What the listings of its source and its target show of a line that was moved, and had this record before; `astray` if it is on
 * neither, and undefined if they do not count: one is missing, may show what was before the move, or does not know the line's state.
 */
export function judge(
  verification: Verification,
  before: ConnectionRecord,
  pictures: Pictures,
  settings: Times,
): Look | 'astray' | undefined {
  const { connectionId, source, target } = verification;
  const times = timesOf([source, target], verification, pictures, settings);
  if (!times) return undefined;
  const record = recordOn(target, connectionId, pictures);
  const left = recordOn(source, connectionId, pictures);
  if (!record) {
    if (!left) return 'astray';
    const seen = { parentConnectionId: source, connection: left };
    return { kind: 'bad', failings: ['NOT_ON_TARGET', 'ON_SOURCE'], seen, ...times };
  }
  if (isSilent(before, record)) return undefined;
  const failings: Failing[] = [...(left ? (['ON_SOURCE'] as const) : []), ...worseThan(before, record)];
  const seen = { parentConnectionId: target, connection: record };
  return failings.length === 0 ? { kind: 'good', seen, ...times } : { kind: 'bad', failings, seen, ...times };
}

/** The same of a line that is on neither, by the listings of all parents that there are. */
export function judgeAstray(
  verification: Verification,
  parents: readonly string[],
  pictures: Pictures,
  settings: Times,
): Look | undefined {
  const { connectionId, source, target } = verification;
  for (const parent of parents) {
    const times = timesOf([parent], verification, pictures, settings);
    const connection = times && recordOn(parent, connectionId, pictures);
    if (connection) return { kind: 'elsewhere', seen: { parentConnectionId: parent, connection }, ...times };
  }
  const everywhere = timesOf([source, target, ...parents], verification, pictures, settings);
  if (everywhere) return { kind: 'missing', ...everywhere };
  const times = timesOf([source, target], verification, pictures, settings);
  return times && { kind: 'bad', failings: ['NOT_ON_TARGET'], seen: null, ...times };
}

/** Undefined unless each of them is listed late enough to show what the move has done. */
function timesOf(
  parents: readonly string[],
  { movedAtMs }: Verification,
  pictures: Pictures,
  settings: Times,
): { fromMs: number; atMs: number } | undefined {
  const times = parents.map((parent) => pictures.get(parent)?.atMs ?? Number.NEGATIVE_INFINITY);
  const fromMs = Math.min(...times);
  return fromMs > conclusiveAfter(movedAtMs, settings) ? { fromMs, atMs: Math.max(...times) } : undefined;
}

/** One that is deleted may still be listed for a while. */
function recordOn(parent: string, connectionId: string, pictures: Pictures): ConnectionRecord | undefined {
  const lines = pictures.get(parent)?.lines ?? 'absent';
  if (lines === 'absent') return undefined;
  return lines.find((line) => line.connectionId === connectionId && line.connectionState !== 'deleted');
}
