import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { showConsumers } from './consumers/show-consumers.ts';
import { describeFaults } from './direct-connect/describe-faults.ts';
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
    'Packages the service and runs it on this machine until Ctrl-C. Exit status: 0, 1 if it could not start, 2 if a file or ' +
      'an option is wrong.',
  )
  .addOption(topologyOption())
  .option('--no-consumers', 'leave the queues of billing and notification alone, for a consumer of your own')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const { topology: file, consumers: wanted } = program.opts<{ topology: string; consumers: boolean }>();
const topology = orExit(() => readTopology(file));
const log = openLog('start');
const progress = showProgress();
const directory = await mkdtemp(join(tmpdir(), 'dx-migrator-package-'));
try {
  progress.say('Packaging the service');
  await packageStack({ directory, region: topology.region, tenants: { tenants: topology.tenants ?? [] } });
  progress.say('Starting the local stack');
  const stack = await startLocalStack({ packageDirectory: directory, topology, log: log.write, warn });
  progress.succeed('The local stack is up');
  try {
    process.stdout.write(describe(stack));
    const consumers = wanted ? await showConsumers(stack) : undefined;
    await interrupted();
    await consumers?.close();
  } finally {
    await stack.close();
  }
} catch (error) {
  progress.fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  await rm(directory, { recursive: true });
  log.close();
}

/** What got lost on its way is said at once, and on standard error. */
function warn(line: string): void {
  process.stderr.write(`EventBridge: ${line}\n`);
}

function describe({ endpointVariables, outputs, region, directConnect, faultsUrl }: LocalStack): string {
  const senders = Object.keys(identitiesOf(topology.tenants));
  const variables = {
    ...endpointVariables,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: senders[0] ?? 'AIDANOBODY000',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const queues = ['RequestsQueueUrl', 'BillingQueueUrl', 'NotificationQueueUrl', 'QuarantineQueueUrl'];
  return [
    '',
    'Queues',
    ...queues.map((name) => `  ${name.replace('QueueUrl', '').padEnd(13)}${outputs[name]}`),
    '',
    'Point an AWS client at it (for SQS one that speaks its JSON protocol). The access key id says which order system sends',
    `(${senders.join(', ') || 'the topology names no tenants, so nobody may send'}):`,
    ...Object.entries(variables).map(([name, value]) => `  export ${name}=${value}`),
    '',
    ...describeFaults(topology.faults, directConnect.url),
    `Faults of the bus and the ledger, for rehearsals (docs/local-stack.md): ${faultsUrl}`,
    `Bus ${outputs.BusName}; Direct Connect's journal ${directConnect.url}/_admin/journal; the functions' log ${log.file}`,
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve());
  });
}
