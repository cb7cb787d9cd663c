import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { InvokeResult } from '../../../local/lambda/invoke-result.ts';
import { eventually } from '../../support/eventually.ts';
import { writeCode } from './fixtures/code-dir.ts';
import { isRunning, processState } from './fixtures/is-running.ts';
import { closeFunctions, errorOf, invoke, lambdaOf, lines, pidOfSingle } from './fixtures/local-lambda.ts';

afterEach(closeFunctions);

// "Lambda freezes the execution environment when the runtime and each extension have completed and there are no pending
// events" ("Understanding the Lambda execution environment lifecycle", Lambda Developer Guide).
describe('the freeze', () => {
  const leavesWorkBehind = `import { appendFileSync } from 'node:fs';
    const file = process.env.LAMBDA_TASK_ROOT + '/work';
    export const handler = async ({ leave, wait }) => {
      if (leave) {
        setInterval(() => appendFileSync(file, 'tick '), 5);
        new Promise((resolve) => setTimeout(resolve, 20)).then(() => appendFileSync(file, 'promise '));
      }
      if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
    };`;

  it('lets no code of the handler run after the answer, until the next invocation', async () => {
    const codeDir = await writeCode(leavesWorkBehind);
    const work = () => (existsSync(join(codeDir, 'work')) ? readFileSync(join(codeDir, 'work'), 'utf8') : '');
    const lambda = await lambdaOf('', { codeDir });
    const control = await lambdaOf(leavesWorkBehind);
    await invoke(lambda, { leave: true });
    const [frozen] = lambda.processes();
    await stopped(frozen?.pid);
    const before = work();

    // Time passes, and in a process that is not frozen the same code makes use of it.
    await invoke(control, { leave: true, wait: 200 });
    const during = work();
    await invoke(lambda, { wait: 50 });
    const after = work();

    expect(frozen?.state).toBe('frozen');
    expect(during).toBe(before);
    expect(after).toContain('promise');
    expect(after.length).toBeGreaterThan(before.length);
  });

  it.runIf(process.platform === 'linux')('stops the process', async () => {
    const lambda = await lambdaOf('export const handler = async () => {};');

    await invoke(lambda);

    const pid = await pidOfSingle(lambda);
    await stopped(pid);
  });
});

/** The signal that freezes a process takes effect a little after it was sent. */
async function stopped(pid: number | undefined): Promise<void> {
  if (process.platform === 'linux') await eventually(() => expect(processState(pid ?? 0)).toBe('T'));
}

describe('no process stays behind', () => {
  it('when the function is closed, whatever its processes do', async () => {
    const lambda = await lambdaOf(`export const handler = async ({ hang }) => {
      process.stdout.write('running\\n');
      if (hang) await new Promise(() => setInterval(() => {}, 1000));
    };`);
    await invoke(lambda);
    const busy = lambda.invoke('{"hang":true}');
    await eventually(() => expect(lines).toHaveLength(2));
    const other = lambda.invoke('{"hang":true}');
    await eventually(() => expect(lambda.processes()).toHaveLength(2));
    const pids = lambda.processes().map(({ pid }) => pid);
    const starting = lambda.invoke('{}');

    await lambda.close();

    expect(pids.filter(isRunning)).toEqual([]);
    expect(errorOf(await busy).errorMessage).toContain('signal: killed');
    expect(errorOf(await other).errorMessage).toContain('signal: killed');
    expect(errorOf(await starting).errorMessage).toContain('signal: killed');
    await expect(lambda.invoke('{}')).rejects.toThrow('Function migrate is closed.');
  });

  it('when the function is closed before its first process runs, and neither does a server', async () => {
    const lambda = await lambdaOf('export const handler = async () => {};');
    let answer: InvokeResult | undefined;
    const starting = lambda.invoke('{}').then((result) => {
      answer = result;
      return result;
    });

    await lambda.close();

    expect(answer).toBeDefined();
    expect(errorOf(await starting).errorMessage).toContain('signal: killed');
    expect(lambda.processes()).toEqual([]);
    await eventually(() => expect(process.getActiveResourcesInfo()).not.toContain('TCPServerWrap'));
  });

  it('when the parent is killed, though the process is frozen', async () => {
    const codeDir = await writeCode('export const handler = async () => {};');
    const parent = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'parent.ts'), codeDir]);
    const [output] = await once(parent.stdout, 'data');
    const pid = Number(output);
    expect(isRunning(pid)).toBe(true);

    parent.kill('SIGKILL');

    await eventually(() => expect(isRunning(pid)).toBe(false));
  });
});
