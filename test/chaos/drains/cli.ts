import { Command } from 'commander';
import { runCommand } from '../run-command.ts';
import { wholeNumber } from '../whole-number.ts';
import { formatReport } from './report.ts';
import { runDrainChaos } from './run-drain-chaos.ts';
import { summarise } from './summary.ts';

const program = new Command('chaos --drains')
  .description(
    'Empties an interconnect on this machine by a drain, which people stop and resume at random, while processes are killed, answers ' +
      'and events are lost and everything that the service speaks to refuses at random; then judges from outside what drains promise. ' +
      'Exit status: 0 if there is no objection; 1 if there is one, or the run failed; 2 if an option is wrong; 130, 143 or 129 if it ' +
      'was ended by Ctrl-C, SIGTERM or SIGHUP.',
  )
  .option('--drains', 'these runs')
  .option('--lines <number>', 'on the interconnect, from 10 to 1,002', wholeNumber(10, 1_002), 200)
  .option('--seed <number>', 'what goes wrong, and what people do; by default a random one', wholeNumber())
  .option('--trouble-gap <milliseconds>', 'time between two troubles, on average', wholeNumber(), 2_500)
  .option('--stop-gap <milliseconds>', 'time between two stops by a person, on average', wholeNumber(), 15_000)
  .option('--timeout <seconds>', 'how long the evening may take', wholeNumber(), 1_500)
  .option('--json', 'print the result as JSON')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const options = program.opts<{
  lines: number;
  seed?: number;
  troubleGap: number;
  stopGap: number;
  timeout: number;
  json?: true;
}>();
const { lines, seed, troubleGap: troubleGapMs, stopGap: stopGapMs, timeout, json: isJson = false } = options;

await runCommand({
  ...{ what: `${lines} lines`, seed, isJson, summarise, format: formatReport },
  run: (parts) => runDrainChaos({ ...parts, lines, troubleGapMs, stopGapMs, timeoutMs: timeout * 1_000 }),
});
