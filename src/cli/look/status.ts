import type { Drain } from '../../drain/run/drain.ts';
import type { Context } from '../context/context.ts';
import { linesText, nextCommand, stateText } from '../drain/run/words.ts';
import { EXIT } from '../exit-status.ts';
import { type Field, fields } from '../output/fields.ts';
import { printable } from '../output/printable.ts';
import { duration } from '../output/time.ts';
import { waitText } from '../words/waits.ts';
import { attention } from './attention.ts';
import { inTheWay } from './in-the-way.ts';
import { showNeeds } from './show-needs.ts';
import { asJson, count, countVerdicts, countWaits } from './summary.ts';
import { readWorld, type World } from './world.ts';

/** What needs a person, then what stands in the way of calls, what waits, and how deep the queues are. Changes nothing. */
export async function run(context: Context): Promise<number> {
  const world = await readWorld(context);
  const needs = attention(world);
  if (context.out.isJson) context.out.json(asJson(context.stage.name, world));
  else draw(world, needs, context);
  if (world.unread.length > 0) return EXIT.refused;
  return needs.length > 0 ? EXIT.attention : EXIT.ok;
}

function draw(world: World, needs: ReturnType<typeof attention>, context: Context): void {
  const { out, stage } = context;
  const { nowMs, unread } = world;
  const title = out.colour.bold;
  if (unread.length > 0) {
    out.line(title(out.colour.red('Not all could be read: what is missing here may need a person')));
    out.line(
      fields(
        unread.map(({ what, why }) => [printable(what), printable(why)]),
        out,
      ),
    );
  }
  if (needs.length > 0) {
    if (unread.length > 0) out.line();
    out.line(title(needs.length === 1 ? 'One thing needs a person' : `${needs.length} things need a person`));
    showNeeds(needs, nowMs, context);
  } else if (unread.length === 0) out.line(out.colour.green(`Nothing in ${stage.name} needs a person.`));
  section('In the way of calls', inTheWay(world), context);
  section('Drains', drains(world), context);
  section('Not finished', notFinished(world), context);
  section('Messages, about', messages(world), context);
}

function section(name: string, rows: readonly Field[], { out }: Context): void {
  if (rows.length === 0) return;
  out.line();
  out.line(out.colour.bold(name));
  out.line(fields(rows, out));
}

/** Each with the command that shows more of it. */
function drains({ unfinished }: World): Field[] {
  return (unfinished?.drains ?? []).map((drain): Field => {
    return [drain.drainId, `${stateText(drain)}; lines ${linesText(drain)}: ${commandOf(drain)}`];
  });
}

function commandOf(drain: Drain): string {
  return nextCommand(drain) ?? `dxm drain status ${drain.drainId}`;
}

function notFinished({ unfinished, nowMs }: World): Field[] {
  if (!unfinished) return [];
  const states = count(unfinished.requests.map(({ item }) => item.state)).map(
    ([state, number]) => `${number} ${state}`,
  );
  const verdicts = countVerdicts(unfinished).map(([verdict, number]) =>
    verdict === 'none' ? `${number} still looked at` : `${number} ${verdict}`,
  );
  return [
    ['requests', states.length > 0 ? states.join(', ') : 'none'],
    ...countWaits(unfinished, nowMs).map(({ cause, requests, oldest }): Field => {
      const longest = `longest ${oldest.request}, for ${duration(nowMs - oldest.sinceMs)}`;
      return [`  ${cause}`, `${requests}: ${waitText({ cause })}; ${longest}`];
    }),
    ['moved lines', verdicts.length > 0 ? verdicts.join(', ') : 'none is still looked at'],
  ];
}

function messages({ depths }: World): Field[] {
  if (!depths) return [];
  const known = [...depths].filter(([, { waiting, hidden }]) => waiting + hidden > 0);
  const rows = known.map(([{ name }, { waiting, hidden }]): Field => {
    return [name, `${waiting}${hidden > 0 ? `, and ${hidden} that someone is at` : ''}`];
  });
  const empty = depths.size - known.length;
  return empty === 0 ? rows : [...rows, [known.length > 0 ? 'others' : 'none', `${plural(empty, 'queue')}, all empty`]];
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
