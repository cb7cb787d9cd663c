import { randomInt } from 'node:crypto';
import Table from 'cli-table3';
import { Command, InvalidArgumentError, Option } from 'commander';
import { runInterruptibly } from '../../local/interruption.ts';
import { openLog } from '../../local/log-file.ts';
import { orExit } from '../../local/or-exit.ts';
import { showProgress } from '../../local/show-progress.ts';
import { measureAll, type Row } from './goals.ts';
import { measureOnStack } from './stack-goals.ts';

const program = new Command('pace')
  .description(
    'Plays the functions over the real core in virtual time, with as many requests as a night has, and prints what each goal of the ' +
      'pace came to: with turns, and with the counter of calls a minute that was there before. Exit status: 0 if all goals are ' +
      'met, 1 if one is not, or the run failed, 2 if an option is wrong; with --local-stack also 130, 143 or 129 if it was ended ' +
      'by Ctrl-C, SIGTERM or SIGHUP.',
  )
  .addOption(new Option('--seed <number>', 'a seed to repeat a run by; a random one if left out').argParser(readSeed))
  .addOption(
    new Option(
      '--local-stack',
      'instead, the packaged functions on the local stack, in real time: about 16 minutes',
    ).conflicts('seed'),
  )
  .option('--json', 'print the result as JSON')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const options = program.opts<{ seed?: number; localStack?: true; json?: true }>();
const progress = showProgress();
if (options.localStack) {
  const log = orExit(() => openLog('pace'), 1);
  await runInterruptibly(async (interruption) => {
    const rows = await measureOnStack({ log: log.write, progress: progress.say, interruption });
    report(rows, `the functions' log is in ${log.file}`);
  }, progress.fail);
  log.close();
} else {
  const seed = options.seed ?? randomInt(1, 2 ** 31);
  report(await measureAll(seed, (what) => progress.say(what.trim())), `seed ${seed}`, seed);
}

function report(rows: readonly Row[], about: string, seed?: number): void {
  const goals = rows.filter(({ goal }) => Number.isFinite(goal));
  const missed = goals.filter(({ now, goal }) => now > goal);
  const text = `${goals.length - missed.length} of ${goals.length} goals met; ${about}`;
  if (missed.length === 0) progress.succeed(text);
  else progress.fail(text);
  process.stdout.write(options.json ? `${JSON.stringify({ seed, rows }, null, 2)}\n` : `${format(rows)}\n`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

function format(all: readonly Row[]): string {
  const hasBefore = all.some(({ before }) => before !== undefined);
  const table = new Table({
    head: ['', 'goal', 'turns', ...(hasBefore ? ['calls a minute counted'] : []), 'met'],
    colAligns: ['left', 'right', 'right', ...(hasBefore ? ['right' as const] : [])],
    style: { compact: true },
  });
  for (const { what, unit, goal, now, before } of all) {
    const shown = (value: number | undefined) => (value === undefined ? '–' : `${round(value)} ${unit}`.trim());
    const figures = [shown(now), ...(hasBefore ? [shown(before)] : [])];
    const judged = Number.isFinite(goal)
      ? [`≤ ${shown(goal)}`, ...figures, now <= goal ? 'yes' : 'NO']
      : ['', ...figures, ''];
    table.push([what, ...judged]);
  }
  return table.toString();
}

function round(value: number): string {
  if (!Number.isFinite(value)) return 'never';
  return value >= 100 ? value.toFixed(0) : String(Math.round(value * 100) / 100);
}

function readSeed(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number, 1 or more.');
}
