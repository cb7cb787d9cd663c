import { afterEach, describe, expect, it } from 'vitest';
import type { LambdaFunction } from '../../../local/lambda/lambda-function.ts';
import { eventually } from '../../support/eventually.ts';
import { closeFunctions, errorOf, invoke, lambdaOf, lines, pidOfSingle } from './fixtures/local-lambda.ts';

afterEach(closeFunctions);

describe('an error', () => {
  it('of the handler is reported with type, message and trace, and the process goes on', async () => {
    const lambda = await lambdaOf(`export const handler = async ({ fail }) => {
      if (fail) throw new TypeError('wrong');
      return process.pid;
    };`);
    const pid = await invoke(lambda);

    const error = errorOf(await lambda.invoke('{"fail":true}'));

    expect(error).toMatchObject({ errorType: 'TypeError', errorMessage: 'wrong' });
    expect(error.trace?.[0]).toBe('TypeError: wrong');
    expect(await invoke(lambda)).toBe(pid);
    await eventually(() => expect(lines.join()).toContain('Invoke Error'));
  });

  it('that nothing catches ends the process', async () => {
    const lambda = await lambdaOf(`export const handler = async ({ fail }) => {
      if (fail === 'rejection') Promise.reject(new Error('lost'));
      if (fail === 'exception') setTimeout(() => { throw new RangeError('thrown'); }, 0);
      if (fail) await new Promise(() => setInterval(() => {}, 1000));
      return process.pid;
    };`);

    const rejection = errorOf(await lambda.invoke('{"fail":"rejection"}'));
    const exception = errorOf(await lambda.invoke('{"fail":"exception"}'));

    expect(rejection).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: lost',
    });
    expect(exception).toMatchObject({ errorType: 'RangeError', errorMessage: 'thrown' });
    expect(await invoke(lambda)).toEqual(await pidOfSingle(lambda));
  });

  it.each([
    ['process.exit(3)', 'Error: Runtime exited with error: exit status 3'],
    ['process.exit(0)', 'Error: Runtime exited without providing a reason'],
    ["process.kill(process.pid, 'SIGKILL')", 'Error: Runtime exited with error: signal: killed'],
  ])('is reported when the process ends by %s', async (exit, message) => {
    const lambda = await lambdaOf(`export const handler = async () => { ${exit}; await new Promise(() => {}); };`);

    const { errorType, errorMessage } = errorOf(await lambda.invoke('{}'));

    expect(errorType).toBe('Runtime.ExitError');
    expect(errorMessage).toMatch(/^RequestId: [0-9a-f-]{36} /);
    expect(errorMessage).toContain(message);
    expect(lambda.processes()).toEqual([]);
  });

  it('is reported when the process is killed from outside; the next invocation has a new one', async () => {
    const lambda = await lambdaOf(`export const handler = async ({ hang }) => {
      process.stdout.write('running\\n');
      if (hang) await new Promise(() => setInterval(() => {}, 1000));
      return process.pid;
    };`);
    const invoked = lambda.invoke('{"hang":true}');
    await eventually(() => expect(lines).toEqual(['running']));
    expect(lambda.processes()).toEqual([{ pid: expect.any(Number), state: 'busy' }]);
    const killed = await pidOfSingle(lambda);

    process.kill(killed, 'SIGKILL');

    expect(errorOf(await invoked).errorType).toBe('Runtime.ExitError');
    expect(await invoke(lambda)).not.toBe(killed);
  });

  it('is not reported when a frozen process is killed, which also frees its concurrency', async () => {
    const lambda = await lambdaOf('export const handler = async () => process.pid;', { reservedConcurrency: 1 });
    const killed = await invoke(lambda);
    process.kill(await pidOfSingle(lambda), 'SIGKILL');
    await eventually(() => expect(lambda.processes()).toEqual([]));

    expect(await invoke(lambda)).not.toBe(killed);
  });
});

describe('an error at init', () => {
  it.each([
    ['a module that throws', "throw new Error('no config')", 'index.handler', 'Error'],
    ['a module that is no JavaScript', 'export const = ;', 'index.handler', 'Runtime.UserCodeSyntaxError'],
    ['no such module', '', 'other.handler', 'Runtime.ImportModuleError'],
    ['no such export', 'export const other = 1;', 'index.handler', 'Runtime.HandlerNotFound'],
    ['no export named', '', 'index', 'Runtime.MalformedHandlerName'],
    // "Define Lambda function handler in Node.js": no callback-based handlers from Node.js 24 on.
    [
      'a callback',
      'export const handler = (e, c, done) => done();',
      'index.handler',
      'Runtime.CallbackHandlerDeprecated',
    ],
  ])('is reported: %s', async (_what, source, handler, errorType) => {
    const lambda = await lambdaOf(source, { handler });

    expect(errorOf(await lambda.invoke('{}')).errorType).toBe(errorType);
    expect(lambda.processes()).toEqual([]);
  });

  it('does not keep the next invocation from a process of its own', async () => {
    const lambda = await lambdaOf(`import { existsSync, writeFileSync } from 'node:fs';
      const file = process.env.LAMBDA_TASK_ROOT + '/tried';
      const again = existsSync(file);
      writeFileSync(file, '');
      if (!again) throw new Error('first time');
      export const handler = async () => 'started';`);

    const first = await lambda.invoke('{}');

    expect(errorOf(first).errorMessage).toBe('first time');
    expect(await invoke(lambda)).toBe('started');
  });
});

describe('the timeout', () => {
  /** The answer of an invocation that ends before it: on a busy machine a short one may come too soon for any. */
  const inTime = (lambda: LambdaFunction) => eventually(() => invoke(lambda));

  it.each([
    ['waits', 'await new Promise(() => setInterval(() => {}, 1000));'],
    ['blocks its event loop', 'for (;;);'],
  ])('kills a process that %s', async (_what, body) => {
    const lambda = await lambdaOf(
      `export const handler = async ({ hang }) => { if (hang) { ${body} } return 'ok'; };`,
      {
        timeoutSeconds: 0.3,
      },
    );

    const error = errorOf(await lambda.invoke('{"hang":true}'));

    expect(error).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 0.30 seconds$/),
    });
    expect(lines.join()).toMatch(/^\S+Z \S+ Task timed out after 0.30 seconds$/);
    expect(lambda.processes()).toEqual([]);
    expect(await inTime(lambda)).toBe('ok');
  });

  it('does not run while the process is frozen', async () => {
    const lambda = await lambdaOf('export const handler = async () => {};', { timeoutSeconds: 0.3 });
    const clock = await lambdaOf('export const handler = () => new Promise((resolve) => setTimeout(resolve, 400));');
    await inTime(lambda);
    lines.length = 0;
    const before = lambda.processes();

    await invoke(clock);

    expect(before).toMatchObject([{ state: 'frozen' }]);
    expect(lambda.processes()).toEqual(before);
    expect(lines).toEqual([]);
  });

  it('does not count the start of the process', async () => {
    const lambda = await lambdaOf(
      "await new Promise((resolve) => setTimeout(resolve, 400)); export const handler = async () => 'ok';",
      { timeoutSeconds: 0.3 },
    );

    expect(await inTime(lambda)).toBe('ok');
  });
});
