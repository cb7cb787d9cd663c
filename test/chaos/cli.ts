import { Command } from 'commander';
import { formatReport } from './report.ts';
import { runChaos } from './run-chaos.ts';
import { runCommand } from './run-command.ts';
import { summarise } from './summary.ts';
import { wholeNumber } from './whole-number.ts';

const program = new Command('chaos')
  .description(
    'Runs the packaged service on this machine while processes are killed, answers are lost and everything that it ' +
      'speaks to refuses at random; then judges from outside whether anything was lost, moved twice, out of order or ' +
      'for someone without the right to. Exit status: 0 if there is no objection; 1 if there is one, or the run failed; 2 if ' +
      'an option is wrong; 130, 143 or 129 if it was ended by Ctrl-C, SIGTERM or SIGHUP. With --drains it empties a port by a ' +
      'drain instead, and has other options: see chaos --drains --help.',
  )
  .option('--requests <number>', 'messages to send', wholeNumber(), 2000)
  .option('--seed <number>', 'what is sent and what goes wrong; by default a random one', wholeNumber())
  .option('--rate <number>', 'messages a second', wholeNumber(), 8)
  .option('--trouble-gap <milliseconds>', 'time between two troubles, on average', wholeNumber(), 600)
  .option('--timeout <seconds>', 'how long the quiet phase may take', wholeNumber(), 300)
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
const { requests, seed, rate, troubleGap: troubleGapMs, timeout, json: isJson = false } = options;

await runCommand({
  ...{ what: `${requests} messages`, seed, isJson, summarise, format: formatReport },
  run: (parts) => runChaos({ ...parts, requests, rate, troubleGapMs, troubledShare: 0.6, timeoutMs: timeout * 1_000 }),
});
