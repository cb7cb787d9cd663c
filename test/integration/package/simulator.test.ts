import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { AssociateHostedConnectionCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAdminClient } from '#direct-connect-simulator';
import { codeBlocks } from '../../support/code-blocks.ts';
import { runPython, runShell } from '../docs/run-example.ts';
import { awsCli, boto3, type Tool } from '../docs/tools.ts';
import { compile, installIntoEmptyProject, ofOwnShell, readJson } from './empty-project.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PACKAGE = join(ROOT, 'packages/direct-connect-simulator');
const README = await readFile(join(PACKAGE, 'README.md'), 'utf8');
const first = (language: string) => codeBlocks(README, language)[0] ?? '';

let project: string;

beforeAll(async () => {
  // What an earlier version compiled must not come along.
  await mkdir(join(PACKAGE, 'dist'), { recursive: true });
  await writeFile(join(PACKAGE, 'dist', 'stale.js'), '');
  const others = ['@aws-sdk/client-direct-connect', '@types/node'];
  project = await installIntoEmptyProject('packages/direct-connect-simulator', others);
  await writeFile(join(project, 'topology.yaml'), first('yaml'));
  await writeFile(join(project, 'snippet.ts'), first('ts'));
  await compile(project);
});

afterAll(() => rm(project, { recursive: true }));

it('contains the files of its manifest, and nothing else', async () => {
  const own = join(project, 'node_modules/direct-connect-simulator');
  expect(new Set(await readdir(own))).toEqual(new Set(['LICENSE', 'README.md', 'dist', 'package.json']));
  expect(await readFile(join(own, 'LICENSE'), 'utf8')).toBe(await readFile(join(ROOT, 'LICENSE'), 'utf8'));
  const compiled = await readdir(join(own, 'dist'), { recursive: true });
  expect(compiled).toEqual(expect.arrayContaining(['cli.js', 'index.js', 'index.d.ts']));
  expect(compiled).not.toContain('stale.js');
});

it('has the version of the service, and depends on the versions that the service tests it with', async () => {
  const own = await readJson(join(PACKAGE, 'package.json'));
  const root = await readJson(join(ROOT, 'package.json'));
  expect(own.version).toBe(root.version);
  const versions = { ...root.dependencies, ...root.devDependencies };
  expect(own.dependencies).toEqual({ valibot: `^${versions.valibot}`, yaml: `^${versions.yaml}` });
});

it('cannot be published by mistake', async () => {
  expect(await readJson(join(PACKAGE, 'package.json'))).toMatchObject({ private: true });
});

it('its README shows a test, which passes', async () => {
  const { stdout } = await run(process.execPath, ['snippet.js'], { cwd: project });
  expect(stdout).toBe('dxcon-line2 is on dxlag-new1\n');
});

/** That of a shell: the oldest that the package supports, where the machine has it. */
const node = execFileSync('node', ['--version'], { env: ofOwnShell(), encoding: 'utf8' }).trim();

describe(`its command, on Node ${node}`, () => {
  let endpoint: string;
  let stop: () => Promise<unknown>;

  beforeAll(async () => {
    const command = join(project, 'node_modules/.bin/direct-connect-simulator');
    const child = spawn(command, ['--topology', 'topology.yaml'], { cwd: project, env: ofOwnShell() });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
    const closed = once(child, 'close');
    stop = async () => {
      child.kill('SIGTERM');
      return (await closed)[0];
    };
    endpoint = await new Promise((resolve, reject) => {
      child.stdout.on('data', () => {
        const url = /export AWS_ENDPOINT_URL_DIRECT_CONNECT=(\S+)/.exec(output)?.[1];
        if (url !== undefined) resolve(url);
      });
      child.once('close', () => reject(new Error(output)));
    });
  });

  afterAll(async () => expect(await stop()).toBe(0));

  const environment = () => ({
    ...{ AWS_ENDPOINT_URL_DIRECT_CONNECT: endpoint, AWS_REGION: 'eu-central-1', AWS_DEFAULT_REGION: 'eu-central-1' },
    ...{ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
  });

  async function parentOf(connectionId: string): Promise<string | undefined> {
    const { parents } = await createAdminClient(endpoint).topology();
    return parents.find(({ hostedConnections }) => hostedConnections.some(({ id }) => id === connectionId))?.id;
  }

  it('answers the SDK for JavaScript', async () => {
    const client = new DirectConnectClient({
      ...{ endpoint, region: 'eu-central-1', maxAttempts: 1 },
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const ids = { connectionId: 'dxcon-line2', parentConnectionId: 'dxlag-new1' };
    const { vlan } = await client.send(new AssociateHostedConnectionCommand(ids));
    client.destroy();
    expect(vlan).toBe(102);
    expect(await parentOf('dxcon-line2')).toBe('dxlag-new1');
  });

  testWith('boto3', boto3(), async () => {
    const { status, stdout, stderr } = await runPython(first('python'), environment());
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'dxcon-line1 is on dxlag-new1\n', stderr: '' });
    expect(await parentOf('dxcon-line1')).toBe('dxlag-new1');
  });

  testWith('the AWS CLI', awsCli(), async () => {
    // The customer's view, which the page has with the key that its topology gives to the customer.
    const block = codeBlocks(README, 'sh').find((code) => code.includes('describe-connections')) ?? '';
    const { status, stdout } = await runShell(block, environment());
    expect(status).toBe(0);
    expect(JSON.parse(stdout).connections).toMatchObject([{ connectionId: 'dxcon-line1', vlan: 101 }]);
  });
});

/** Skipped, with the reason in its name, where the machine lacks what it needs. */
function testWith(what: string, { found, missing }: Tool, test: () => Promise<void>): void {
  it.skipIf(missing !== undefined)(`answers ${what} (${missing ?? found})`, test);
}
