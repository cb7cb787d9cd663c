import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { SourceMap } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SOURCE_MAPS } from '../../infra/small-zips.ts';
import { withSourcePositions } from '../../infra/trace/source-positions.ts';
import { classifyError } from '../../src/migration/call/classify-answer.ts';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import { runBundle } from './run-bundle.ts';
import { packaged } from './template.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AROA', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };

/** Asks `control` for what stops calls, and writes the error that this comes to. */
const STATUS = `
  const { handler } = await import(bundle);
  const context = { getRemainingTimeInMillis: () => 10_000 };
  const error = await handler({ action: 'status' }, context).catch((thrown) => thrown);
  const { name, message, stack } = error;
  console.log(JSON.stringify({ name, message, stack }));`;

/** Answers every request as DynamoDB does, and keeps their headers. */
async function dynamoDb(status: number, answer: object) {
  const asked: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    request.resume();
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = { AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  return { asked, endpoint, [Symbol.dispose]: () => void server.close() };
}

it.each(FUNCTION_NAMES)('%s starts without what takes Node.js long to load', async (name) => {
  // Importing node:http as a module loads undici, for its WebSocket: a third of a start.
  const code = `
    const { handler } = await import(bundle);
    const loaded = process.moduleLoadList.filter((module) => /undici/.test(module));
    console.log(JSON.stringify({ handler: typeof handler, loaded }));`;
  expect(await runBundle(name, code, CREDENTIALS)).toEqual({ handler: 'function', loaded: [] });
});

describe('credentials', () => {
  it('are those of the environment', async () => {
    using ledger = await dynamoDb(400, { __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException' });
    await runBundle('control', STATUS, { ...CREDENTIALS, ...ledger.endpoint });
    expect(ledger.asked[0]).toMatchObject({
      authorization: expect.stringContaining('Credential=AROA/'),
      'x-amz-security-token': 'token',
    });
  });

  it.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const)(
    'that lack %s are an error that says so, and a call that was not sent',
    async (lacking) => {
      const { [lacking]: _, ...rest } = CREDENTIALS;
      const { name, message } = await runBundle('control', STATUS, rest);
      expect(message).toMatch(/^AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set/);
      const error = Object.assign(new Error(message), { name });
      const move = { connectionId: 'dxcon-a', parentConnectionId: 'dxcon-b' };
      expect(classifyError(error, move)).toEqual({ kind: 'neverRan', cause: 'unreachable' });
    },
  );
});

it('an error of a service whose class is left out has its name and its message', async () => {
  using ledger = await dynamoDb(400, {
    __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    message: 'Requested resource not found',
  });
  const error = await runBundle('control', STATUS, { ...CREDENTIALS, ...ledger.endpoint });
  expect(error).toMatchObject({ name: 'ResourceNotFoundException', message: 'Requested resource not found' });
});

describe('the stack of an error', () => {
  const START = `
    const { name, stack } = await import(bundle).catch((thrown) => thrown);
    console.log(JSON.stringify({ name, stack }));`;

  it.each(FUNCTION_NAMES)('in %s names its class, and is read with the source map beside the zips', async (name) => {
    const { directory } = await packaged('default');
    const error = await runBundle(name, START);
    expect(error.name).toBe('ConfigError');

    const map = readFileSync(join(directory, SOURCE_MAPS, `${name}.mjs.map`), 'utf8');
    const read = withSourcePositions(error.stack, () => new SourceMap(JSON.parse(map)));

    const [, line = ''] = /\(src\/handlers\/config\.ts:(\d+):\d+\)/.exec(read) ?? [];
    const source = readFileSync(join(ROOT, 'src/handlers/config.ts'), 'utf8').split('\n');
    expect(source[Number(line) - 1]).toContain('new ConfigError(');
    expect(read).toMatch(new RegExp(`at src/handlers/${name}\\.ts:\\d+:\\d+`));
    expect(read).not.toContain('.mjs:');
  });

  it('is read by the command', async () => {
    const { directory } = await packaged('default');
    const line = 'at x (file:///var/task/src/handlers/control.mjs:2:5000)';
    const trace = (folder: string) => {
      const args = ['infra/trace/cli.ts', '--package', folder];
      return spawnSync(process.execPath, args, { cwd: ROOT, input: line, encoding: 'utf8' });
    };
    expect(trace(directory)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^at x \([\w@./-]+\.\w+:\d+:\d+\)$/),
    });
    expect(trace(join(directory, 'none'))).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^there is no \S+control\.mjs\.map: make the package/),
    });
  });

  it('is read in a line of JSON as well, and what is of no bundle is left', () => {
    const map = new SourceMap({
      version: 3,
      file: '',
      sources: ['src/a.ts'],
      sourcesContent: [],
      names: [],
      mappings: 'AAEA',
      sourceRoot: '',
    });
    const line = String.raw`{"trace":["at b (file:///var/task/src/handlers/migrate.mjs:1:1)\n","at file:///var/runtime/index.mjs:2:3"]}`;
    expect(withSourcePositions(line, () => map)).toBe(
      String.raw`{"trace":["at b (src/a.ts:3:1)\n","at file:///var/runtime/index.mjs:2:3"]}`,
    );
  });
});
