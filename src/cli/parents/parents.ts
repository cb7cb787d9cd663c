import { formatTime } from '../../contract/time.ts';
import { UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { EXIT } from '../exit-status.ts';
import { type Found, readInventory } from '../inventory/read-inventory.ts';
import { printable } from '../output/printable.ts';
import { say } from '../output/say.ts';
import { type Column, table } from '../output/table.ts';
import { ranges } from '../output/words.ts';
import { didYouMean } from '../words/near.ts';
import { type PortRow, toPortRows } from './port-row.ts';

/** From here on there is room for names and VLANs. */
const WIDE = 110;

/** All interconnects and LAGs: what is on them, what is in the way of their lines, and what needs a person. */
export async function run(context: Context, { location }: { location?: string }): Promise<number> {
  const { out } = context;
  const found = await readInventory(context);
  const all = toPortRows(found.inventory, context.clock());
  const rows = location === undefined ? all : at(location, all);
  if (out.isJson) out.json(toDocument(found, rows));
  else show(context, rows);
  if (found.unsettled.length > 0) {
    out.note(
      `Lines were moved while this was read: ${found.unsettled.join(', ')} may be shown elsewhere, or not at all.`,
    );
    return EXIT.refused;
  }
  return rows.some(({ needs }) => needs.length > 0) ? EXIT.attention : EXIT.ok;
}

function at(location: string, rows: readonly PortRow[]): PortRow[] {
  const there = rows.filter(({ port }) => port.location === location);
  if (there.length > 0) return there;
  const locations = [...new Set(rows.flatMap(({ port }) => port.location ?? []))];
  throw new UsageError(`no interconnect or LAG is in ${location}`, {
    where: '--location',
    todo:
      locations.length === 0
        ? 'check --region and --profile'
        : (didYouMean(location, locations) ?? `there are ${locations.join(', ')}`),
  });
}

function show({ out }: Context, rows: readonly PortRow[]): void {
  if (rows.length === 0) {
    out.line('This account has no interconnects and no LAGs in this Region.');
    return;
  }
  const isWide = out.width >= WIDE;
  const columns: Column<PortRow>[] = [
    { title: 'port', cell: ({ port }) => `${port.memberOf ? '└ ' : ''}${port.id}` },
    ...(isWide ? [{ title: 'name', cell: ({ port }: PortRow) => printable(port.name ?? '-'), isFlexible: true }] : []),
    { title: 'location', cell: ({ port }) => printable(port.location ?? '?') },
    { title: 'state', cell: ({ port }) => (port.state === 'available' ? port.state : out.colour.red(port.state)) },
    { title: 'lines', cell: ({ port, lines }) => (port.memberOf ? '' : String(lines.length)) },
    { title: 'Gbps used', cell: (row) => (row.port.memberOf ? '' : usedOf(row, out)) },
    { title: 'links', cell: linksOf },
    ...(isWide ? [{ title: 'VLANs', cell: ({ vlans }: PortRow) => ranges(vlans), isFlexible: true }] : []),
    { title: 'in the way', cell: (row) => out.colour.yellow(wayOf(row).join(', ')), isFlexible: true },
  ];
  out.line(table(rows, columns, out));
  const needs = rows.flatMap((row) => row.needs);
  if (needs.length > 0) out.line(`\n${out.colour.bold('Needs a person')}`);
  for (const { what, todo } of needs) {
    say(out, `  ${what}`);
    out.line(`    ${out.colour.cyan(todo)}`);
  }
  if (!isWide) out.note(`\nNames and VLANs: a terminal of ${WIDE} columns, or --json.`);
}

function usedOf({ usedMbps, totalMbps, isMore }: PortRow, { colour }: Context['out']): string {
  const text = `${isMore ? '≥' : ''}${usedMbps / 1_000}/${totalMbps === undefined ? '?' : totalMbps / 1_000}`;
  return totalMbps !== undefined && usedMbps > totalMbps ? colour.yellow(text) : text;
}

function linksOf({ port: { kind, links, minimumLinks }, linksUp }: PortRow): string {
  if (kind === 'interconnect') return '';
  return links === undefined ? '?' : `${linksUp}/${links.length} min ${minimumLinks ?? '?'}`;
}

function wayOf({ port, isCordoned, isClosed, freezes }: PortRow): string[] {
  return [
    ...(isClosed ? ['closed'] : []),
    ...(isCordoned ? ['cordoned'] : []),
    ...freezes.map((name) => `frozen: ${name}`),
    ...(port.allowsHostedConnections ? [] : ['no hosting']),
  ];
}

/** What `dxm parents --json` prints. */
export type ParentsDocument = ReturnType<typeof toDocument>;

function toDocument({ inventory, unsettled }: Found, rows: readonly PortRow[]) {
  return {
    readAt: formatTime(inventory.readAtMs),
    isComplete: unsettled.length === 0,
    unsettled,
    parents: rows.map(({ port, lines, isMore, ...row }) => ({
      ...port,
      lines: lines.map(({ connectionId }) => connectionId),
      ...row,
      ...(isMore ? { linesOfUnknownBandwidth: lines.filter(({ mbps }) => mbps === undefined).length } : {}),
    })),
  };
}
