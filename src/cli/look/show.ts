import type { Context } from '../context/context.ts';
import { EXIT } from '../exit-status.ts';
import { withStops } from '../ledger/stops.ts';
import type { StoredRequest } from '../ledger/stored-request.ts';
import { fields } from '../output/fields.ts';
import { needOfStory } from '../words/next-steps.ts';
import { utc } from '../words/requests.ts';
import { drawStory, loggedField } from './draw-story.ts';
import { type Found, find } from './find.ts';
import { showLine } from './line.ts';
import { drawRows, rowAsJson, rowsOf } from './request-rows.ts';
import { readStory } from './story.ts';
import { storyAsJson } from './story-as-json.ts';

export interface ShowOptions {
  minutes: number;
  logs?: boolean;
  wholeLedger?: boolean;
}

const MINUTE = 60_000;

/** All that is known of one request, or of a line; or which requests could be meant. */
export async function run(context: Context, what: string, options: ShowOptions): Promise<number> {
  const found = await find(context, what, options);
  // Of a line that the ledger does not know, the log may have what was rejected.
  const isWithLogs = options.logs || (found.kind === 'line' && found.listed);
  const logsSinceMs = isWithLogs ? context.clock() - options.minutes * MINUTE : undefined;
  if (found.kind === 'line') return showLine(context, found, logsSinceMs);
  if (found.kind === 'messages') return showMessages(context, found);
  const [first, ...others] = found.requests;
  if (!first || others.length > 0) return choose(context, found.requests);
  const { out } = context;
  const now = context.clock();
  const story = await readStory(context, first, logsSinceMs);
  if (out.isJson) out.json(storyAsJson(story, now));
  else drawStory(story, now, context);
  return needOfStory(story, now) ? EXIT.attention : EXIT.ok;
}

/** Which one was meant, only a person knows. */
async function choose(context: Context, requests: readonly StoredRequest[]): Promise<number> {
  const { out } = context;
  const now = context.clock();
  const rows = rowsOf(await withStops(context, requests), now);
  if (out.isJson) out.json({ kind: 'requests', requests: rows.map((row) => rowAsJson(row, now)) });
  else out.line(drawRows(rows, now, out));
  out.note(`error: ${requests.length} requests have this id\n   do: name one of them, as dxm show TENANT/REQUEST`);
  return EXIT.refused;
}

function showMessages({ out }: Context, { lines }: Extract<Found, { kind: 'messages' }>): number {
  if (out.isJson) {
    out.json({ kind: 'messages', logged: lines.map(({ atMs, ...line }) => ({ at: utc(atMs), ...line })) });
    return EXIT.ok;
  }
  out.line(out.colour.bold('This message became no request: it was answered as REJECTED'));
  out.line(fields(lines.map(loggedField), out));
  out.line();
  out.line(out.colour.bold('What to do'));
  out.line('  The order system sends it again as it should be. A copy may be in quarantine:');
  out.line(`  ${out.colour.cyan('dxm quarantine')}`);
  return EXIT.ok;
}
