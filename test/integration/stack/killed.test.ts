import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
beforeEach(async () => {
  stack = await startTestStack('withoutReconcile');
});
afterEach(() => stack.close());

it('a process killed between the call and its outcome: the redelivery records it as observed, after one move', async () => {
  // Soon enough for a test, and later than STALE, so that the redelivery's observation can prove the effect.
  const QueueUrl = stack.outputs.OrdersRequestsQueueUrl;
  await stack.sqsCall('SetQueueAttributes', { QueueUrl, Attributes: { VisibilityTimeout: '4' } });
  // The move takes effect at once; its answer never comes.
  await stack.directConnectAdmin.armFault({ kind: 'hang', effect: 'done' });
  await stack.send(stackRequest('r1', 'dxcon-line1'));
  await eventually(async () => expect((await stack.directConnectAdmin.journal()).moves).toHaveLength(1));

  const [running] = stack.functions.get('migrate')?.processes() ?? [];
  process.kill(running?.pid ?? 0, 'SIGKILL');

  const { data } = await stack.nextEvent('Billing');
  expect(data).toMatchObject({ outcome: 'MIGRATED', disposition: 'observed', attempts: 1, finishedAt: null });
  const { calls, moves } = await stack.directConnectAdmin.journal();
  expect(moves).toHaveLength(1);
  expect(calls.filter(({ operation }) => operation === 'AssociateHostedConnection')).toHaveLength(1);
  expect(stack.logs.some((line) => line.includes('-reconcile'))).toBe(false);
  expect(stack.logs.filter((line) => line.includes('"message":"migrated"'))).toHaveLength(1);
});
