import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeExports } from '../../../local/exports-file.ts';
import { type SqsServer, startSqs } from '../../../local/sqs/sqs-server.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const credentials = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' };

/** A proxy that lets nothing through, and what it was asked for. */
const asked: string[] = [];
const proxy = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.writeHead(502).end();
}).on('connect', (request, socket) => {
  asked.push(`CONNECT ${request.url}`);
  socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
});

let sqs: SqsServer;
let folder: string;
/** The line to type. */
let source: string;

beforeAll(async () => {
  sqs = await startSqs({ region: 'eu-west-1', identities: {} });
  const client = new SQSClient({ region: 'eu-west-1', endpoint: sqs.url, credentials });
  await client.send(new CreateQueueCommand({ QueueName: 'orders' }));
  client.destroy();
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(join(tmpdir(), 'dx-migrator-exports-'));
  source = await writeExports(folder, {
    ...{ AWS_ENDPOINT_URL_SQS: sqs.url, AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' },
    ...{ AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
  });
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  proxy.close();
  await sqs.close();
});

beforeEach(() => void asked.splice(0));

/** Runs lines in a shell that stops at the first error and at what is not set, after the exports. */
function run(shell: string, lines: string, environment: Record<string, string>): Promise<string> {
  const script = `set -eu\n${source.replace(/^source/, '.')}\n${lines}`;
  const env = { PATH: process.env.PATH, HOME: folder, ...environment };
  return new Promise((resolve, reject) =>
    execFile(shell, ['-c', script], { cwd: ROOT, env }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr, { cause: error })) : resolve(stdout),
    ),
  );
}

const works = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

describe('a shell with a proxy, after the exports, with each client that is installed:', () => {
  // The SDK for JavaScript goes past a proxy in any case.
  const sdk = `import { SQSClient, ListQueuesCommand } from '@aws-sdk/client-sqs';
    console.log(JSON.stringify(await new SQSClient({}).send(new ListQueuesCommand({}))));`;
  const python = `import os, urllib.request; print(urllib.request.urlopen(urllib.request.Request(
    os.environ['AWS_ENDPOINT_URL_SQS'], b'{}', {'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ListQueues'})).read())`;
  const clients: [program: string, command: string][] = [
    ['node', `'${process.execPath}' --input-type=module --eval "${sdk}"`],
    // The CLI 1 passes over AWS_ENDPOINT_URL_SQS in this Region.
    ['aws', 'aws sqs list-queues --endpoint-url "$AWS_ENDPOINT_URL_SQS"'],
    [
      'curl',
      `curl -sf "$AWS_ENDPOINT_URL_SQS" -d '{}' -H 'content-type: application/x-amz-json-1.0' -H 'x-amz-target: AmazonSQS.ListQueues'`,
    ],
    ['python3', `python3 -c "${python}"`],
  ];

  it.each(clients.filter(([program]) => works(program, '--version')))('%s reaches the local stack', async (...row) => {
    const [, command] = row;
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const proxies = { HTTP_PROXY: url, http_proxy: url, HTTPS_PROXY: url, https_proxy: url, ALL_PROXY: url };
    const stdout = await run('sh', command, { ...proxies, NODE_USE_ENV_PROXY: '1', NO_PROXY: 'corp.example' });
    expect(stdout).toContain(sqs.queueUrl('orders'));
    expect(asked).toEqual([]);
  });
});

describe.each(['sh', 'bash', 'zsh'].filter((shell) => works(shell, '-c', ':')))(
  'what %s had of hosts without a proxy',
  (shell) => {
    const HERE = '127.0.0.1,localhost';

    it.each<[Record<string, string>, lower: string, upper: string]>([
      [{}, HERE, HERE],
      [{ no_proxy: 'a.example' }, `a.example,${HERE}`, `a.example,${HERE}`],
      [{ NO_PROXY: 'b.example' }, `b.example,${HERE}`, `b.example,${HERE}`],
      [{ no_proxy: 'a.example', NO_PROXY: 'b.example' }, `a.example,${HERE}`, `b.example,${HERE}`],
      [{ no_proxy: '' }, HERE, HERE],
      [{ NO_PROXY: '*' }, '*', '*'],
      [{ NO_PROXY: '*.example' }, `*.example,${HERE}`, `*.example,${HERE}`],
      [{ no_proxy: '127.0.0.1' }, '127.0.0.1', '127.0.0.1'],
    ])('it keeps: %j', async (before, lower, upper) => {
      // A second time, as after a restart, adds nothing.
      for (const again of ['', source.replace(/^source/, '.')]) {
        const print = `${again}\nsh -c 'printf "%s %s" "$no_proxy" "$NO_PROXY"'`;
        expect(await run(shell, print, before)).toBe(`${lower} ${upper}`);
      }
    });
  },
);
