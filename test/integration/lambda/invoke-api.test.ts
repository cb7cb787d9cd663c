import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InvokeApi, startInvokeApi } from '../../../local/lambda/invoke-api.ts';
import type { LambdaFunction, LambdaOptions } from '../../../local/lambda/lambda-function.ts';
import { eventually } from '../../support/eventually.ts';
import { clientsIn } from '../aws/harness.ts';
import { runShell } from '../docs/run-example.ts';
import { awsCli } from '../docs/tools.ts';
import { closeFunctions, lambdaOf, lines } from './fixtures/local-lambda.ts';

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

  it('runs nothing in a dry run, which whoever asks may', async () => {
    await deploy("export const handler = async () => { console.log('ran'); };");

    const response = await invoke('migrate', '{}', { 'x-amz-invocation-type': 'DryRun' });

    expect({ status: response.status, body: await response.text() }).toEqual({ status: 204, body: '' });
    // What ran before would have been logged before what runs after.
    await invoke('migrate', '{}');
    expect(lines).toEqual(['ran']);
  });

  it('knows functions that were added after it was started', async () => {
    expect((await invoke('migrate', '{}')).status).toBe(404);
    await deploy(ECHO);
    expect((await invoke('migrate', '{}')).status).toBe(200);
  });
});

describe('an asynchronous invocation', () => {
  /** The service's own client, in an environment such as its functions have. */
  const client = () => clientsIn({ AWS_ENDPOINT_URL_LAMBDA: api.url }).lambda;
  const LOGGING = `export const handler = async (event, { awsRequestId }) => {
    console.log(awsRequestId + ' ' + JSON.stringify(event));
    if (event.fail) throw new TypeError('wrong');
  };`;
  const ran = () => lines.filter((line) => /^[0-9a-f-]{36} /.test(line));

  it('is accepted with 202 and no body, and runs under the request id of the answer', async () => {
    await deploy(LOGGING);

    const answer = await client().send(
      new InvokeCommand({ FunctionName: 'migrate', InvocationType: 'Event', Payload: Buffer.from('{"a":1}') }),
    );

    expect(answer).toMatchObject({ StatusCode: 202, Payload: new Uint8Array() });
    expect(answer.FunctionError).toBeUndefined();
    await eventually(() => expect(ran()).toEqual([`${answer.$metadata.requestId} {"a":1}`]));
  });

  it('needs no payload', async () => {
    await deploy(LOGGING);

    await client().send(new InvokeCommand({ FunctionName: 'migrate', InvocationType: 'Event' }));

    await eventually(() => expect(ran()).toEqual([expect.stringMatching(/ \{\}$/)]));
  });

  it('is accepted at the reserved concurrency, and runs when the function is free', async () => {
    const pauses = { throttled: () => 1, failed: () => 1 };
    await deploy(
      `const wait = (ms) => new Promise((done) => setTimeout(done, ms));
      export const handler = async ({ name, ms }) => { await wait(ms); console.log(name); };`,
      {
        ...{ reservedConcurrency: 1, pauses },
      },
    );
    const event = { 'x-amz-invocation-type': 'Event' };

    const answers = [
      await invoke('migrate', '{"name":"first","ms":500}', event),
      await invoke('migrate', '{"name":"second","ms":0}', event),
    ];

    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    await eventually(() => expect(lines).toEqual(['first', 'second']));
  });

  it('is tried twice more after an error, under the same request id, and then lost', async () => {
    const lost: string[] = [];
    const pauses = { throttled: () => 1, failed: () => 1 };
    await deploy(LOGGING, { pauses, lost: (line) => lost.push(line) });

    const { headers } = await invoke('migrate', '{"fail":true}', { 'x-amz-invocation-type': 'Event' });

    const requestId = headers.get('x-amzn-requestid');
    await eventually(() => expect(lost).toHaveLength(1));
    expect(ran()).toEqual(Array(3).fill(`${requestId} {"fail":true}`));
    expect(lost[0]).toMatch(
      new RegExp(`^event ${requestId} for migrate lost: the function failed 3 times, last with .*TypeError`),
    );
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

  it('rejects an invocation type that there is not', async () => {
    await deploy(ECHO);

    expect(await errorOf(await invoke('migrate', '{}', { 'x-amz-invocation-type': 'Sometime' }))).toEqual({
      status: 400,
      code: 'InvalidParameterValueException',
      body: {
        Type: 'User',
        Message: 'The invocation type Sometime is not supported locally, only RequestResponse, Event, DryRun',
      },
    });
  });

  it.each(['RequestResponse', 'Event'])('rejects a payload of %s that is not JSON', async (type) => {
    await deploy(ECHO);

    expect(await errorOf(await invoke('migrate', 'pause', { 'x-amz-invocation-type': type }))).toEqual({
      status: 400,
      code: 'InvalidRequestContentException',
      body: { Type: 'User', Message: expect.stringMatching(/^Could not parse request body into json: .*pause/) },
    });
  });

  it('rejects an asynchronous event of more than 1 MB', async () => {
    const lambda = await deploy(ECHO);
    const largest = JSON.stringify('a'.repeat(1_048_576 - 2));
    const event = { 'x-amz-invocation-type': 'Event' };

    expect((await invoke('migrate', largest, event)).status).toBe(202);
    expect(await errorOf(await invoke('migrate', `${largest} `, event))).toEqual({
      status: 413,
      code: 'RequestEntityTooLargeException',
      body: {
        Type: 'User',
        Message: '1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
      },
    });
    await lambda.close();
  });

  it('rejects another operation', async () => {
    const response = await fetch(`${api.url}/2015-03-31/functions/migrate/policy`);

    expect(await errorOf(response)).toMatchObject({
      status: 404,
      code: 'UnknownOperationException',
      body: { Message: expect.stringContaining('GET /2015-03-31/functions/migrate/policy is not supported') },
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

it('GetFunctionConfiguration says what the function was given', async () => {
  const { functionArn } = await deploy(ECHO, { environment: { STALE_SECONDS: '3' } });

  const response = await fetch(`${api.url}/2015-03-31/functions/migrate/configuration`);

  expect(await response.json()).toMatchObject({
    FunctionArn: functionArn,
    Environment: { Variables: { STALE_SECONDS: '3' } },
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
