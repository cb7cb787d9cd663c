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
import { eventually } from '../../support/eventually.ts';
import { runPython, runShell } from '../docs/run-example.ts';
import { awsCli, boto3, curl, type Tool } from '../docs/tools.ts';
import { compile, installIntoEmptyProject, ofOwnShell, readJson } from './empty-project.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PACKAGE = join(ROOT, 'packages/direct-connect-simulator');
const README = await readFile(join(PACKAGE, 'README.md'), 'utf8');
const first = (language: string) => codeBlocks(README, language)[0] ?? '';
const blockWith = (language: string, word: string) =>
  codeBlocks(README, language).find((code) => code.includes(word)) ?? '';

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

  /** What a shell block prints, if it succeeds. */
  async function shell(text: string): Promise<string> {
    const { status, stdout, stderr } = await runShell(text, environment());
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout;
  }

  /** The lines that Python prints, with a client that is called direct_connect. */
  async function python(text: string): Promise<string[]> {
    const client = 'import boto3\nimport botocore.exceptions\ndirect_connect = boto3.client("directconnect")\n';
    const { status, stdout, stderr } = await runPython(`${client}${text}`, environment());
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.trim().split('\n');
  }

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
    const { status, stdout } = await runShell(blockWith('sh', 'describe-connections'), environment());
    expect(status).toBe(0);
    expect(JSON.parse(stdout).connections).toMatchObject([{ connectionId: 'dxcon-line1', vlan: 101 }]);
  });

  testWith('the AWS CLI that moves a line there and back', awsCli(), async () => {
    // As the page has it; on the interconnect it may be in transition from the move before.
    const page = blockWith('sh', 'associate-hosted-connection').replace('http://127.0.0.1:4600', endpoint);
    const out = await eventually(() => shell(page));
    const back = 'aws --endpoint-url $AWS_ENDPOINT_URL_DIRECT_CONNECT directconnect associate-hosted-connection';
    const home = await eventually(() => shell(`${back} --connection-id dxcon-line1 --parent-connection-id dxcon-old1`));
    expect(JSON.parse(out)).toMatchObject({ connectionId: 'dxcon-line1', lagId: 'dxlag-new1', vlan: 101 });
    expect(JSON.parse(home)).not.toHaveProperty('lagId');
    expect(await parentOf('dxcon-line1')).toBe('dxcon-old1');
  });

  testWith('the AWS CLI that allocates, confirms and deletes a line', awsCli(), async () => {
    const { status, stdout, stderr } = await runShell(blockWith('sh', 'allocate-hosted-connection'), environment());
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const states = [...stdout.matchAll(/"connectionState": "(\w+)"/g)].map(([, state]) => state);
    expect(states).toEqual(['pending', 'deleting']);
    expect(stdout).toContain('"connectionName": "third"');
  });

  testWith('boto3 that allocates, confirms and deletes a line', boto3(), async () => {
    const { status, stdout, stderr } = await runPython(
      `
import boto3
partner = boto3.client("directconnect")
customer = boto3.client("directconnect", aws_access_key_id="CUSTOMER111122223333", aws_secret_access_key="local")
order = dict(connectionId="dxcon-old1", ownerAccount="111122223333", bandwidth="1Gbps", connectionName="fourth", vlan=104)
line = partner.allocate_hosted_connection(**order, tags=[{"key": "team", "value": "network"}])
print(line["connectionState"], line["vlan"])
print(customer.confirm_connection(connectionId=line["connectionId"])["connectionState"])
try:
    customer.confirm_connection(connectionId=line["connectionId"])
except partner.exceptions.DirectConnectClientException as refusal:
    print(refusal.response["Error"]["Message"].replace(line["connectionId"], "dxcon-…"))
print(customer.delete_connection(connectionId=line["connectionId"])["connectionState"])
try:
    partner.allocate_hosted_connection(**order, tags=[{"key": "a", "value": "1"}, {"key": "a", "value": "2"}])
except partner.exceptions.DuplicateTagKeysException:
    print("duplicate")
`,
      { ...environment(), PYTHONIOENCODING: 'utf-8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toEqual([
      ...['ordering 104', 'pending', 'ConfirmConnection failed. dxcon-… is in state pending', 'deleting', 'duplicate'],
    ]);
  });

  testWith('the AWS CLI that takes a link out of a LAG and puts it back', awsCli(), async () => {
    const aws = async (command: string) => {
      const line = `aws --endpoint-url ${endpoint} directconnect ${command}`;
      const { status, stdout, stderr } = await runShell(line, environment());
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      return JSON.parse(stdout);
    };
    const ids = '--connection-id dxcon-member1 --lag-id dxlag-new1';

    const left = await aws(`disassociate-connection-from-lag ${ids}`);
    // Once the port is no longer in transition.
    const joined = await eventually(() => aws(`associate-connection-with-lag ${ids}`));
    const lag = await aws('update-lag --lag-id dxlag-new1 --lag-name Again --minimum-links 0');

    expect(left).not.toHaveProperty('lagId');
    expect(joined).toMatchObject({ connectionId: 'dxcon-member1', lagId: 'dxlag-new1' });
    expect(lag).toMatchObject({ lagName: 'Again', lagState: 'available', minimumLinks: 0, numberOfConnections: 1 });
  });

  testWith('boto3 that takes a link out of a LAG and puts it back', boto3(), async () => {
    const printed = await python(`
import time
direct_connect.update_lag(lagId="dxlag-new1", lagName="New", minimumLinks=0)
ids = dict(connectionId="dxcon-member1", lagId="dxlag-new1")
while True:
    try:
        [lag] = direct_connect.describe_lags(lagId="dxlag-new1")["lags"]
        if lag["numberOfConnections"] == 1:
            print("lagId" in direct_connect.disassociate_connection_from_lag(**ids))
        joined = direct_connect.associate_connection_with_lag(**ids)
        break
    except direct_connect.exceptions.DirectConnectClientException as refusal:
        assert "transitioning" in refusal.response["Error"]["Message"], refusal
        time.sleep(0.1)
print(joined["lagId"], joined["connectionState"])
`);
    expect(printed).toEqual(['False', 'dxlag-new1 available']);
  });

  testWith('boto3 whose key may only read', boto3(), async () => {
    const printed = await python(`
planner = boto3.client("directconnect", aws_access_key_id="PLANNER", aws_secret_access_key="local")
print(len(planner.describe_hosted_connections(connectionId="dxcon-old1")["connections"]) > 0)
try:
    planner.associate_hosted_connection(connectionId="dxcon-line1", parentConnectionId="dxlag-new1")
except botocore.exceptions.ClientError as denial:
    print(denial.response["Error"]["Code"])
`);
    expect(printed).toEqual(['True', 'AccessDeniedException']);
  });

  testWith('curl and the AWS CLI of lines and links that go down', curl().missing ? curl() : awsCli(), async () => {
    const states = `aws --endpoint-url ${endpoint} directconnect describe-hosted-connections --connection-id ${await parentOf('dxcon-line1')} \
      --query 'connections[?connectionId==\`dxcon-line1\`].connectionState' --output text`;
    const commands = blockWith('sh', '_admin/lines').replaceAll('http://127.0.0.1:4600', endpoint).split('\n');
    const [lineDown = '', lineUp = '', linkDown = '', linkUp = ''] = commands.filter((line) => line.startsWith('curl'));
    await shell(lineDown);
    expect(await shell(states)).toBe('down\n');
    await shell(lineUp);
    expect(await shell(states)).toBe('available\n');

    const lag = `aws --endpoint-url ${endpoint} directconnect describe-lags --lag-id dxlag-new1 --query 'lags[0].lagState' --output text`;
    await shell(linkDown);
    expect(await shell(lag)).toBe('down\n');
    await shell(linkUp);
    expect(await shell(lag)).toBe('available\n');
    const { lines, links } = await createAdminClient(endpoint).journal();
    expect([lines.map(({ kind }) => kind), links.map(({ state }) => state)]).toEqual([
      ['staysDown', 'up'],
      ['down', 'up'],
    ]);
  });

  testWith('boto3 that takes the last link out of a LAG', boto3(), async () => {
    // The link may have only just joined, and be in transition.
    await eventually(async () => {
      const { status, stdout, stderr } = await runPython(blockWith('python', 'update_lag'), environment());
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'New is down\n', stderr: '' });
    });
  });
});

/** Skipped, with the reason in its name, where the machine lacks what it needs. */
function testWith(what: string, { found, missing }: Tool, test: () => Promise<void>): void {
  it.skipIf(missing !== undefined)(`answers ${what} (${missing ?? found})`, test);
}
