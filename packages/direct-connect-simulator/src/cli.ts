#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { describeFaults } from './describe-faults.ts';
import { readTopology } from './read-topology.ts';
import { type DirectConnectServer, startDirectConnect } from './server.ts';
import type { Topology } from './topology.ts';
import { untilStopped } from './until-stopped.ts';

const HELP = `Usage: direct-connect-simulator --topology <file> [--port <number>]

A Direct Connect endpoint on 127.0.0.1, simulated from a topology file, until Ctrl-C, SIGTERM or SIGHUP.

  --topology <file>  YAML or JSON; the README describes it
  --port <number>    port to listen on; 0, the default, takes a free one
  --help             prints this

Exit status: 0 if one of the three signals ended it; 2 if a file or an option is wrong, or the port is taken.
`;

try {
  await main();
} catch (error) {
  // Nothing was started, because of what was given.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const { help, topology: file, port } = readOptions();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  if (file === undefined) throw new Error(`--topology <file> is missing\n\n${HELP}`);
  const topology = readTopology(file);
  const server = await startDirectConnect({ topology, port: readPort(port) });
  const stopped = untilStopped();
  process.stdout.write(describe(file, topology, server));
  await stopped;
  process.stderr.write('Stopping…\n');
  await server.close();
}

function readOptions() {
  return parseArgs({
    options: {
      topology: { type: 'string' },
      port: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

function readPort(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new Error('--port: expected a number from 0 to 65535');
}

function describe(file: string, { region, faults }: Topology, { url }: DirectConnectServer): string {
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
