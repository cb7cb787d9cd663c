import type { DirectConnectClient, Interconnect, Lag } from '@aws-sdk/client-direct-connect';
import type { ConnectionRecord } from '../../contract/connection-record.ts';
import { sideBySide } from '../../migration/verification/side-by-side.ts';
import { listHosted, listInterconnects, listLags } from './list.ts';
import { ListingError } from './listing-error.ts';

/** All of an account's interconnects and LAGs, and what they host. */
export interface Reading {
  /** Just before the first question, in milliseconds since the epoch. */
  atMs: number;
  interconnects: readonly Interconnect[];
  lags: readonly Lag[];
  /** By the parent that hosts them; none of one that is a member of a LAG, whose lines are the LAG's. */
  lines: ReadonlyMap<string, readonly ConnectionRecord[]>;
  /** Lines and parents that were not the same in two readings in a row; if there are any, the lists may not be complete. */
  unsettled: readonly string[];
}

export interface ReadingPorts {
  client: DirectConnectClient;
  /** Milliseconds since the epoch. */
  clock: () => number;
  say: (text: string) => void;
}

/** Parents that are asked at a time: enough to be quick, and no burst that Direct Connect would throttle. */
const AT_A_TIME = 4;

/** Readings at most. Each begins after all of the one before, so that a line or two on their way need three. */
const MOST_READINGS = 6;

/** In these, a parent has or gets nothing on it that could be listed. */
const LEAVING = ['deleting', 'deleted'];

/**
 * Reads everything until two readings in a row show the same lines on the same parents. One reading is not enough: a line that
 * moves from a port that is still to be read to one that was read already is on neither list, and a list that shrinks
 * between two of its pages may skip a line that has not moved at all.
 */
export async function readDirectConnect(ports: ReadingPorts): Promise<Reading> {
  let before = await readOnce(ports, 1);
  for (let reading = 2; ; reading++) {
    const now = await readOnce(ports, reading);
    const unsettled = differing(before, now);
    if (unsettled.length === 0 || reading === MOST_READINGS) return { ...now, unsettled };
    before = now;
  }
}

async function readOnce({ client, clock, say }: ReadingPorts, reading: number): Promise<Reading> {
  const atMs = clock();
  const nth = reading === 1 ? '' : `, reading ${reading}`;
  say(`Reading interconnects and LAGs${nth}`);
  const [interconnects, lags] = await Promise.all([listInterconnects(client), listLags(client)]);
  const hosts = hostsOf(interconnects, lags);
  const lines = new Map<string, ConnectionRecord[]>();
  const unsettled: string[] = [];
  await sideBySide(
    hosts,
    AT_A_TIME,
    () => true,
    async ({ id, isLeaving }) => {
      const listed = await listHosted(client, id);
      // It went between the two questions.
      if (!listed && !isLeaving) unsettled.push(id);
      lines.set(id, once(listed ?? []));
      say(`Reading lines: ${lines.size} of ${hosts.length} ports${nth}`);
    },
  );
  return { atMs, interconnects, lags, lines, unsettled };
}

interface Host {
  id: string;
  isLeaving: boolean;
}

function hostsOf(interconnects: readonly Interconnect[], lags: readonly Lag[]): Host[] {
  const single = interconnects.filter(({ lagId }) => !lagId);
  return [
    ...single.map(({ interconnectId, interconnectState }) => toHost(interconnectId, interconnectState)),
    ...lags.map(({ lagId, lagState }) => toHost(lagId, lagState)),
  ];
}

function toHost(id: string | undefined, state: string | undefined): Host {
  if (!id) throw new ListingError('Direct Connect lists a parent without its id');
  return { id, isLeaving: LEAVING.includes(state ?? '') };
}

/** A list that changes while it is read may show a line twice: as it was shown last. */
function once(lines: readonly ConnectionRecord[]): ConnectionRecord[] {
  return [...new Map(lines.map((line) => [line.connectionId, line])).values()];
}

/** What is not in the same place in both, or in two places. */
function differing(before: Reading, now: Reading): string[] {
  const [were, are] = [placesIn(before), placesIn(now)];
  const moved = [...[...were].filter((place) => !are.has(place)), ...[...are].filter((place) => !were.has(place))];
  const seen = new Set<string>();
  const twice = [...now.lines.values()]
    .flat()
    .filter(({ connectionId = '' }) => seen.size === seen.add(connectionId).size);
  return [
    ...new Set([
      ...now.unsettled,
      ...moved.map((place) => place.split(' ')[0] ?? ''),
      ...twice.map(({ connectionId = '' }) => connectionId),
    ]),
  ].toSorted();
}

/** Each parent, with the LAG that it is a link of, and each line, with its parent. */
function placesIn({ interconnects, lags, lines }: Reading): Set<string> {
  return new Set([
    ...interconnects.map(({ interconnectId, lagId = '' }) => `${interconnectId} ${lagId}`),
    ...lags.map(({ lagId }) => `${lagId} `),
    ...[...lines].flatMap(([parent, on]) => on.map(({ connectionId }) => `${connectionId} ${parent}`)),
  ]);
}
