import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InvokeApi, startInvokeApi } from '../../../local/lambda/invoke-api.ts';
import type { LambdaFunction, LambdaOptions } from '../../../local/lambda/lambda-function.ts';
import { eventually } from '../../support/eventually.ts';
import { runShell } from '../docs/run-example.ts';
import { awsCli } from '../docs/tools.ts';
import { closeFunctions, lambdaOf } from './fixtures/local-lambda.ts';

// Invoke, Lambda API Reference: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html

const functions = new Map<string, LambdaFunction>();
let api: InvokeApi;
beforeEach(async () => {
  api = await startInvokeApi(functions);
});
afterEach(async () => {
  await closeFunctions();
  await api.close();
  functions.clear();
});

const ECHO = `export const handler = async (event) => {
  if (event.fail) throw new TypeError('wrong');
  return { got: event };
};`;

async function deploy(source: string, options: Partial<LambdaOptions> = {}): Promise<LambdaFunction> {
  const lambda = await lambdaOf(source, options);
  functions.set(lambda.functionArn, lambda);
  return lambda;
}

async function invoke(name: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(`${api.url}/2015-03-31/functions/${name}/invocations`, { method: 'POST', headers, body });
}

const errorOf = async (response: Response) => ({
  status: response.status,
  code: response.headers.get('x-amzn-errortype'),
  body: await response.json(),
});

describe('the Invoke operation', () => {
  it("answers the handler's result", async () => {
    await deploy(ECHO);

    const response = await invoke('migrate', '{"a":"ä"}');

    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-executed-version')).toBe('$LATEST');
    expect(response.headers.get('x-amz-function-error')).toBeNull();
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({ got: { a: 'ä' } });
  });

  it('accepts the ARN as the name, escaped as clients do', async () => {
    const { functionArn } = await deploy(ECHO);

    const response = await invoke(encodeURIComponent(functionArn), '{}', {
      'x-amz-invocation-type': 'RequestResponse',
    });

    expect(await response.json()).toEqual({ got: {} });
  });

  it('answers 200 when the handler throws, and says so in a header', async () => {
    await deploy(ECHO);

    const response = await invoke('migrate', '{"fail":true}');

    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-function-error')).toBe('Unhandled');
    expect(await response.json()).toMatchObject({ errorType: 'TypeError', errorMessage: 'wrong' });
  });

  it('knows functions that were added after it was started', async () => {
    expect((await invoke('migrate', '{}')).status).toBe(404);
    await deploy(ECHO);
    expect((await invoke('migrate', '{}')).status).toBe(200);
  });
});

describe('an error of the Invoke operation', () => {
  it('names a function that does not exist, and those that do', async () => {
    await deploy(ECHO);

    expect(await errorOf(await invoke('resolve', '{}'))).toEqual({
      status: 404,
      code: 'ResourceNotFoundException',
      body: { Type: 'User', Message: 'Function not found: resolve; there are migrate' },
    });
  });

  it.each(['Event', 'DryRun'])('rejects the invocation type %s', async (type) => {
    await deploy(ECHO);

    expect(await errorOf(await invoke('migrate', '{}', { 'x-amz-invocation-type': type }))).toEqual({
      status: 400,
      code: 'InvalidParameterValueException',
      body: { Type: 'User', Message: `The invocation type ${type} is not supported locally, only RequestResponse` },
    });
  });

  it('rejects a payload that is not JSON', async () => {
    await deploy(ECHO);

    expect(await errorOf(await invoke('migrate', 'pause'))).toEqual({
      status: 400,
      code: 'InvalidRequestContentException',
      body: { Type: 'User', Message: expect.stringMatching(/^Could not parse request body into json: .*pause/) },
    });
  });

  it('rejects another operation', async () => {
    const response = await fetch(`${api.url}/2015-03-31/functions/migrate/configuration`);

    expect(await errorOf(response)).toMatchObject({
      status: 404,
      code: 'UnknownOperationException',
      body: { Message: expect.stringContaining('GET /2015-03-31/functions/migrate/configuration is not supported') },
    });
  });

  it('is a throttle at the reserved concurrency', async () => {
    const lambda = await deploy('export const handler = () => new Promise(() => {});', { reservedConcurrency: 1 });
    const running = invoke('migrate', '{}');
    await eventually(() => expect(lambda.processes()).toHaveLength(1));

    expect(await errorOf(await invoke('migrate', '{}'))).toMatchObject({
      status: 429,
      code: 'TooManyRequestsException',
    });
    await lambda.close();
    expect((await running).headers.get('x-amz-function-error')).toBe('Unhandled');
  });
});

describe('the AWS CLI', () => {
  const { found, missing } = awsCli();
  const environment = () => ({
    AWS_ENDPOINT_URL_LAMBDA: api.url,
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AROAOPERATOR',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  // A file for the answer, since the CLI opens /dev/stdout by its name, which a socket does not allow.
  const command = (name: string, event: string) => `
    answer=$(mktemp)
    aws lambda invoke --function-name ${name} --payload fileb:///dev/stdin "$answer" <<< '${event}' >&2
    cat "$answer"
    rm "$answer"`;

  it.skipIf(missing)(`invokes, and shows answer and error (${missing ? `skipped: ${missing}` : found})`, async () => {
    const { functionArn } = await deploy(ECHO);

    const answered = await runShell(command(functionArn, '{"a":1}'), environment());
    const failed = await runShell(command('migrate', '{"fail":true}'), environment());
    const unknown = await runShell(command('other', '{}'), environment());

    expect(answered).toMatchObject({ status: 0, stdout: '{"got":{"a":1}}' });
    expect(JSON.parse(answered.stderr)).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(JSON.parse(failed.stderr)).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(failed.stdout)).toMatchObject({ errorMessage: 'wrong' });
    expect(unknown.status).not.toBe(0);
    expect(unknown.stderr).toContain(
      '(ResourceNotFoundException) when calling the Invoke operation: Function not found',
    );
  });
});
