import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { showProgress } from '../../local/show-progress.ts';
import { type AblationResult, ablate } from './ablate.ts';
import { ABLATIONS } from './ablations.ts';
import { DRAIN_ABLATIONS } from './drains/drain-ablations.ts';
import { type DrainSweepReport, sweepDrain } from './drains/drain-sweep.ts';

import { formatAblations, formatSweep, formatTotals } from './report.ts';
import { runSeeds, type Totals } from './run-seeds.ts';
import { traceSeed, WITH_DRAINS } from './simulate.ts';
import { tryStops } from './stops.ts';
import { EVERY_PAIR, SWEPT, type SweepReport, type Swept, sweep } from './sweep.ts';

interface Options {
  seeds: number;
  from?: number;
  workers: number;
  trace?: true;
  sweep?: true;
  ablations?: true;
  stops?: number;
  drains?: true;
  json?: true;
}

const program = new Command('sim')
  .description(
    'Plays the core over simulated ports under a virtual clock, one random run per seed, and checks every run against ' +
      'the invariants. Exit status: 0 if none is broken, 1 if one is, 2 if an option is wrong.',
  )
  .option('--seeds <count>', 'how many seeds to run', readCount, 10_000)
  .option('--from <seed>', 'the first of them; a random one if left out', readCount)
  .option('--workers <count>', 'threads', readCount, availableParallelism())
  .addOption(
    new Option('--trace', 'print the run of the first seed line by line').conflicts(['sweep', 'ablations', 'json']),
  )
  .addOption(
    new Option('--sweep', 'every fault at every fault point of a move instead, and all pairs of them').conflicts(
      'ablations',
    ),
  )
  .option('--ablations', 'take each guard away in turn instead, and see which seeds detect it; always ends with 0')
  .option(
    '--stops <count>',
    'stop calls at so many random moments instead, and see which calls come after it',
    readCount,
  )
  .addOption(
    new Option(
      '--drains',
      'drain lines in every run, with people who run the drains; of the sweep and the ablations, those of drains only',
    ).conflicts('stops'),
  )
  .option('--json', 'print the result as JSON')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const options = program.opts<Options>();
const from = options.from ?? randomInt(1, 2 ** 31);
const asked = options.drains ? WITH_DRAINS : undefined;
const progress = showProgress();

if (options.trace) process.stdout.write(`${await traceSeed(from, asked)}\n`);
else if (options.sweep) await (options.drains ? sweepDrains() : sweepAll());
else if (options.ablations) await ablateAll();
else if (options.stops !== undefined) await stopAll(options.stops);
else await runAll();

async function runAll(): Promise<void> {
  const show = ({ seeds, failures }: Totals) =>
    progress.say(`${seeds} of ${options.seeds} seeds from ${from}: ${failures.length} failed`);
  const totals = await runSeeds(from, options.seeds, options.workers, show, options.drains);
  const text = `${totals.seeds} seeds from ${from}: ${totals.failures.length} failed`;
  const [failure] = totals.failures;
  const trace = failure && !options.json ? await traceSeed(failure.seed, asked) : '';
  finish(
    !failure,
    text,
    { from, ...totals, timesToOutcome: undefined, counts: Object.fromEntries(totals.counts) },
    () => [trace, formatTotals(totals)].join('\n'),
  );
}

async function sweepAll(): Promise<void> {
  const reports: [Swept, SweepReport][] = [];
  for (const swept of Object.keys(SWEPT) as Swept[]) {
    const show = ({ singles, pairs }: SweepReport) => progress.say(`${swept}: ${singles} faults, ${pairs} pairs`);
    reports.push([swept, await sweep(swept, (number) => number % EVERY_PAIR[swept] === 0, show)]);
  }
  const findings = reports.reduce((sum, [, report]) => sum + report.findings.length, 0);
  finish(findings === 0, `${findings} runs broke an invariant`, Object.fromEntries(reports), () =>
    formatSweep(reports),
  );
}

async function sweepDrains(): Promise<void> {
  const show = ({ singles }: DrainSweepReport) => progress.say(`a small drain: ${singles} faults`);
  const report = await sweepDrain(() => true, show);
  const { findings, singles, points } = report;
  const text = `${singles} faults at ${points} fault points of a small drain: ${findings.length} broke an invariant`;
  finish(findings.length === 0, text, report, () => findings.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

/** A guard whose lack no seed detects is no failure: it may guard what no invariant speaks of. */
async function ablateAll(): Promise<void> {
  const results: AblationResult[] = [];
  for (const ablation of options.drains ? DRAIN_ABLATIONS : ABLATIONS) {
    progress.say(`without ${ablation.name}`);
    results.push(await ablate(ablation, from, options.seeds));
  }
  finish(true, `${results.length} guards taken away`, results, () => formatAblations(results));
}

async function stopAll(trials: number): Promise<void> {
  const { violations, ...report } = await tryStops(from, trials);
  const isGood = violations.length === 0 && report.intendedAfter === 0;
  const latest = `the latest call ${report.latestMs} ms after the answer`;
  const text = `${trials} stops from ${from}: ${report.intendedAfter} calls with a later intent, ${latest}`;
  finish(isGood, text, { ...report, violations }, () => violations.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

function finish(isGood: boolean, text: string, result: unknown, format: () => string): void {
  if (isGood) progress.succeed(text);
  else progress.fail(text);
  process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : format());
  process.exitCode = isGood ? 0 : 1;
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number, 1 or more.');
}
