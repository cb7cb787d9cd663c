import { Command, InvalidArgumentError } from 'commander';
import { showProgress } from '../../local/show-progress.ts';
import { fuzz } from './fuzz.ts';

const program = new Command('fuzz')
  .description('Takes generated bodies, valid, nearly valid and hostile, through the handler’s parsing.')
  .option('--runs <number>', 'how many bodies', readCount, 1_000_000)
  .option('--from <seed>', 'the first body’s seed; the others follow', readCount, 1)
  .option('--json', 'print the result as JSON')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const { runs, from, json } = program.opts<{ runs: number; from: number; json?: true }>();
const progress = showProgress();
const startedAtMs = performance.now();
try {
  const report = await fuzz(from, runs, (done) => progress.say(`${done} of ${runs} bodies`));
  const seconds = (performance.now() - startedAtMs) / 1000;
  progress.succeed(`${report.bodies} bodies in ${seconds.toFixed(0)} s: none crashed, was repeated, or took long`);
  if (json) process.stdout.write(`${JSON.stringify({ ...report, seconds })}\n`);
  else process.stdout.write(describe(report));
} catch (error) {
  progress.fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function describe({ accepted, rejected, slowest }: Awaited<ReturnType<typeof fuzz>>): string {
  const slow = `${slowest.milliseconds.toFixed(1)} ms (seed ${slowest.seed})`;
  return `accepted ${accepted}, rejected ${rejected}; the slowest took ${slow}\n`;
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number, 1 or more.');
}
