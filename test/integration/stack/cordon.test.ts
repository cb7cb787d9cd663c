import { expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { startTestStack, type TestStack } from '../../support/stack.ts';

async function control(stack: TestStack, action: 'cordon' | 'uncordon', cordons: object[]): Promise<void> {
  const command = { action, parent: 'dxlag-new1', by: 'test', why: 'test' };
  const answer = await stack.functions.get('control')?.invoke(JSON.stringify(command));
  expect(JSON.parse(answer?.payload ?? 'null')).toMatchObject({ changed: true, cordons });
}

it('a cordon, and its end, are told on the bus by reconcile, to no consumer that did not ask', async () => {
  const stack = await startTestStack();
  onTestFinished(() => stack.close());
  await control(stack, 'cordon', [{ parent: 'dxlag-new1' }]);
  await control(stack, 'uncordon', []);

  const eventIds = () => stack.logs.flatMap((line) => /"message":"published".*"eventId":"(\w+)"/.exec(line)?.[1] ?? []);
  await eventually(async () => expect(new Set(eventIds()).size).toBe(2));

  expect(stack.eventBridge.counters().accepted).toBeGreaterThanOrEqual(2);
  const QueueUrl = stack.outputs.NotificationQueueUrl;
  expect(await stack.sqsCall('ReceiveMessage', { QueueUrl })).not.toHaveProperty('Messages.0');
  expect(stack.logs.filter((line) => /"message":"(unpublished|faulted)"/.test(line))).toEqual([]);
});
