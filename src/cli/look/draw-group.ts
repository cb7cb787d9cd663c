import { keyOf, parseKey } from '../../migration/model/request-item.ts';
import type { Context } from '../context/context.ts';
import { type Field, fields } from '../output/fields.ts';
import { printable } from '../output/printable.ts';
import { duration, localTime } from '../output/time.ts';
import { move, named, utc } from '../words/requests.ts';
import { waitOf } from '../words/waits.ts';
import type { KnownEntry, KnownGroup } from './known-group.ts';
import { rowAsJson, rowsOf } from './request-rows.ts';
import { releasedAsJson } from './story-as-json.ts';

/** For people: the lines that may be down, who waits for them, and what can be done. */
export function drawGroup(
  { ownerAccount, entries, wanted, waiting }: KnownGroup,
  now: number,
  { out }: Pick<Context, 'out'>,
): void {
  out.line(out.colour.bold(`Lines of ${ownerAccount} that may be down: ${entries.length}`));
  for (const known of entries) {
    const { entry } = known;
    out.line(`  ${out.colour.bold(entry.connectionId)}`);
    out.line(fields(aboutEntry(known, now), out, 4));
    if (entry.released) continue;
    for (const command of commandsOf(ownerAccount, known)) out.line(`    ${out.colour.cyan(command)}`);
  }
  if (wanted) out.line(`  ${wanted.connectionId} has waited since ${localTime(wanted.sinceMs)}, and goes first`);
  if (waiting.length > 0) {
    out.line(out.colour.bold('Wait for them'));
    out.line(
      fields(
        waiting.map((request): Field => {
          const { item } = request;
          const wait = waitOf(request, now);
          return [
            item.request.connectionId,
            `${named(keyOf(item))}, ${move(item.request)}, behind ${printable(wait?.obstacle ?? '-')}, for ${duration(now - (wait?.sinceMs ?? now))}`,
          ];
        }),
        out,
      ),
    );
  }
  out.line();
}

function aboutEntry(known: KnownEntry, now: number): Field[] {
  const { entry } = known;
  const { side, name, atMs, released } = entry;
  const { state, history = [] } = known.request?.item ?? {};
  // As dxm status counts it; the others have been on their way since their entry.
  const sinceMs = (state === 'HELD' ? history.at(-1)?.atMs : undefined) ?? atMs;
  return [
    ['request', printable(named(parseKey(entry.request)))],
    ['is', `${standing(known)}, for ${duration(now - sinceMs)}`],
    ['came from', side],
    ['group', name],
    [
      'released',
      released &&
        `by ${printable(released.by)}, ${localTime(released.atMs)}: ${printable(released.why)}. It holds up no one`,
    ],
  ];
}

/** What has become of the move so far. */
function standing({ request, verification }: Pick<KnownEntry, 'request' | 'verification'>): string {
  if (!request) return 'not in the ledger: the next run of reconcile takes it out';
  const { state } = request.item;
  if (state !== 'MIGRATED') return state === 'CALLING' ? 'CALLING: on its way' : state;
  return `moved, ${verification?.verdict ?? 'and not verified yet'}`;
}

/** A line is released only once its call is over; what needs a person may end it better. */
function commandsOf(ownerAccount: string, { entry, request, need }: KnownEntry): string[] {
  const state = request?.item.state;
  const isReleasable = state === 'HELD' || state === 'MIGRATED';
  return [
    ...(need ? [need.todo] : []),
    ...(isReleasable ? [`dxm group release ${ownerAccount} ${entry.connectionId} --why "…"`] : []),
  ];
}

/** For --json. */
export function groupAsJson({ ownerAccount, entries, wanted, waiting }: KnownGroup, now: number): object {
  return {
    ownerAccount,
    entries: entries.map(({ entry, request, verification, need }) => ({
      connectionId: entry.connectionId,
      request: named(parseKey(entry.request)),
      state: request?.item.state ?? null,
      verdict: verification?.verdict ?? null,
      side: entry.side,
      name: entry.name ?? null,
      since: utc(entry.atMs),
      released: entry.released ? releasedAsJson(entry.released) : null,
      todo: need?.todo ?? null,
    })),
    wanted: wanted ? { connectionId: wanted.connectionId, since: utc(wanted.sinceMs) } : null,
    waiting: rowsOf(waiting, now).map((row) => rowAsJson(row, now)),
  };
}
