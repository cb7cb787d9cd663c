import { afterAll, beforeAll, expect, it } from 'vitest';
import { dxm, exportsOf } from '../../support/dxm.ts';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
let env: Record<string, string>;

beforeAll(async () => {
  stack = await startTestStack();
  env = { ...exportsOf(stack), TZ: 'UTC' };
});
afterAll(() => stack.close());

const COPIES = 23;

it('shows copies by reason and sender with what to do, and clears them in bulk', async () => {
  expect(await dxm(['quarantine'], env)).toEqual({ status: 0, stdout: 'Nothing is in quarantine.\n', stderr: '' });
  // In groups of their own, since one that is at work keeps back its group.
  const QueueUrl = stack.outputs.OrdersRequestsQueueUrl;
  for (let i = 0; i < COPIES; i++) {
    const message = { MessageGroupId: `g${i}`, MessageDeduplicationId: crypto.randomUUID() };
    await stack.sqsCall('SendMessage', { QueueUrl, ...message, MessageBody: '{"schemaVersion":"1","x":"\u202e"}' });
  }
  await stack.send(stackRequest('z', 'dxcon-line1'), 'AROASTRANGER1');
  await eventually(async () => {
    const { about } = JSON.parse((await dxm(['quarantine', '--json'], env)).stdout);
    expect(about).toBe(COPIES + 1);
  });

  const { status, stdout } = await dxm(['quarantine'], env);
  expect(status).toBe(3);
  expect(stdout).toMatch(/^23 {6}INVALID_REQUEST {2}orders {2}AROAORDERSYSTEM /m);
  expect(stdout).toMatch(/^1 {7}UNKNOWN_SENDER {3}- {7}AIDALOCAL/m);
  expect(stdout).toContain('"x":"\\u{202e}"');
  expect(stdout).toContain('  wrong: requestId: is missing;');
  expect(stdout).toContain('  dxm quarantine clear --reason INVALID_REQUEST --sender AROAORDERSYSTEM\n');

  const clear = ['quarantine', 'clear', '--reason', 'INVALID_REQUEST'];
  expect(await dxm(clear, env)).toMatchObject({ status: 2, stderr: expect.stringContaining('which of them?') });
  expect(await dxm([...clear, '--sender', 'AROASOMEONEELSE', '--yes'], env)).toMatchObject({
    ...{ status: 1, stderr: expect.stringContaining('there is no such copy') },
  });
  expect(await dxm([...clear, '--tenant', 'orders', '--yes'], env)).toMatchObject({
    ...{ status: 0, stdout: 'Deleted 23; about 1 are left.\n' },
    stderr: expect.stringContaining('Deletes every copy with the reason INVALID_REQUEST of the tenant orders'),
  });
  const { groups } = JSON.parse((await dxm(['quarantine', '--json'], env)).stdout);
  expect(groups).toMatchObject([{ reason: 'UNKNOWN_SENDER', tenant: null, count: 1 }]);
  const last = ['quarantine', 'clear', '--message', groups[0].example.id];
  expect((await dxm(last, env)).stderr).toContain(`Deletes the copy ${groups[0].example.id} from quarantine.`);
  expect((await dxm([...last, '--yes'], env)).stdout).toBe('Deleted 1.\n');
});
