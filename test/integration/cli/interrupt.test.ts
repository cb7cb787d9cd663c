import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DXM } from '../../support/dxm.ts';
import { eventually } from '../../support/eventually.ts';
import { stackRequest } from '../../support/stack.ts';
import { missingForTerminal, onTerminal } from '../../support/terminal.ts';

const CTRL_C = '\x03';
const missing = missingForTerminal();
const folder = mkdtempSync(join(tmpdir(), 'dx-migrator-interrupt-'));

/** In AWS's place: it takes questions, and answers none. */
let asked = 0;
const silent = createServer(() => asked++);
let endpoint: string;

beforeAll(async () => {
  writeFileSync(join(folder, 'requests.json'), JSON.stringify([stackRequest('r1', 'dxcon-line1')]));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
});

afterAll(() => {
  silent.closeAllConnections();
  silent.close();
  rmSync(folder, { recursive: true });
});

const env = () => [
  ...[`AWS_ENDPOINT_URL=${endpoint}`, 'AWS_REGION=eu-central-1', 'DXM_STAGE=local', 'DXM_BY=jo'],
  ...['AWS_ACCESS_KEY_ID=AIDAORDERS', 'AWS_SECRET_ACCESS_KEY=local'],
];

describe.skipIf(missing !== undefined)(`Ctrl-C${missing === undefined ? '' : `: ${missing}`}`, () => {
  it.each([
    ['status'],
    ['parents'],
    ['parent safe-to-delete dxcon-old1 --stale 60'],
    ['drain plan dxcon-old1 --to dxlag-new1'],
    ['drain status'],
    ['dlq'],
  ])('ends dxm %s with one line and 130, and leaves the terminal as it was', async (line) => {
    asked = 0;
    const terminal = onTerminal(['env', ...env(), process.execPath, DXM, ...line.split(' ')]);
    await eventually(() => expect(asked).toBeGreaterThan(0));
    terminal.processes();
    terminal.type(CTRL_C);
    expect(await terminal.ended()).toEqual({ status: 130, raw: false, left: [] });
    expect(left(terminal.output())).toEqual(['interrupted', '']);
    expectCursor(terminal.output());
  });

  it('while messages are on their way waits for them, and says how to end at once', async () => {
    asked = 0;
    const queue = `${endpoint}/000000000000/requests_orders.fifo`;
    const args = ['send', join(folder, 'requests.json'), '--yes', '--queue-url', queue];
    const terminal = onTerminal(['env', ...env(), process.execPath, DXM, ...args]);
    await eventually(() => expect(asked).toBeGreaterThan(0));
    terminal.processes();
    terminal.type(CTRL_C);
    await terminal.shows('Waiting for what is under way. Ctrl-C again ends dxm at once.');
    terminal.type(CTRL_C);
    expect(await terminal.ended()).toEqual({ status: 130, raw: false, left: [] });
    expect(left(terminal.output()).slice(-2)).toEqual(['interrupted', '']);
    expectCursor(terminal.output());
  });
});

/** It is there, if a spinner had hidden it. */
function expectCursor(output: string): void {
  expect(output.lastIndexOf('\x1b[?25h')).toBeGreaterThanOrEqual(output.lastIndexOf('\x1b[?25l'));
}

/** The lines that stand on the terminal: a carriage return writes over what is there, and a spinner is erased. */
function left(output: string): string[] {
  return output.split('\n').map((line) => {
    const shown = line.replace(/\r$/, '').split('\x1b[2K').at(-1) ?? '';
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's own
    return (shown.split('\r').at(-1) ?? '').replace(/\x1b\[[0-9;?]*[a-zA-Z]/g, '');
  });
}
