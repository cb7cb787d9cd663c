import { randomInt } from 'node:crypto';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { showProgress } from '../../local/show-progress.ts';
import { measureAll, type Row } from './goals.ts';

const program = new Command('pace')
  .description(
    'Plays the functions over the real core in virtual time, with as many requests as a night has, and prints what each goal of the ' +
      'pace came to: with turns, and with the counter of calls a minute that was there before. Exit status: 0 if all goals are ' +
      'met, 1 if one is not, 2 if an option is wrong.',
  )
  .option('--seed <number>', 'a seed to repeat a run by; a random one if left out', readSeed)
  .option('--json', 'print the result as JSON')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const options = program.opts<{ seed?: number; json?: true }>();
const seed = options.seed ?? randomInt(1, 2 ** 31);
const progress = showProgress();
const rows = await measureAll(seed, (what) => progress.say(what.trim()));
const missed = rows.filter(({ now, goal }) => now > goal);
const text = `seed ${seed}: ${rows.length - missed.length} of ${rows.length} goals met`;
if (missed.length === 0) progress.succeed(text);
else progress.fail(text);
process.stdout.write(options.json ? `${JSON.stringify({ seed, rows }, null, 2)}\n` : `${format(rows)}\n`);
process.exitCode = missed.length === 0 ? 0 : 1;

function format(all: readonly Row[]): string {
  const table = new Table({
    head: ['', 'goal', 'turns', 'calls a minute counted', 'met'],
    colAligns: ['left', 'right', 'right', 'right'],
    style: { compact: true },
  });
  for (const { what, unit, goal, now, before } of all) {
    const shown = (value: number | undefined) => (value === undefined ? '–' : `${round(value)} ${unit}`.trim());
    table.push([what, `≤ ${shown(goal)}`, shown(now), shown(before), now <= goal ? 'yes' : 'NO']);
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
