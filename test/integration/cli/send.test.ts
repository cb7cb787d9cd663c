import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dxm, exportsOf } from '../../support/dxm.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
let env: Record<string, string>;
const folder = mkdtempSync(join(tmpdir(), 'dx-migrator-send-'));

beforeAll(async () => {
  stack = await startTestStack();
  env = { ...exportsOf(stack), AWS_ACCESS_KEY_ID: 'AROAORDERSYSTEM' };
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stack.close();
});

function file(content: string): string {
  const name = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(name, content);
  return name;
}
const TO = ['--tenant', 'orders'];
const lines = (...requests: object[]) => requests.map((request) => JSON.stringify(request)).join('\n');

it('sends what it is given, a line an answer, as whoever’s credentials these are', async () => {
  const two = file(`\uFEFF${lines(stackRequest('s1', 'dxcon-line1'), stackRequest('s2', 'dxcon-line2'))}\n`);
  const asked = await dxm(['send', two, ...TO], env);
  expect(asked).toMatchObject({ status: 2, stdout: '' });
  expect(asked.stderr).toContain('Sends 2 requests for 2 lines to the queue of orders.');
  expect(asked.stderr).toContain('each is answered UNKNOWN_SENDER');

  const sent = await dxm(['send', two, ...TO, '--yes'], env);
  expect(sent).toMatchObject({ status: 0, stderr: expect.stringContaining('each is answered UNKNOWN_SENDER') });
  expect(sent.stdout).toMatch(/^sent {6}s1 {2}\S+\nsent {6}s2 {2}\S+\n$/);
  const outcomes = [await stack.nextEvent('Billing'), await stack.nextEvent('Billing')];
  expect(new Set(outcomes.map(({ data }) => data.request?.requestId))).toEqual(new Set(['s1', 's2']));
});

it.each([
  ['an array', (request: object) => JSON.stringify([request], null, 2)],
  ['an object', (request: object) => JSON.stringify(request, null, 2)],
])('takes %s, and standard input', async (_what, write) => {
  const request = stackRequest(crypto.randomUUID(), 'dxcon-line3', { dryRun: true });
  const { status, stdout } = await dxm(['send', '-', ...TO, '--yes', '--json'], env, write(request));
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([{ accepted: true, requestId: request.requestId }]);
});

it.each([
  ['a request that is not valid', '{"schemaVersion":"1"}', 'the request: requestId: is missing'],
  ['the second of two', lines(stackRequest('a', 'dxcon-line1'), { requestId: 'b' }), 'line 2: schemaVersion'],
  ['a field twice', '{"requestId":"a","requestId":"b","schemaVersion":"1"}', 'error: nothing was sent'],
  [
    'an id with two contents',
    lines(stackRequest('a', 'dxcon-line1'), stackRequest('a', 'dxcon-line2')),
    'line 2: requestId a is that of line 1, which says something else',
  ],
  ['no JSON', 'a\nb', 'this is neither JSON nor JSON lines'],
  ['nothing', ' \n', 'there is no request in it'],
])('sends nothing of a file with %s', async (_what, content, says) => {
  const { status, stdout, stderr } = await dxm(['send', file(content), ...TO, '--yes'], env);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(says);
});

it('says which queue there is not', async () => {
  const one = file(lines(stackRequest('s9', 'dxcon-line1')));
  expect(await dxm(['send', one, '--yes'], env)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('to which queue?'),
  });
  expect(await dxm(['send', one, '--tenant', 'none', '--yes'], env)).toMatchObject({
    ...{ status: 1, stderr: expect.stringMatching(/this stage has no tenant none\n {3}do: there are .*orders/) },
  });
  expect(await dxm(['send', join(folder, 'none'), ...TO], env)).toMatchObject({
    ...{ status: 2, stderr: expect.stringContaining('this file cannot be read') },
  });
});
