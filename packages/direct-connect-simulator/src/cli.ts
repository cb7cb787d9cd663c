import { Command, InvalidArgumentError } from 'commander';
import { readText } from '../../../infra/read-text.ts';
import { onceAborted, runInterruptibly } from '../../../local/interruption.ts';
import { orExit } from '../../../local/or-exit.ts';
import { topologyOption } from '../../../local/sample-options.ts';
import { describeFaults } from './describe-faults.ts';
import { type DirectConnectServer, startDirectConnect } from './server.ts';
import { parseTopology, type Topology } from './topology.ts';

const program = new Command('direct-connect')
  .description(
    'A Direct Connect endpoint on 127.0.0.1, simulated from a topology file, until Ctrl-C, SIGTERM or SIGHUP. Exit status: ' +
      '0 if one of the three ended it; 2 if a file or an option is wrong, or the port is taken; 130, 143 or 129 if one of ' +
      'the three came twice.',
  )
  .addOption(topologyOption())
  .option('--port <number>', 'port to listen on; 0 takes a free one', readPort, 0)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const { topology: file, port } = program.opts<{ topology: string; port: number }>();
const topology = orExit(() => parseTopology(readText(file), file));
const server = await startDirectConnect({ topology, port }).catch(exitWith);
await runInterruptibly(
  async (interruption) => {
    process.stdout.write(describe(topology, server));
    await onceAborted(interruption);
    await server.close();
  },
  (message) => void process.stderr.write(`${message}\n`),
);

function describe({ region, faults }: Topology, { url }: DirectConnectServer): string {
  return [
    `Direct Connect simulator listening on ${url}`,
    `topology: ${file}`,
    '',
    'Point any AWS client at it (any credentials do):',
    `  export AWS_ENDPOINT_URL_DIRECT_CONNECT=${url}`,
    `  export AWS_REGION=${region} AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`,
    'For a client that does not know that variable:',
    `  aws --endpoint-url ${url} directconnect describe-interconnects`,
    `journal: ${url}/_admin/journal   faults: ${url}/_admin/faults`,
    ...describeFaults(faults, url),
    'Ctrl-C ends it.',
    '',
  ].join('\n');
}

function readPort(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('expected a number from 0 to 65535.');
}

/** Exit status 2: nothing was started, because of what was given. */
function exitWith(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
}
