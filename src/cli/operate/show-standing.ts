import type { Standing } from '../../migration/operators/standing.ts';
import type { Output } from '../output/output.ts';
import { printable } from '../output/printable.ts';
import { table } from '../output/table.ts';
import { duration, localTime } from '../output/time.ts';

interface Row {
  what: string;
  of: string;
  until: string;
  since: number | undefined;
  by: string;
  why: string;
}

/** What stands in the way of calls, a line each; all of it was put there by people, but what says otherwise. */
export function showStanding(standing: Standing, out: Output, now: number): void {
  const rows = rowsOf(standing, now);
  if (rows.length === 0) {
    out.line('Nothing stands in the way of calls now.');
    return;
  }
  out.line();
  out.line(out.colour.bold('In the way of calls now'));
  out.line(
    table(
      rows,
      [
        { title: 'what', cell: ({ what }) => what },
        { title: 'of', cell: ({ of }) => printable(of) },
        { title: 'until', cell: ({ until }) => until },
        { title: 'for', cell: ({ since }) => (since === undefined ? '-' : duration(now - since)) },
        { title: 'by', cell: ({ by }) => printable(by), isFlexible: true },
        { title: 'why', cell: ({ why }) => printable(why), isFlexible: true },
      ],
      out,
    ),
  );
}

function rowsOf({ paused, lastChange, circuits, cordons, freezes, closedParents }: Standing, now: number): Row[] {
  const of =
    (what: string) =>
    (one: { parent: string; since: string; by: string; why: string }): Row => ({
      ...{ what, of: one.parent, until: '-' },
      ...{ since: Date.parse(one.since), by: one.by, why: one.why },
    });
  const pause = {
    what: 'paused',
    of: 'all',
    until: '-',
    since: lastChange?.atMs,
    by: '-',
    why: '-',
    ...personOf(lastChange),
  };
  return [
    ...(paused ? [pause] : []),
    ...closedParents.map(of('closed')),
    ...cordons.map(of('cordon')),
    ...freezes.map(({ name, from, until, location, parent, since, by, why }) => ({
      what: Date.parse(from) > now ? 'freeze to come' : 'freeze',
      of: `${name}: ${parent ?? location ?? 'all'}`,
      until: localTime(Date.parse(until)),
      ...{ since: Date.parse(since), by, why },
    })),
    ...circuits.map(({ circuit, since, until }) => {
      const isHalfOpen = Date.parse(until) <= now;
      return {
        ...{ what: 'circuit', of: circuit, until: isHalfOpen ? '-' : localTime(Date.parse(until)) },
        ...{ since: Date.parse(since), by: '-' },
        why: isHalfOpen ? 'half-open: one call tries' : 'calls were not answered clearly',
      };
    }),
  ];
}

function personOf(change: { by: string; why: string } | null): { by: string; why: string } | undefined {
  return change ? { by: change.by, why: change.why } : undefined;
}
