import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describeFaults } from '#direct-connect-simulator';
import { showConsumers } from './consumers/show-consumers.ts';
import { writeExports } from './exports-file.ts';
import { onceAborted, runInterruptibly } from './interruption.ts';
import { openLog } from './log-file.ts';
import { orExit } from './or-exit.ts';
import { readTopology } from './read-topology.ts';
import { topologyOption } from './sample-options.ts';
import { showProgress } from './show-progress.ts';
import { identitiesOf } from './stack/identities.ts';
import { type LocalStack, startLocalStack } from './stack/local-stack.ts';
import { packageStack } from './stack/package-stack.ts';

const program = new Command('start')
  .description(
    'Packages the service and runs it on this machine until Ctrl-C, SIGTERM or SIGHUP. Exit status: 0 if it was up until ' +
      'then; 1 if it could not start; 2 if a file or an option is wrong; 130, 143 or 129 if one of the three ended it ' +
      'before it was up, or came twice.',
  )
  .addOption(topologyOption())
  .option('--no-consumers', 'leave the queues of billing and notification alone, for a consumer of your own')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const { topology: file, consumers: wanted } = program.opts<{ topology: string; consumers: boolean }>();
const topology = orExit(() => readTopology(file));
const log = orExit(() => openLog('start'), 1);
const progress = showProgress();
await runInterruptibly(packageAndRun, progress.fail);
log.close();

async function packageAndRun(interruption: AbortSignal): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'dx-migrator-package-'));
  try {
    progress.say('Packaging the service');
    const tenants = { tenants: topology.tenants ?? [] };
    await packageStack({ directory, region: topology.region, tenants, interruption });
    progress.say('Starting the local stack');
    const stack = await startLocalStack({ packageDirectory: directory, topology, log: log.write, warn });
    try {
      interruption.throwIfAborted();
      progress.succeed('The local stack is up');
      await keepUp(stack, directory, interruption);
    } finally {
      await stack.close();
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function keepUp(stack: LocalStack, directory: string, interruption: AbortSignal): Promise<void> {
  const variables = variablesOf(stack);
  process.stdout.write(describe(stack, variables, await writeExports(directory, variables)));
  const consumers = wanted ? await showConsumers(stack) : undefined;
  await onceAborted(interruption);
  await consumers?.close();
}

/** What got lost on its way is said at once, and on standard error. */
function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

function variablesOf({ endpointVariables, region }: LocalStack): Record<string, string> {
  const [sender = 'AIDANOBODY000'] = Object.keys(identitiesOf(topology.tenants));
  return {
    ...endpointVariables,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: sender,
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

function describe(
  { outputs, directConnect, faultsUrl }: LocalStack,
  variables: Record<string, string>,
  source: string,
): string {
  const senders = Object.keys(identitiesOf(topology.tenants));
  const queues = ['RequestsQueueUrl', 'BillingQueueUrl', 'NotificationQueueUrl', 'QuarantineQueueUrl'];
  return [
    '',
    'Queues',
    ...queues.map((name) => `  ${name.replace('QueueUrl', '').padEnd(13)}${outputs[name]}`),
    '',
    'Point AWS clients of another terminal at it (for SQS such as speak its JSON protocol), whatever its shell has set:',
    `  ${source}`,
    'That sets these. The access key id says which order system sends',
    `(${senders.join(', ') || 'the topology names no tenants, so no one may send'}):`,
    ...Object.entries(variables).map(([name, value]) => `  export ${name}=${value}`),
    '',
    ...describeFaults(topology.faults, directConnect.url),
    `Faults of the bus and the ledger, for rehearsals (docs/local-stack.md): ${faultsUrl}`,
    `Bus ${outputs.BusName}; Direct Connect's journal ${directConnect.url}/_admin/journal; the functions' log ${log.file}`,
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}
