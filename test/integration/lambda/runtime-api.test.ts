import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RuntimeApi, startRuntimeApi } from '../../../local/lambda/runtime-api.ts';

// "Using the Lambda runtime API for custom runtimes", Lambda Developer Guide: paths, headers, 202 for what is accepted.
let api: RuntimeApi;
let base: string;
const heard: unknown[][] = [];
let asked: PromiseWithResolvers<void>;

beforeEach(async () => {
  heard.length = 0;
  asked = Promise.withResolvers();
  api = await startRuntimeApi({
    onNext: () => asked.resolve(),
    onResponse: (...said) => heard.push(['response', ...said]),
    onError: (...said) => heard.push(['error', ...said]),
    onInitError: (...said) => heard.push(['init error', ...said]),
  });
  base = `http://${api.address}/2018-06-01/runtime`;
});

afterEach(() => api.close());

describe('next', () => {
  it('waits for an invocation and returns it in headers and body', async () => {
    const next = fetch(`${base}/invocation/next`);
    await asked.promise;
    api.deliver({ requestId: 'r1', payload: '{"a":1}', functionArn: 'arn', deadlineMs: 42, traceId: 'Root=1' });

    const response = await next;

    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'lambda-runtime-aws-request-id': 'r1',
      'lambda-runtime-deadline-ms': '42',
      'lambda-runtime-invoked-function-arn': 'arn',
      'lambda-runtime-trace-id': 'Root=1',
    });
    expect(await response.json()).toEqual({ a: 1 });
  });

  it('ends with the API', async () => {
    const next = fetch(`${base}/invocation/next`);
    await asked.promise;

    await Promise.all([api.close(), expect(next).rejects.toThrow()]);
  });
});

it.each([
  ['/invocation/r1/response', ['response', 'r1', 'said']],
  ['/invocation/r1/error', ['error', 'r1', 'said']],
  ['/init/error', ['init error', 'said']],
])('accepts a POST to %s', async (path, expected) => {
  const response = await fetch(base + path, { method: 'POST', body: 'said' });

  expect([response.status, await response.json()]).toEqual([202, { status: 'OK' }]);
  expect(heard).toEqual([expected]);
});

it('knows no other path', async () => {
  const response = await fetch(`${base}/restore/next`, { method: 'POST' });

  expect(response.status).toBe(404);
  await response.body?.cancel();
  expect(heard).toEqual([]);
});
