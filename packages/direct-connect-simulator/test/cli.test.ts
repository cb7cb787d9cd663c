import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DescribeLagsCommand } from '@aws-sdk/client-direct-connect';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { baseTopology, createClient } from './harness.ts';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly exit: Promise<unknown[]>;
  stdout(): string;
  stderr(): string;
}

function start(...args: readonly string[]): Run {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += String(chunk);
  });
  return { child, exit: once(child, 'close'), stdout: () => output.stdout, stderr: () => output.stderr };
}

async function topologyFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'direct-connect-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'topology.yaml');
  await writeFile(file, text);
  return file;
}

describe('the command', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('prints how to reach it, answers, and ends cleanly on %s', async (signal) => {
    const run = start('--topology', await topologyFile(baseTopology));
    const line = await eventually(() => {
      const match = /export AWS_ENDPOINT_URL_DIRECT_CONNECT=(\S+)/.exec(run.stdout());
      expect(match).not.toBeNull();
      return match?.[1] ?? '';
    });
    const client = createClient(line, 'ANYKEY');

    const { lags } = await client.send(new DescribeLagsCommand({}));
    run.child.kill(signal);

    expect(lags).toHaveLength(3);
    expect(await run.exit).toEqual([0, null]);
    expect(run.stderr()).toBe('Stopping…\n');
    client.destroy();
  });

  it('names the line of an error in the file, exits 2, and shows no stack', async () => {
    const file = await topologyFile('account: "999988887777"\nlags:\n  - { id: dxlag-a, locaton: X }\n');

    const run = start('--topology', file);

    expect(await run.exit).toEqual([2, null]);
    expect(run.stderr()).toBe(`${file}:3: lags[0].location: missing\n${file}:3: lags[0].locaton: unknown key\n`);
    expect(run.stdout()).toBe('');
  });

  it.each([
    [['--topology', '/no/such/topology.yaml'], '/no/such/topology.yaml: there is no such file: check the path'],
    [['--topology', tmpdir()], `${tmpdir()}: is a folder: name a file`],
    [[], '--topology <file> is missing'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['topology.yaml'], "Unexpected argument 'topology.yaml'"],
  ])('rejects %j', async (args, message) => {
    const run = start(...args);

    expect(await run.exit).toEqual([2, null]);
    expect(run.stderr()).toContain(message);
    expect(run.stderr()).not.toContain('    at ');
  });

  it('rejects a file that is not UTF-8', async () => {
    const file = await topologyFile('');
    await writeFile(file, Buffer.from('account: "999988887777" # größte\n', 'latin1'));
    const run = start('--topology', file);

    expect(await run.exit).toEqual([2, null]);
    expect(run.stderr()).toBe(`${file}: is not UTF-8: save it as UTF-8\n`);
  });

  it.each(['70000', '-1', '80a', ''])('rejects the port "%s"', async (port) => {
    const run = start('--topology', await topologyFile(baseTopology), `--port=${port}`);

    expect(await run.exit).toEqual([2, null]);
    expect(run.stderr()).toBe('--port: expected a number from 0 to 65535\n');
  });

  it('reads a file with a byte order mark and the line ends of Windows, and takes the last of two files', async () => {
    const file = await topologyFile(`\uFEFF${baseTopology.replaceAll('\n', '\r\n')}`);
    const run = start('--topology', 'another', '--topology', file);

    await eventually(() => expect(run.stdout()).toContain(`topology: ${file}\n`));
  });

  it('prints its options and exits 0 on --help', async () => {
    const run = start('--help');

    expect(await run.exit).toEqual([0, null]);
    expect(run.stdout()).toContain('--topology <file>');
  });

  it('ends when the reader of its output is gone', async () => {
    const run = start('--topology', await topologyFile(baseTopology));
    run.child.stdout?.destroy();

    expect(await run.exit).toEqual([0, null]);
  });

  it('says so when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => {
      other.close();
    });
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const run = start('--topology', await topologyFile(baseTopology), '--port', String(port));

    expect(await run.exit).toEqual([2, null]);
    expect(run.stderr()).toContain(`cannot listen on 127.0.0.1:${port}`);
    expect(run.stderr()).not.toContain('    at ');
  });
});
