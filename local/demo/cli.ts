import { Command, InvalidArgumentError } from 'commander';
import { readText } from '../../infra/read-text.ts';
import { parseTenants } from '../../src/migration/model/tenants.ts';
import { runInterruptibly } from '../interruption.ts';
import { openLog } from '../log-file.ts';
import { orExit } from '../or-exit.ts';
import { readTopology } from '../read-topology.ts';
import { sampleOption, topologyOption } from '../sample-options.ts';
import { showProgress } from '../show-progress.ts';
import { formatReport } from './report.ts';
import { parseRequestsFile } from './requests-file.ts';
import { type DemoOptions, runDemo } from './run-demo.ts';

const program = new Command('demo')
  .description(
    'Runs the service on this machine: sends migration requests to it, and shows what billing and notification ' +
      'received. Exit status: 0 if every request has an outcome and the auditor has no objection; 1 if a ' +
      'request has none in time, the auditor objects, an event was not delivered, the service could not be packaged or ' +
      'started, or the run failed, for instance since this user may not write into the checkout; 2 if a file or an option is wrong; 130, 143 or 129 if it was ended by ' +
      'Ctrl-C, SIGTERM or SIGHUP.',
  )
  .addOption(sampleOption('--requests <file>', 'JSON lines of docs/contract.md', 'requests.jsonl'))
  .addOption(topologyOption())
  .option('--timeout <seconds>', 'how long to wait for outcomes', readSeconds, 120)
  .option('--json', 'print the result as JSON')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const options = program.opts<{ requests: string; topology: string; timeout: number; json?: true }>();
const input = orExit(readInput);
const log = orExit(() => openLog('demo'), 1);
const progress = showProgress();

await runInterruptibly(
  async (interruption) => {
    const run = await runDemo({
      ...input,
      timeout: options.timeout * 1000,
      log: log.write,
      progress: progress.say,
      interruption,
    });
    progress.succeed(`${run.audit.messages} messages sent; the functions' log is in ${log.file}`);
    process.stdout.write(options.json ? `${JSON.stringify(run, null, 2)}\n` : formatReport(run));
    process.exitCode = run.audit.objections.length === 0 ? 0 : 1;
  },
  (message) => {
    progress.fail(message);
    process.stderr.write(`The functions' log is in ${log.file}\n`);
  },
);
log.close();

/** Both files, checked before anything is started. */
function readInput(): Pick<DemoOptions, 'linesAt' | 'topology'> {
  const topology = readTopology(options.topology);
  if (parseTenants({ tenants: topology.tenants ?? [] }).length === 0) {
    throw new Error(`${options.topology}: names no tenants, so there is no queue to send to: add one`);
  }
  const requests = readText(options.requests);
  const linesAt = (now: number) => parseRequestsFile(requests, options.requests, now);
  linesAt(Date.now());
  return { topology, linesAt };
}

function readSeconds(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number of seconds, 1 or more.');
}
