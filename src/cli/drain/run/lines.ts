import type { LineProgress, LineState } from '../../../drain/run/line.ts';
import { type Move, movesOf } from '../../../drain/run/moves.ts';
import { requestIdOf } from '../../../drain/run/request-of.ts';
import { DRAINS_TENANT } from '../../../migration/model/drains-tenant.ts';
import { UsageError } from '../../cli-error.ts';
import type { Context } from '../../context/context.ts';
import type { Output } from '../../output/output.ts';
import { printable } from '../../output/printable.ts';
import { type Column, table } from '../../output/table.ts';
import { duration } from '../../output/time.ts';
import { count } from '../../output/words.ts';
import { named, utc } from '../../words/requests.ts';
import { type KnownDrain, readDrain } from './read-drain.ts';

interface Wanted {
  /** None for all. */
  state: readonly LineState[];
  wave?: string;
}

/** A line of a drain: what is done with it, and how far that is. */
interface Row {
  move: Move;
  line: LineProgress;
  name: string | undefined;
  request: string | undefined;
}

/** The lines of a drain, in the order in which they are released. */
export async function run(context: Context, drainId: string, { state, wave }: Wanted): Promise<undefined> {
  const { out, clock } = context;
  if (wave !== undefined && !/^[1-9]\d{0,2}$/.test(wave)) {
    throw new UsageError(`${wave} is no wave`, { where: '--wave', todo: 'say its number, from 1' });
  }
  const known = await readDrain(context, drainId);
  const rows = rowsOf(known).filter(
    ({ move, line }) =>
      (state.length === 0 || state.includes(line.state)) && (wave === undefined || move.wave === Number(wave)),
  );
  if (out.isJson) out.json({ drainId, lines: rows.map(rowAsJson) });
  else if (rows.length === 0)
    out.line(
      `${drainId} has no such line; without --state and --wave, all ${Object.keys(known.drain.lines).length} are listed.`,
    );
  else drawLines(rows, clock(), out);
  return undefined;
}

export function rowsOf({ drain, plan }: KnownDrain): Row[] {
  const names = new Map(plan.lines.map(({ connectionId, facts }) => [connectionId, facts.name]));
  return [...movesOf(drain, plan).values()].flatMap((move) => {
    const { connectionId } = move;
    const line = drain.lines[connectionId];
    if (!line) return [];
    const requestId = line.try && requestIdOf({ drainId: drain.drainId, connectionId, try: line.try.number });
    const request = requestId && named({ tenant: DRAINS_TENANT, requestId });
    return [{ move, line, name: names.get(connectionId), request }];
  });
}

function drawLines(rows: readonly Row[], now: number, out: Output): void {
  const columns: Column<Row>[] = [
    { title: 'line', cell: ({ move }) => move.connectionId },
    { title: 'name', cell: ({ name }) => printable(name ?? '-'), isFlexible: true },
    { title: 'wave', cell: ({ move }) => String(move.wave) },
    { title: 'to', cell: ({ move }) => move.to },
    { title: 'state', cell: ({ line }) => line.state },
    { title: 'for', cell: ({ line: { atMs } }) => (atMs === undefined ? '-' : duration(now - atMs)) },
    { title: 'why', cell: ({ line }) => printable(whyOf(line)), isFlexible: true },
  ];
  out.line(table(rows, columns, out));
  out.note(`${count(rows.length, 'line')}; dxm show LINE has the story of one`);
}

function whyOf({ cause, by }: LineProgress): string {
  return [cause, by && `by ${by}`].filter(Boolean).join(', ') || '-';
}

/** One of those that `dxm drain lines DRAIN --json` prints. */
export type DrainLine = ReturnType<typeof rowAsJson>;

export function rowAsJson({ move, line, name, request }: Row) {
  const { state, cause, by, atMs, expired, try: last } = line;
  const { connectionId, from, to, wave, group } = move;
  return {
    ...{ connectionId, name: name ?? null, from, to, wave, group: group ?? null, state, since: utc(atMs) },
    ...{ cause: cause ?? null, by: by ?? null, request: request ?? null, try: last?.number ?? null, expired },
    releasedAt: utc(last?.releasedAtMs),
  };
}
