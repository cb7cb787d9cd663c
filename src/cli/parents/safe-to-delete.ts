import { setTimeout } from 'node:timers/promises';
import { PARENT_ID } from '../../contract/ids.ts';
import { formatTime } from '../../contract/time.ts';
import type { Line } from '../../drain/plan/inventory.ts';
import { conclusiveAfter } from '../../migration/model/settings.ts';
import { CliError, UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { EXIT } from '../exit-status.ts';
import { type Found, readWholeInventory } from '../inventory/read-inventory.ts';
import { printable } from '../output/printable.ts';
import { progress } from '../output/progress.ts';
import { say } from '../output/say.ts';
import { table } from '../output/table.ts';
import { localTime } from '../output/time.ts';
import { count } from '../output/words.ts';
import { didYouMean } from '../words/near.ts';
import { boundOf } from './bound.ts';
import { obstaclesTo } from './obstacles.ts';
import { linesOn, type Need } from './port-row.ts';

/** What was found out: safe only if nothing stands in the way in two readings that are far enough apart. */
interface Finding {
  id: string;
  obstacles: readonly Need[];
  lines: readonly Line[];
  /** When each reading began, in milliseconds since the epoch. */
  readings: readonly number[];
}

/** Whether nothing is on a parent for sure, and nothing can come. */
export async function run(context: Context, id: string, options: { stale?: string }): Promise<number> {
  if (!PARENT_ID.pattern.test(id)) throw new UsageError(`${id} is not ${PARENT_ID.what}`);
  const bound = await boundOf(context, options.stale);
  const first = await look(context, id);
  const finding =
    first.obstacles.length > 0 ? first : await lookAgain(context, first, conclusiveAfter(context.clock(), bound));
  const isSafe = finding.obstacles.length === 0;
  if (context.out.isJson) context.out.json(toDocument(finding, isSafe));
  else if (isSafe) showSafe(context, finding);
  else showObstacles(context, finding);
  return isSafe ? EXIT.ok : EXIT.attention;
}

async function look(context: Context, id: string): Promise<Finding> {
  const found = await readWholeInventory(context);
  refuseUnknown(id, found);
  const { lines, readAtMs } = found.inventory;
  return { id, obstacles: obstaclesTo(id, found), lines: linesOn(id, lines), readings: [readAtMs] };
}

/** What Describe shows may lag behind the truth: a second reading counts only after the first by more than that. */
async function lookAgain(context: Context, first: Finding, fromMs: number): Promise<Finding> {
  const { out, clock } = context;
  out.note('Nothing is in the way so far. What Direct Connect shows may be old:');
  out.note(`it is read again from ${localTime(fromMs)} on.`);
  const shown = progress();
  try {
    for (let left = fromMs - clock(); left >= 0; left = fromMs - clock()) {
      shown.say(`The second reading begins in ${Math.ceil((left + 1) / 1_000)} s`);
      await setTimeout(Math.min(left + 1, 1_000));
    }
  } finally {
    shown.end();
  }
  const second = await look(context, first.id);
  return { ...second, readings: [...first.readings, ...second.readings] };
}

function refuseUnknown(id: string, { inventory: { ports } }: Found): void {
  const port = ports.find((one) => one.id === id);
  if (port?.state === 'deleted') throw new CliError(`${id} is deleted already`);
  if (port) return;
  const ids = ports.map((one) => one.id);
  throw new CliError(`this account has no interconnect or LAG ${id} in this Region`, {
    todo:
      ids.length === 0
        ? 'check --region and --profile'
        : `${didYouMean(id, ids) ?? 'check the id:'} dxm parents lists them`,
  });
}

function showSafe({ out }: Context, { id, readings: [first = 0, second = 0] }: Finding): void {
  const [option, operation] = id.startsWith('dxlag-') ? ['lag', 'delete-lag'] : ['interconnect', 'delete-interconnect'];
  out.line(out.colour.green(`${id} is safe to delete.`));
  out.line(`  Nothing was on it at ${localTime(first)},`);
  out.line(`  nor at ${localTime(second)}; it is cordoned, and no request is on its way.`);
  out.line('  Virtual interfaces of your own were not looked at.');
  out.line(`  ${out.colour.cyan(`aws directconnect ${operation} --${option}-id ${id}`)}`);
}

function showObstacles({ out }: Context, { id, obstacles, lines }: Finding): void {
  out.line(
    out.colour.red(
      `${id} is not safe to delete: ${count(obstacles.length, 'thing stands', 'things stand')} in the way.`,
    ),
  );
  for (const { what, todo } of obstacles) {
    say(out, `  ${what}`);
    out.line(`    ${out.colour.cyan(todo)}`);
  }
  if (lines.length === 0) return;
  const columns = [
    { title: 'line', cell: ({ connectionId }: Line) => connectionId },
    { title: 'name', cell: ({ name }: Line) => printable(name ?? '-'), isFlexible: true },
    { title: 'owner', cell: ({ ownerAccount }: Line) => printable(ownerAccount ?? '?') },
    { title: 'VLAN', cell: ({ vlan }: Line) => String(vlan ?? '?') },
    { title: 'state', cell: ({ state }: Line) => printable(state) },
  ];
  out.line(`\n${table(lines, columns, out)}`);
}

function toDocument({ id, obstacles, lines, readings }: Finding, isSafe: boolean): object {
  return { id, isSafe, obstacles, lines, readings: readings.map(formatTime) };
}
