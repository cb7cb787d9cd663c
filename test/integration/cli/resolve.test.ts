import { afterAll, beforeAll, expect, it } from 'vitest';
import { DXM, dxm, exportsOf } from '../../support/dxm.ts';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';
import { missingForTerminal, onTerminal } from '../../support/terminal.ts';

let stack: TestStack;
let env: Record<string, string>;

beforeAll(async () => {
  stack = await startTestStack();
  env = { ...exportsOf(stack), TZ: 'UTC' };
});
afterAll(() => stack.close());

/** A request whose call got no answer and had no effect. */
async function hold(requestId: string, connectionId: string): Promise<void> {
  await stack.directConnectAdmin.armFault({ kind: 'drop', effect: 'none' });
  await stack.send(stackRequest(requestId, connectionId));
  await eventually(() => expect(stack.logs.some((line) => isOf(line, 'held', requestId))).toBe(true));
}
const isOf = (line: string, message: string, requestId: string) =>
  line.includes(`"message":"${message}"`) && line.includes(`"${requestId}"`);

it('shows what a decision rests on, declines what does not fit, and has the one that does carried out', async () => {
  await hold('r1', 'dxcon-line1');

  const shown = await dxm(['resolve', 'orders/r1'], env);
  expect(shown).toMatchObject({ status: 3, stderr: '' });
  expect(shown.stdout).toMatch(/^orders\/r1 is HELD since .* UTC \(.*\)$/m);
  expect(shown.stdout).toMatch(/^ {2}dxcon-old1 {2}LISTED, available \(4 lines at .*\)$/m);
  expect(shown.stdout).toMatch(/^ {2}dxlag-new1 {2}not listed \(0 lines at .*\)$/m);
  expect(shown.stdout).toContain('So: it was not moved: it is on dxcon-old1 still.');
  expect(shown.stdout).toContain('Recommended: retry, if it should still be moved');
  expect(shown.stdout).toContain('dxm resolve orders/r1 notMoved --why "…"');
  const { history, ...told } = JSON.parse((await dxm(['resolve', 'orders/r1', '--json'], env)).stdout);
  expect(told).toMatchObject({ state: 'HELD', isClear: true, fitting: ['retry', 'notMoved'], recommended: 'retry' });
  expect(history[0].at).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);

  const moved = await dxm(['resolve', 'orders/r1', 'moved', '--yes', '--why', 'I think so'], env);
  expect(moved).toMatchObject({ status: 1, stdout: '' });
  expect(moved.stderr).toBe(
    'error: declined: dxcon-line1 is not listed on dxlag-new1\n   do: look at what there is to see: dxm resolve orders/r1\n',
  );
  const retried = await dxm(['resolve', 'orders/r1', 'retry', '--yes', '--why', 'CHG-311'], env);
  expect(retried).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Resolved: orders/r1 is called for once more'),
  });
  expect((await stack.nextEvent('Billing')).data).toMatchObject({ outcome: 'MIGRATED', attempts: 2 });
  const over = await dxm(['resolve', 'orders/r1'], env);
  expect(over).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('there is nothing to decide: orders/r1 is MIGRATED'),
  });
});

it('does not decide without a reason, and names what names no request', async () => {
  expect(await dxm(['resolve', 'orders/r1', 'retry'], env)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('why?'),
  });
  expect(await dxm(['resolve', 'r1'], env)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('this names no request'),
  });
  expect(await dxm(['resolve', 'orders/none'], env)).toMatchObject({
    ...{ status: 1, stderr: expect.stringContaining('the ledger has no request orders/none') },
  });
});

it('says what could not be found out, and decides nothing on it', async () => {
  await hold('r2', 'dxcon-line2');
  await stack.directConnectAdmin.armFault({
    kind: 'accessDenied',
    operation: 'DescribeHostedConnections',
    times: 1_000,
  });
  const shown = await dxm(['resolve', 'orders/r2'], env);
  await stack.directConnectAdmin.clearFaults();
  expect(shown.status).toBe(1);
  expect(shown.stdout).toContain('could not be listed: ');
  expect(shown.stdout).toContain('Not clear: whether it is on dxlag-new1 could not be found out.');
  expect(shown.stdout).toContain('Decide nothing yet');
});

it.skipIf(missingForTerminal())('asks at a terminal: no, Ctrl-C and yes', async () => {
  const set = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const command = ['env', ...set, process.execPath, DXM, 'resolve', 'orders/r2', 'notMoved', '--why', 'CHG-311'];
  const answer = async (typed: string) => {
    const terminal = onTerminal(command);
    await terminal.shows('(y/N)');
    terminal.type(typed);
    return { ...(await terminal.ended()), output: terminal.output() };
  };
  const no = await answer('n\r');
  expect(no).toMatchObject({ status: 1, raw: false, output: expect.stringContaining('error: nothing was done') });
  expect(no.output).toContain('So: it was not moved');
  expect(Math.max(...no.output.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(await answer('\u0003')).toMatchObject({
    status: 130,
    raw: false,
    output: expect.stringContaining('interrupted'),
  });
  expect(await answer('y\r')).toMatchObject({ status: 0, output: expect.stringContaining('RESOLVED_NOT_MOVED') });
});
