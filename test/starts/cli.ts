import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { table } from '../../local/demo/table.ts';
import { showProgress } from '../../local/show-progress.ts';
import { measureStarts } from './measure.ts';

const { rounds } = new Command('starts')
  .description(
    'Measures what the start of each packaged function takes, beside a plain handler with the same libraries.',
  )
  .option('--rounds <number>', 'how often each is started', readRounds, 40)
  .parse()
  .opts<{ rounds: number }>();

const progress = showProgress();
const folder = mkdtempSync(join(tmpdir(), 'dx-migrator-starts-'));
try {
  const starts = await measureStarts(folder, rounds, progress.say);
  progress.succeed(`${rounds} starts of each`);
  const rows = starts.map(({ name, cpuMs, ratio }) => [name, cpuMs.toFixed(0), ratio.toFixed(2)]);
  process.stdout.write(`${table(['', 'CPU ms', 'ratio'], rows)}\n`);
} catch (error) {
  progress.fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

function readRounds(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 9999.');
  return Number(text);
}
