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
  expect(await dxm(['parent', 'open', 'dxcon-old1', ...WHY], env)).toEqual({
    ...{ status: 1, stdout: '' },
    stderr: 'error: dxcon-old1 was not closed\n   do: nothing is closed now\n',
  });
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
    status: 2,
    stderr: expect.stringMatching(/^error: --until is over already: it must be a time to come\n/),
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

it('stops nothing by a name that Direct Connect does not know, or where no line is', async () => {
  for (const command of [['cordon'], ['parent', 'close'], ['freeze', 'n', '--until', '2h', '--parent']]) {
    const wrong = await dxm([...command, 'dxlag-new', ...WHY], env);
    expect(wrong).toMatchObject({ status: 1, stdout: '' });
    expect(wrong.stderr).toMatch(
      /no interconnect or LAG dxlag-new in this Region: nothing was stopped\n {3}do: did you mean dxlag-new\d\?/,
    );
    const line = await dxm([...command, 'dxcon-line1', ...WHY], env);
    expect(line).toMatchObject({ status: 1, stdout: '' });
  }
  const place = await dxm(['freeze', 'n', '--until', '2h', '--location', 'EqDC3', ...WHY], env);
  expect(place).toMatchObject({ status: 1, stderr: expect.stringContaining('did you mean EqDC2? there are EqDC2') });
});

it('stops without Direct Connect, and says what was not checked', async () => {
  const without = { ...env, AWS_ENDPOINT_URL_DIRECT_CONNECT: 'http://127.0.0.1:1' };
  const { status: done, stdout, stderr } = await dxm(['cordon', 'dxlag-gone', ...WHY], without);
  expect({ done, stdout }).toMatchObject({ done: 0, stdout: expect.stringContaining('Cordoned dxlag-gone.') });
  expect(stderr).toMatch(/^dxlag-gone was not checked: (AWS does not answer|Direct Connect gave no answer)/);
  // Of a port that is gone too.
  expect(await dxm(['uncordon', 'dxlag-gone', ...WHY], env)).toMatchObject({ status: 0, stderr: '' });
});

it('says what there is, where there is nothing to take away', async () => {
  await dxm(['cordon', 'dxlag-new1', ...WHY], env);
  await dxm(['freeze', 'night', '--until', '2h', '--all', ...WHY], env);
  expect(await dxm(['uncordon', 'dxlag-new', ...WHY], env)).toMatchObject({
    status: 1,
    stderr: 'error: dxlag-new was not cordoned\n   do: cordoned now: dxlag-new1\n',
  });
  expect(await dxm(['unfreeze', 'nigth', ...WHY], env)).toMatchObject({
    status: 1,
    stderr: 'error: there is no freeze nigth\n   do: frozen now: night\n',
  });
  const { lastChange, ...others } = await status(['uncordon', 'dxlag-new1']);
  expect(others).toMatchObject({ changed: true, cordons: [] });
  expect((await dxm(['unfreeze', 'night', ...WHY], env)).status).toBe(0);
});

it('reads a freeze over midnight, and says which it replaces', async () => {
  const first = await dxm(['freeze', 'n', '--from', '20:00', '--until', '06:00', '--all', ...WHY], env);
  expect(first.stdout).toMatch(/^Frozen, from \S+ 20:00:00 UTC until \S+ 06:00:00 UTC\./);
  const second = await dxm(['freeze', 'n', '--until', '2h', '--parent', 'dxlag-new1', '--why', 'x'], env);
  expect(second).toMatchObject({ status: 2, stdout: '' });
  expect(second.stderr).toMatch(
    /This replaces the freeze n by jo: all lines, from \S+ 20:00:00 UTC until \S+ 06:00:00 UTC\./,
  );
  const never = await dxm(
    ['freeze', 'n', '--from', '2099-01-02T00:00:00Z', '--until', '2099-01-01T00:00:00Z', '--all', '--why', 'x'],
    env,
  );
  expect(never).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^error: --until must be later than --from\n/),
  });
  expect((await dxm(['unfreeze', 'n', ...WHY], env)).status).toBe(0);
});

it('says times as text for machines, those of the pause too', async () => {
  const paused = await status(['pause']);
  expect(paused).toMatchObject({ changed: true, lastChange: { at: expect.stringMatching(/Z$/) } });
  expect(paused.lastChange).not.toHaveProperty('atMs');
  expect((await status(['resume'])).lastChange).toMatchObject({ at: expect.stringMatching(/Z$/) });
});
