import { afterEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { closeFunctions, invoke, lambdaOf, lines, pidOfSingle } from './fixtures/local-lambda.ts';

afterEach(closeFunctions);

describe('an invocation', () => {
  it('answers what the async handler returns', async () => {
    const lambda = await lambdaOf('export const handler = async (event) => ({ got: event });');

    expect(await invoke(lambda, { a: 'ä' })).toEqual({ got: { a: 'ä' } });
  });

  it('answers null for a handler that returns nothing', async () => {
    const lambda = await lambdaOf('export const handler = async () => {};');

    expect(await invoke(lambda)).toBeNull();
  });

  // "Using the Lambda context object to retrieve Node.js function information", Lambda Developer Guide.
  it('gives the handler the context object', async () => {
    const lambda = await lambdaOf(
      'export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });',
      { memorySize: 256, createRequestId: () => '8476a536-e9f4-11e8-9739-2dfe598c3fcd' },
    );

    const { left, ...context } = (await invoke(lambda)) as { left: number };

    expect(context).toEqual({
      awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:migrate',
      functionName: 'migrate',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/migrate',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\]8476a536/),
    });
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(120_000);
  });

  it('passes on what the process writes, line by line', async () => {
    const lambda = await lambdaOf(
      "export const handler = async () => { process.stdout.write('one\\ntwo\\n'); process.stderr.write('three\\n'); };",
    );

    await invoke(lambda);

    await eventually(() => expect(new Set(lines)).toEqual(new Set(['one', 'two', 'three'])));
  });
});

describe('the environment of the process', () => {
  const source = 'export const handler = async () => process.env;';

  it("is Lambda's and the function's own, and nothing of the parent's", async () => {
    vi.stubEnv('OF_THE_PARENT', 'secret');
    const environment = { TABLE: 'ledger', TZ: 'Europe/Berlin' };
    const lambda = await lambdaOf(source, { environment });

    const seen = (await invoke(lambda)) as Record<string, string>;
    vi.unstubAllEnvs();

    // "Using Lambda environment variables", defined runtime environment variables, Lambda Developer Guide.
    expect(seen).toMatchObject({
      ...environment,
      _HANDLER: 'index.handler',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: 'migrate',
      AWS_ACCESS_KEY_ID: 'ASIALOCALLAMBDA',
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0$/),
    });
    expect(seen).not.toHaveProperty('OF_THE_PARENT');
    expect(seen).not.toHaveProperty('HOME');
  });

  it('may not be given variables that Lambda reserves', async () => {
    await expect(lambdaOf(source, { environment: { AWS_REGION: 'x', _X_AMZN_TRACE_ID: 'y' } })).rejects.toThrow(
      'sets environment variables that Lambda reserves: AWS_REGION, _X_AMZN_TRACE_ID',
    );
  });

  it('needs code', async () => {
    await expect(lambdaOf(source, { codeDir: '/no/such/folder' })).rejects.toThrow(
      'there is no folder /no/such/folder',
    );
  });
});

describe('concurrency', () => {
  const source = `let count = 0;
    export const handler = async ({ wait = 0 }) => {
      count += 1;
      await new Promise((resolve) => setTimeout(resolve, wait));
      return { count, pid: process.pid };
    };`;

  it('reuses an idle process', async () => {
    const lambda = await lambdaOf(source);

    const [first, second] = [await invoke(lambda), await invoke(lambda)];

    const pid = await pidOfSingle(lambda);
    expect([first, second]).toEqual([
      { count: 1, pid },
      { count: 2, pid },
    ]);
  });

  it('uses a process for each invocation under way', async () => {
    const lambda = await lambdaOf(source);

    const answers = await Promise.all([invoke(lambda, { wait: 200 }), invoke(lambda, { wait: 200 })]);

    expect(answers).toMatchObject([{ count: 1 }, { count: 1 }]);
    expect(lambda.processes().map(({ state }) => state)).toEqual(['frozen', 'frozen']);
  });

  // Invoke, Lambda API Reference: TooManyRequestsException, ReservedFunctionConcurrentInvocationLimitExceeded.
  it('is limited by the reserved concurrency', async () => {
    const lambda = await lambdaOf(source, { reservedConcurrency: 1 });
    const running = invoke(lambda);

    await expect(lambda.invoke('{}')).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    await running;
    expect(await invoke(lambda)).toMatchObject({ count: 2 });
  });

  it('leaves room beside asynchronous invocations where these are limited', async () => {
    const lambda = await lambdaOf(source, { reservedConcurrency: 2, eventsAtOnce: 1 });
    for (let event = 0; event < 3; event++) lambda.enqueue('{"wait":60000}');
    await eventually(() => expect(lambda.processes()).toHaveLength(1));

    expect(await invoke(lambda)).toMatchObject({ count: 1 });
    expect(lambda.processes()).toHaveLength(2);
  });
});
