import { afterAll, beforeAll, expect, it } from 'vitest';
import { dxm, exportsOf } from '../../support/dxm.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
let env: Record<string, string>;

beforeAll(async () => {
  stack = await startTestStack();
  env = exportsOf(stack);
});
afterAll(() => stack.close());

it('pauses and resumes with who and why, and says when it was so already', async () => {
  const pause = ['pause', '--yes', '--why', 'router down'];
  expect(await dxm(pause, env)).toEqual({ status: 0, stdout: 'Paused. To go on: dxm resume --why "…"\n', stderr: '' });
  expect(await dxm(pause, env)).toMatchObject({ status: 0, stdout: 'It was paused already.\n' });
  const { stdout } = await dxm(['resume', '--yes', '--why', 'fixed', '--json'], env);
  expect(JSON.parse(stdout)).toMatchObject({ changed: true, paused: false, lastChange: { by: 'jo', why: 'fixed' } });
});

it('does nothing where no one can be asked', async () => {
  const { status, stdout, stderr } = await dxm(['pause', '--why', 'router down'], env);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('No line of local is called for');
  expect(stderr).toContain('error: there is no one to ask\n   do: look at what it would do, above, and say --yes');
});
