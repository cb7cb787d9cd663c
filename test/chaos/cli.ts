import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { runInterruptibly } from '../../local/interruption.ts';
import { openLog } from '../../local/log-file.ts';
import { orExit } from '../../local/or-exit.ts';
import { showProgress } from '../../local/show-progress.ts';
import { formatReport } from './report.ts';
import { runChaos } from './run-chaos.ts';
import { summarise } from './summary.ts';

const program = new Command('chaos')
  .description(
    'Runs the packaged service on this machine while processes are killed, answers are lost and everything that it ' +
      'speaks to refuses at random; then judges from outside whether anything was lost, moved twice, out of order or ' +
      'for someone without the right to. Exit status: 0 if there is no objection; 1 if there is one, or the run failed; 2 if ' +
      'an option is wrong; 130, 143 or 129 if it was ended by Ctrl-C, SIGTERM or SIGHUP.',
  )
  .option('--requests <number>', 'messages to send', wholeNumber, 2000)
  .option('--seed <number>', 'what is sent and what goes wrong; by default a random one', wholeNumber)
  .option('--rate <number>', 'messages a second', wholeNumber, 8)
  .option('--trouble-gap <milliseconds>', 'time between two troubles, on average', wholeNumber, 600)
  .option('--timeout <seconds>', 'how long the quiet phase may take', wholeNumber, 300)
  .option('--json', 'print the result as JSON')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const options = program.opts<{
  requests: number;
  seed?: number;
  rate: number;
  troubleGap: number;
  timeout: number;
  json?: true;
}>();
const seed = options.seed ?? Math.floor(Math.random() * 2 ** 32);
const log = orExit(() => openLog('chaos'), 1);
const progress = showProgress();

await runInterruptibly(
  async (interruption) => {
    const { requests, rate, troubleGap: troubleGapMs, timeout } = options;
    const run = await runChaos({
      ...{ requests, rate, seed, troubleGapMs, troubledShare: 0.6, timeoutMs: timeout * 1000 },
      log: log.write,
      progress: progress.say,
      interruption,
    });
    const summary = summarise(run);
    progress.succeed(`${requests} messages with seed ${seed}; the functions' log is in ${log.file}`);
    process.stdout.write(options.json ? `${JSON.stringify(summary, null, 2)}\n` : formatReport(summary));
    if (summary.objections.length > 0) {
      const file = join('.build', 'chaos-evidence.json');
      writeFileSync(file, JSON.stringify(run));
      process.stderr.write(`All that the judge had is in ${file}\n`);
      process.exitCode = 1;
    }
  },
  (message) => {
    progress.fail(message);
    process.stderr.write(`Seed ${seed}; the functions' log is in ${log.file}\n`);
  },
);
log.close();

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number, 1 or more.');
}
