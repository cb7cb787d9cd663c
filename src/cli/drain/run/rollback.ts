import type { DrainCommand } from '../../../drain/run/command.ts';
import { isOpen, type LineState } from '../../../drain/run/line.ts';
import { movesOf } from '../../../drain/run/moves.ts';
import { CliError, UsageError } from '../../cli-error.ts';
import type { Deciding } from '../../commands/deciding.ts';
import { confirm } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { count } from '../../output/words.ts';
import { askDrain, showDone } from './ask-drain.ts';
import { lineOf } from './line-of.ts';
import { type KnownDrain, readDrain } from './read-drain.ts';
import { lineText } from './words.ts';

export interface RollbackOptions extends Deciding {
  unhealthy?: boolean;
  all?: boolean;
  wave?: string;
  line?: string[];
}

const NOT_WELL: ReadonlySet<LineState> = new Set<LineState>(['unhealthy', 'unknown', 'setAside']);

type Selection = Pick<Extract<DrainCommand, { action: 'rollback' }>, 'lines' | 'wave'>;

/** Moves lines back where they came from, by a drain of its own that is started at once. */
export async function run(context: Context, drainId: string, options: RollbackOptions): Promise<undefined> {
  const selection = selectionOf(options);
  const { by, why } = options;
  const known = await readDrain(context, drainId);
  const lines = meant(known, selection);
  if (lines.length === 0) {
    throw new CliError(`${drainId} has moved no such line`, { todo: `dxm drain lines ${drainId} says where each is` });
  }
  const { source } = known.plan;
  const does = [
    `${count(lines.length, 'line is', 'lines are')} moved back to ${source} at once, if ${drainId} has moved ${lines.length === 1 ? 'it' : 'them'}. Each is down for a moment once more:`,
    ...lines.map(({ connectionId, from, state }) => `  ${connectionId}  from ${from}, ${lineText(state)}`),
  ];
  await confirm(context, does, options);
  const answer = await askDrain(context, { action: 'rollback', drainId, ...selection, by, why });
  const { rollback = '' } = answer;
  showDone(
    context,
    answer,
    [
      `Rolled back by ${rollback}, which runs now. To watch it: dxm drain watch ${rollback}`,
      `To stop it: dxm drain stop ${rollback}`,
    ],
    `That rollback was there already: dxm drain watch ${rollback}`,
  );
  return undefined;
}

/** @throws UsageError unless exactly one is said */
function selectionOf({ unhealthy, all, wave, line }: RollbackOptions): Selection {
  if ([unhealthy, all, wave, line].filter((one) => one !== undefined).length !== 1) {
    throw new UsageError('which lines?', { todo: 'say one of --unhealthy, --wave 2, --line dxcon-… and --all' });
  }
  if (line) return { lines: [...new Set(line)] };
  if (unhealthy) return { lines: 'unhealthy' };
  if (wave === undefined) return { lines: 'all' };
  if (!/^[1-9]\d{0,2}$/.test(wave)) {
    throw new UsageError(`${wave} is no wave`, { where: '--wave', todo: 'say its number, from 1' });
  }
  return { lines: 'all', wave: Number(wave) };
}

/** Lines that may be on their target; one that was set aside may as well. Which of them can go back, the function finds out. */
function meant(known: KnownDrain, { lines, wave }: Selection) {
  const { drain, plan } = known;
  if (Array.isArray(lines)) for (const id of lines) lineOf(known, id, '--line');
  return [...movesOf(drain, plan).values()].flatMap(({ connectionId, to, wave: its }) => {
    const line = drain.lines[connectionId];
    if (!line?.try || (wave !== undefined && its !== wave)) return [];
    const { state } = line;
    const isMeant = Array.isArray(lines)
      ? lines.includes(connectionId)
      : lines === 'unhealthy'
        ? NOT_WELL.has(state)
        : state === 'healthy' || state === 'setAside' || isOpen(line);
    return isMeant ? [{ connectionId, from: to, state }] : [];
  });
}
