import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describeFaults } from '#direct-connect-simulator';
import { parseTenants, type Tenant } from '../src/migration/model/tenants.ts';
import { showConsumers } from './consumers/show-consumers.ts';
import { writeExports } from './exports-file.ts';
import { onceAborted, runInterruptibly } from './interruption.ts';
import { openLog } from './log-file.ts';
import { orExit } from './or-exit.ts';
import { readTopology } from './read-topology.ts';
import { topologyOption } from './sample-options.ts';
import { showProgress } from './show-progress.ts';
import { type LocalStack, startLocalStack } from './stack/local-stack.ts';
import { packageStack } from './stack/package-stack.ts';
import { parentsOf } from './stack/parents-of.ts';
import { requestsQueueUrl } from './stack/tenant-queues.ts';
import { startPage } from './start-page.ts';

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
    const parameters = parentsOf(topology);
    await packageStack({ directory, region: topology.region, tenants, parameters, interruption });
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
  const page = await startPage(variables);
  try {
    process.stdout.write(describe(stack, variables, await writeExports(directory, variables), page.url));
    const consumers = wanted ? await showConsumers(stack) : undefined;
    await onceAborted(interruption);
    await consumers?.close();
  } finally {
    await page.close();
  }
}

function tenantsOfTopology(): Tenant[] {
  return parseTenants({ tenants: topology.tenants ?? [] });
}

/** What got lost on its way is said at once, and on standard error. */
function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

function variablesOf(stack: LocalStack): Record<string, string> {
  const { endpointVariables, region } = stack;
  const [tenant] = tenantsOfTopology();
  const sender = tenant?.senders[0] ?? 'AIDANOBODY000';
  return {
    ...(tenant === undefined ? {} : { QUEUE_URL: requestsQueueUrl(stack, tenant.name) }),
    ...endpointVariables,
    AWS_REGION: region,
    DXM_STAGE: 'local',
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: sender,
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

function describe(stack: LocalStack, variables: Record<string, string>, source: string, page: string): string {
  const { outputs, directConnect, faultsUrl } = stack;
  const tenants = tenantsOfTopology();
  const queues = ['BillingQueueUrl', 'NotificationQueueUrl', 'QuarantineQueueUrl'];
  return [
    '',
    'Queues to send requests to, by tenant, with the access key ids that may',
    ...tenants.map(({ name, senders }) => `  ${requestsQueueUrl(stack, name)}  ${senders.join(', ')}`),
    ...(tenants.length === 0 ? ['  none: the topology names no tenants'] : []),
    'Other queues',
    ...queues.map((name) => `  ${name.replace('QueueUrl', '').padEnd(13)}${outputs[name]}`),
    '',
    'Point AWS clients of another terminal at it (for SQS such as speak its JSON protocol), whatever its shell has set:',
    `  ${source}`,
    'That sets these; the access key id says which order system sends:',
    ...Object.entries(variables).map(([name, value]) => `  export ${name}=${value}`),
    '',
    ...describeFaults(topology.faults, directConnect.url),
    `Faults of the bus and the ledger, for rehearsals (docs/local-stack.md): ${faultsUrl}`,
    `Of Direct Connect, and lines and links that go down (its README): ${directConnect.url}/_admin/faults, lines, links`,
    `Bus ${outputs.BusName}; Direct Connect's journal ${directConnect.url}/_admin/journal; the functions' log ${log.file}`,
    `The page of all this, on this machine only (dxm ui): ${page}`,
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}
