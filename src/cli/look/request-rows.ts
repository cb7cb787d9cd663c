import { keyOf } from '../../migration/model/request-item.ts';
import type { StoredRequest } from '../ledger/stored-request.ts';
import type { Output } from '../output/output.ts';
import { type Column, isWideEnough, table } from '../output/table.ts';
import { duration, localTime } from '../output/time.ts';
import { wrapped } from '../output/wrapped.ts';
import { needOf } from '../words/needs.ts';
import { move, named, utc } from '../words/requests.ts';
import { type Wait, waitOf, waitText } from '../words/waits.ts';

/** A request as it is listed. */
export interface Row {
  request: StoredRequest;
  wait: Wait | undefined;
}

/** The longest wait first; what waits for nothing last. */
export function rowsOf(requests: readonly StoredRequest[], now: number): Row[] {
  const since = ({ wait }: Row) => wait?.sinceMs ?? Number.POSITIVE_INFINITY;
  const rows = requests.map((request) => ({ request, wait: waitOf(request, now) }));
  return rows.toSorted((a, b) => since(a) - since(b) || (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** A line for each where the terminal is wide enough for the longest, or where there is none; otherwise two or more. */
export function drawRows(rows: readonly Row[], now: number, out: Output): string {
  const columns: Column<Row>[] = [
    { title: 'STATE', cell: ({ request }) => request.item.state },
    { title: 'REQUEST', cell: nameOf },
    { title: 'LINE', cell: ({ request }) => request.item.request.connectionId },
    { title: 'FROM → TO', cell: ({ request }) => move(request.item.request) },
    { title: 'FOR', cell: ({ wait }) => (wait ? duration(now - wait.sinceMs) : '-') },
    { title: 'WAITS FOR', cell: ({ wait }) => (wait ? waitText(wait) : '-') },
    { title: 'UNTIL', cell: ({ wait }) => (wait?.untilMs === undefined ? '-' : localTime(wait.untilMs)) },
  ];
  if (isWideEnough(rows, columns, out.width)) return table(rows, columns, out);
  return rows.map((row) => drawNarrow(row, now, out)).join('\n');
}

function drawNarrow({ request, wait }: Row, now: number, { width, colour }: Output): string {
  const { item } = request;
  const head = [colour.bold(item.state), named(keyOf(item)), item.request.connectionId, move(item.request)].join('  ');
  if (!wait) return head;
  const until = wait.untilMs === undefined ? '' : `, until ${localTime(wait.untilMs)}`;
  const text = `for ${duration(now - wait.sinceMs)}: waits for ${waitText(wait)}${until}`;
  return [head, ...wrapped(text, width - 4).map((line) => `    ${line}`)].join('\n');
}

function nameOf({ request }: Row): string {
  return named(keyOf(request.item));
}

/** One of those that `dxm requests --json` prints. */
export type RequestRow = ReturnType<typeof rowAsJson>;

/** For --json. */
export function rowAsJson({ request, wait }: Row, now: number) {
  const { item } = request;
  const { requestId, connectionId, expectedParentConnectionId, parentConnectionId } = item.request;
  return {
    ...{ tenant: item.tenant, requestId, connectionId, state: item.state },
    ...{ from: expectedParentConnectionId, to: parentConnectionId, attempts: item.attempts },
    waitsFor: wait ? waitAsJson(wait) : null,
    todo: needOf(request, now)?.todo ?? null,
  };
}

export function waitAsJson(wait: Wait) {
  const { cause, obstacle = null, sinceMs, untilMs } = wait;
  return { cause, obstacle, text: waitText(wait), since: utc(sinceMs), until: utc(untilMs) };
}
