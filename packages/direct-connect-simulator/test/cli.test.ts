import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DescribeLagsCommand } from '@aws-sdk/client-direct-connect';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../../test/support/eventually.ts';
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

  it('names the line of what is wrong in the file, exits 2, and shows no stack', async () => {
    const file = await topologyFile('account: "999988887777"\nlags:\n  - { id: dxlag-a, locaton: X }\n');

    const run = start('--topology', file);

    expect(await run.exit).toEqual([2, null]);
    expect(run.stderr()).toBe(`${file}:3: lags[0].location: missing\n${file}:3: lags[0].locaton: unknown key\n`);
    expect(run.stdout()).toBe('');
  });

  it.each([
    [['--topology', '/nowhere/topology.yaml'], '/nowhere/topology.yaml: there is no such file: check the path'],
    [['--port', '70000'], 'expected a number from 0 to 65535'],
    [['--prot', '1'], "unknown option '--prot'"],
  ])('refuses %j', async (args, message) => {
    const run = start(...args);

    expect(await run.exit).toEqual([2, null]);
    expect(run.stderr()).toContain(message);
    expect(run.stderr()).not.toContain('    at ');
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
