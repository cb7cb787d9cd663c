import { Command, InvalidArgumentError } from 'commander';
import { runInterruptibly } from '../interruption.ts';
import { openLog } from '../log-file.ts';
import { orExit } from '../or-exit.ts';
import { showProgress } from '../show-progress.ts';
import { formatDrainReport } from './report.ts';
import { runDrainDemo } from './run-drain-demo.ts';

const program = new Command('demo --drain')
  .description(
    'Empties an interconnect on this machine, by a plan that one person submits and another approves, with a stop, a line that stays ' +
      'down, and its way back. Exit status: 0 if the drain has completed and the auditor has no objection; 1 if not, or if ' +
      'the run failed; 2 if an option is wrong; 130, 143 or 129 if it was ended by Ctrl-C, SIGTERM or SIGHUP.',
  )
  .option('--drain', 'this demo')
  .option('--lines <count>', 'on the interconnect, from 30 to 1,002', numberFrom(30, 1_002), 200)
  .option('--ui', 'show it on the page of dxm ui while it runs')
  .option('--undisturbed', 'without the stop and the sick line: how long it takes, beside the estimate')
  .option('--timeout <seconds>', 'how long the evening may take', numberFrom(1, 99_999), 600)
  .option('--json', 'print the result as JSON')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const options = program.opts<{ lines: number; timeout: number; undisturbed?: true; ui?: true; json?: true }>();
const log = orExit(() => openLog('demo'), 1);
const progress = showProgress();

await runInterruptibly(
  async (interruption) => {
    const { lines, timeout, undisturbed: isUndisturbed = false, ui } = options;
    const parts = { log: log.write, progress: progress.say, interruption };
    const run = await runDrainDemo({
      lines,
      timeout: timeout * 1_000,
      isUndisturbed,
      onPage: ui && showPage,
      ...parts,
    });
    progress.succeed(`The drain is ${run.evening.last.state}; the functions' log is in ${log.file}`);
    process.stdout.write(options.json ? `${JSON.stringify(run, null, 2)}\n` : formatDrainReport(run));
    process.exitCode = run.objections.length === 0 ? 0 : 1;
  },
  (message) => {
    progress.fail(message);
    process.stderr.write(`The functions' log is in ${log.file}\n`);
  },
);
log.close();

/** On a line of its own, which the progress does not draw over; standard output is for the result. */
function showPage(url: string): void {
  progress.succeed(`The page shows the evening while it runs: ${url}`);
}

function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d{0,4}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}.`);
  };
}
