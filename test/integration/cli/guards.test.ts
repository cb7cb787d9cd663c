import { afterAll, beforeAll, expect, it } from 'vitest';
import { dxm, exportsOf } from '../../support/dxm.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
let env: Record<string, string>;

beforeAll(async () => {
  stack = await startTestStack();
  env = { ...exportsOf(stack), TZ: 'UTC' };
});
afterAll(() => stack.close());

const WHY = ['--yes', '--why', 'CHG-311'];
const status = async (command: string[]) => JSON.parse((await dxm([...command, ...WHY, '--json'], env)).stdout);

it('cordons a parent and lifts it, and says what stands after each', async () => {
  const { status: done, stdout, stderr } = await dxm(['cordon', 'dxlag-new1', ...WHY], env);
  expect({ done, stderr }).toEqual({ done: 0, stderr: '' });
  expect(stdout).toMatch(/^Cordoned dxlag-new1\. To lift it: dxm uncordon dxlag-new1 --why "…"$/m);
  expect(stdout).toMatch(/^cordon {2}dxlag-new1 {2}- {6}\d+ s {2}jo {2}CHG-311$/m);
  expect((await dxm(['cordon', 'dxlag-new1', ...WHY], env)).stdout).toContain('dxlag-new1 was cordoned already.\n');
  expect((await dxm(['uncordon', 'dxlag-new1', ...WHY], env)).stdout).toBe(
    'dxlag-new1 is cordoned no more.\nNothing stands in the way of calls now.\n',
  );
});

it('closes a parent and opens it', async () => {
  expect(await status(['parent', 'close', 'dxcon-old1'])).toMatchObject({
    ...{ changed: true, closedParents: [{ parent: 'dxcon-old1', by: 'jo', why: 'CHG-311' }] },
  });
  expect(await status(['parent', 'open', 'dxcon-old1'])).toMatchObject({ changed: true, closedParents: [] });
  expect((await dxm(['parent', 'open', 'dxcon-old1', ...WHY], env)).stdout).toContain('dxcon-old1 was not closed.');
});

it('freezes for a while, by a zone, and of a location, and lifts it', async () => {
  const until = '2099-12-24 18:00 Europe/Berlin';
  const frozen = await dxm(['freeze', 'year-end', '--until', until, '--location', 'EqDC2', ...WHY], env);
  expect(frozen.stdout).toContain('Frozen, from now until 2099-12-24 17:00:00 UTC.');
  expect(frozen.stdout).toMatch(/^freeze {2}year-end: EqDC2 {2}2099-12-24 17:00:00 UTC {2}/m);
  const [freeze] = (await status(['freeze', 'year-end', '--until', '2h', '--all'])).freezes;
  expect(freeze).not.toHaveProperty('location');
  expect(Date.parse(freeze.until) - Date.parse(freeze.from)).toBeGreaterThan(7_100_000);
  expect(await status(['unfreeze', 'year-end'])).toMatchObject({ changed: true, freezes: [] });
});

it('says in the words of the command line what control declines', async () => {
  const wrong = await dxm(['cordon', 'LAG 1', ...WHY], env);
  expect(wrong).toMatchObject({ status: 2, stdout: '' });
  expect(wrong.stderr).toMatch(/^error: ID must be a parent: the id of an interconnect/);
  const over = await dxm(['freeze', 'n', '--until', '2020-01-01T00:00:00Z', '--all', ...WHY], env);
  expect(over).toMatchObject({
    status: 1,
    stderr: 'error: declined: --until is over already: it must be a time to come\n',
  });
  const reason = await dxm(['uncordon', 'dxlag-new1', '--yes', '--why', '!'], env);
  expect(reason).toMatchObject({ status: 2, stderr: expect.stringContaining('error: --why must be the reason') });
});

it('knows which lines a freeze is of before it asks anyone', async () => {
  const none = await dxm(['freeze', 'n', '--until', '2h', ...WHY], env);
  expect(none).toMatchObject({ status: 2, stderr: expect.stringContaining('error: which lines?') });
  const two = await dxm(['freeze', 'n', '--until', '2h', '--all', '--parent', 'dxcon-old1', ...WHY], env);
  expect(two).toMatchObject({ status: 2, stderr: expect.stringContaining('error: which lines?') });
});

it('releases a line only where it holds others up', async () => {
  const released = await dxm(['group', 'release', '111122223333', 'dxcon-line1', ...WHY], env);
  expect(released.stdout).toContain('dxcon-line1 holds up no other line of 111122223333: there is nothing to release.');
});
