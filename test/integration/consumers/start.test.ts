import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../support/eventually.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
let child: ChildProcess;
let output = '';
let client: SQSClient;

/** `npm start`, until it is up; `variables` are those that it prints. */
async function start(...args: string[]): Promise<string> {
  output = '';
  child = spawn(process.execPath, ['local/start.ts', ...args], { cwd: ROOT, env: { PATH: process.env.PATH } });
  child.stdout?.on('data', (text) => {
    output += text;
  });
  await eventually(() => expect(output).toContain('Ctrl-C ends it.'));
  const url = /export AWS_ENDPOINT_URL_SQS=(\S+)/.exec(output)?.[1] ?? '';
  const credentials = { accessKeyId: 'AROAPARTNERORDERS', secretAccessKey: 'local' };
  client = new SQSClient({ region: 'eu-central-1', endpoint: url, credentials });
  await client.send(
    new SendMessageCommand({
      QueueUrl: `${url}/000000000000/dx-migrator-local-requests_partner-orders.fifo`,
      MessageGroupId: 'dxcon-fg100001',
      MessageDeduplicationId: crypto.randomUUID(),
      MessageBody: JSON.stringify({
        ...{ schemaVersion: '1', requestId: 'r1', connectionId: 'dxcon-fg100001', orderId: '4711' },
        ...{ expectedParentConnectionId: 'dxcon-fra00001', parentConnectionId: 'dxlag-fra00001' },
        requestedAt: '2026-01-01T00:00:00Z',
      }),
    }),
  );
  return url;
}

async function stop(): Promise<void> {
  client.destroy();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
}

/** The line that sources it, and where it is. */
function exportsFile(): [string, string] {
  const line = /^ +(source \S+)$/m.exec(output)?.[1] ?? '';
  return [line, line.split(' ')[1] ?? ''];
}

describe('npm start', () => {
  beforeAll(async () => {
    await start();
  });
  afterAll(async () => {
    const [, file] = exportsFile();
    await stop();
    expect(existsSync(file)).toBe(false);
  });

  it('runs the consumers, and prints what they do as it comes', async () => {
    await eventually(() => expect(output).toMatch(/^notification .*$/m));
    await eventually(() => expect(output).toMatch(/^billing .*$/m));
    expect(output).toMatch(
      /^billing +dxcon-fg100001 from dxcon-fra00001 to dxlag-fra00001 by \S+Z \(111122223333, 1Gbps, order 4711\)$/m,
    );
    expect(output).toMatch(/^notification +partner-orders: Moved: dxcon-fg100001 "alder-core-a" to dxlag-fra00001$/m);
  });

  it('says which faults of the topology are armed', async () => {
    expect(output).toContain('AssociateHostedConnection: throttle, 2 times, calls for dxcon-fg200007');
    const url = /curl -s -X DELETE (\S+)/.exec(output)?.[1] ?? '';
    expect(await (await fetch(url)).json()).toHaveLength(2);
    expect(await (await fetch(url, { method: 'DELETE' })).json()).toEqual([]);
  });

  it('has a file to source, which no setting of the shell or of its profiles spoils', async () => {
    const [line, file] = exportsFile();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const home = mkdtempSync(join(tmpdir(), 'dx-migrator-home-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const spoiled = 'use_fips_endpoint = true\nuse_dualstack_endpoint = true\nendpoint_url = http://127.0.0.1:1\n';
    mkdirSync(join(home, '.aws'));
    writeFileSync(join(home, '.aws', 'config'), `[default]\n${spoiled}[profile other]\n${spoiled}`);
    const list = `
      import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
      const { QueueUrls } = await new SQSClient({ maxAttempts: 1 }).send(new ListQueuesCommand({}));
      console.log(QueueUrls.includes(process.env.QUEUE_URL), QueueUrls.join());`;
    const ask = (first: string, env: Record<string, string>) =>
      promisify(execFile)('bash', ['-c', `${first}\n"$0" --input-type=module --eval "$1"`, process.execPath, list], {
        cwd: ROOT,
        env: { PATH: process.env.PATH, HOME: home, ...env },
      });
    const settings = { AWS_PROFILE: 'other', AWS_USE_FIPS_ENDPOINT: 'true', AWS_SESSION_TOKEN: 'old' };
    const others = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    expect((await ask(line, {})).stdout).toMatch(/^true .*dx-migrator-local-requests_partner-orders\.fifo/);
    expect((await ask(line, { ...settings, ...others, AWS_USE_DUALSTACK_ENDPOINT: 'true' })).stdout).toContain(
      'requests',
    );
  });

  it('prints where to arm faults of the bus and the ledger', async () => {
    await eventually(() => expect(output).toMatch(/^billing .*$/m));
    const url = /^Faults of the bus and the ledger.*: (\S+)$/m.exec(output)?.[1] ?? '';
    const fault = { at: 'bus', fault: 'refuse', times: 10 };
    expect((await fetch(url, { method: 'POST', body: JSON.stringify(fault) })).status).toBe(201);

    const bus = /export AWS_ENDPOINT_URL_EVENTBRIDGE=(\S+)/.exec(output)?.[1] ?? '';
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };
    const refused = await fetch(bus, { method: 'POST', headers, body: '{"Entries":[]}' });

    expect(refused.status).toBe(500);
    expect(await refused.text()).toContain('InternalException');
    expect(await (await fetch(url)).json()).toEqual([{ ...fault, times: 9 }]);
  });
});

describe('npm start -- --no-consumers', () => {
  let url: string;
  beforeAll(async () => {
    url = await start('--no-consumers');
  });
  afterAll(stop);

  it('leaves the queues to a consumer of your own', async () => {
    const receive = { QueueUrl: `${url}/000000000000/dx-migrator-local-billing`, WaitTimeSeconds: 20 };
    const { Messages = [] } = await client.send(new ReceiveMessageCommand(receive));
    expect(JSON.parse(Messages[0]?.Body ?? '')).toMatchObject({ detail: { data: { request: { requestId: 'r1' } } } });
    expect(output).not.toMatch(/^(billing|notification) /m);
  });
});
