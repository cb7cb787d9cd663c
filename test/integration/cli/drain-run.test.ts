import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Drain } from '../../../src/drain/run/drain.ts';
import { drainItem, planItem } from '../../support/cli-items.ts';
import { DXM, dxm, exportsOf, startDxm } from '../../support/dxm.ts';
import { eventually } from '../../support/eventually.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';
import { missingForTerminal, onTerminal } from '../../support/terminal.ts';
import { ID, madePlan, running, tryAt } from '../../unit/cli/drain/given.ts';

const CTRL_C = '\x03';
const plan = madePlan();

let stack: TestStack;
let env: Record<string, string>;
let client: DynamoDBClient;

beforeAll(async () => {
  stack = await startTestStack();
  env = exportsOf(stack);
  client = new DynamoDBClient({
    ...{ endpoint: env.AWS_ENDPOINT_URL_DYNAMODB ?? '', region: stack.region },
    credentials: { accessKeyId: 'AIDAORDERS', secretAccessKey: 'local' },
  });
  await put(planItem(plan));
});
afterAll(async () => {
  client.destroy();
  await stack.close();
});

const put = (Item: ReturnType<typeof drainItem>) =>
  client.send(new PutItemCommand({ TableName: 'dx-migrator-local-ledger', Item }));

/** Not due, so that no one takes it up. */
const leave = (drain: Drain) => put(drainItem(drain, false));

const stops = ['a', 'b'].map((id) => ({ id, kind: 'person' as const, atMs: 1, by: 'kim', why: `stop ${id}` }));

describe('dxm drain watch, without a terminal', () => {
  it('says each change once, and ends with the drain', async () => {
    await leave(running(plan));
    const child = startDxm(['drain', 'watch', ID, '--json'], env);
    let ended = false;
    void child.ended.then(() => {
      ended = true;
    });
    const well = Object.fromEntries(
      plan.lines.map(({ connectionId }) => [connectionId, { state: 'healthy' as const, atMs: 1, try: tryAt(1) }]),
    );
    // It may not have looked yet: then it sees only the end.
    await leave(running(plan, { phase: 'COMPLETED' }, well));
    await eventually(() => expect(ended).toBe(true));
    const { status, stdout } = await child.ended;
    expect(status).toBe(0);
    const documents = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(documents.length).toBeLessThanOrEqual(2);
    expect(documents.at(-1)).toMatchObject({ drainId: ID, state: 'COMPLETED', lines: { healthy: 8 } });
  });
});

describe.skipIf(missingForTerminal() !== undefined)('on a terminal', () => {
  const terminalOf = (...args: string[]) => {
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    return onTerminal(['env', ...variables, process.execPath, DXM, ...args]);
  };

  it('dxm drain watch is drawn in its place; Ctrl-C ends it and not the drain, and leaves the terminal as it was', async () => {
    await leave(running(plan, { stops }));
    const terminal = terminalOf('drain', 'watch', ID);
    await terminal.shows(`dxm drain stop ${ID}`);
    terminal.processes();
    terminal.type(CTRL_C);
    expect(await terminal.ended()).toEqual({ status: 130, raw: false, left: [] });
    const output = terminal.output();
    expect(output).toContain(`${ID} is STOPPED, wave 1 of 3`);
    expect(output).toContain(`You watch no more; the drain goes on: dxm drain watch ${ID}`);
    expect(output.lastIndexOf('\x1b[?25h')).toBeGreaterThan(output.lastIndexOf('\x1b[?25l'));
    expect(widest(output)).toBeLessThanOrEqual(80);
  });

  it('dxm drain resume shows the stops before it asks, and does nothing on a no', async () => {
    await leave(running(plan, { stops }));
    const terminal = terminalOf('drain', 'resume', ID, '--why', 'x');
    await terminal.shows('Do it? (y/N)');
    terminal.type('n\n');
    expect((await terminal.ended()).status).toBe(1);
    expect(terminal.output()).toMatch(/a: by kim, .*: stop a/);
    expect(terminal.output()).toMatch(/b: by kim, .*: stop b/);
    expect(terminal.output()).toContain('error: nothing was done');
  });

  it('dxm drain approve shows the digest before it asks', async () => {
    await leave(running(plan));
    const terminal = terminalOf('drain', 'approve', ID, '--why', 'x');
    await terminal.shows('Do it? (y/N)');
    terminal.type(CTRL_C);
    expect((await terminal.ended()).status).toBe(130);
    expect(terminal.output()).toContain(`digest ${plan.digest}`);
  });
});

it('a drain is found by its id, listed while it has not ended, and its line by dxm show', async () => {
  await put(drainItem(running(plan, { drainId: 'listed' })));
  await leave(running(plan));
  expect(await dxm(['drain', 'status', ID], env)).toMatchObject({ status: 0 });
  const { stdout } = await dxm(['drain', 'lines', ID, '--wave', '1', '--json'], env);
  expect(JSON.parse(stdout).lines).toHaveLength(1);
  const none = await dxm(['drain', 'status', 'fra-2026-11'], env);
  expect(none).toMatchObject({ status: 1, stdout: '' });
  expect((await dxm(['drain', 'status', '--json'], env)).stdout).toContain('"listed"');
});

/** Of the lines as a terminal shows them: what is drawn anew begins where the cursor is moved to. */
function widest(output: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's own
  const colours = /\x1b\[[0-9;]*m/g;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's own
  const movements = /\x1b\[[0-9;?]*[a-zA-Z]/g;
  const lines = output
    .replace(colours, '')
    .replace(movements, '\n')
    .split(/\r?\n|\r/);
  return Math.max(...lines.map(({ length }) => length));
}
