import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type Delivering, startDelivering } from './delivering.ts';
import { ACCOUNT, functionArn, queueArn, REGION } from './harness.ts';

describe('delivery to targets', () => {
  let delivering: Delivering;
  let targets: Delivering['targets'];
  let server: Delivering['server'];
  let put: Delivering['put'];
  let putRule: Delivering['putRule'];
  beforeEach(async () => {
    delivering = await startDelivering();
    ({ targets, server, put, putRule } = delivering);
  });
  afterEach(() => delivering.close());

  const counted = (counters: object) => eventually(() => expect(server.counters()).toMatchObject(counters));

  it('sends a matching event to the targets of every rule of its bus that matches it, and of no other', async () => {
    server.createBus('other');
    putRule('billing', {});
    putRule('notification', { Arn: functionArn('notify') }, { EventPattern: { 'detail-type': ['Moved'] } });
    putRule('failed', {}, { EventPattern: { 'detail-type': ['Failed'] } });
    putRule('off', {}, { State: 'DISABLED' });
    putRule('elsewhere', {}, { EventBusName: 'other' });

    await put();

    await counted({ accepted: 1, matched: 2, delivered: 2 });
    const event = JSON.stringify(server.received()[0]?.event);
    expect(targets.messages).toEqual([{ arn: queueArn('billing'), body: event }]);
    expect(targets.payloads).toEqual([{ arn: functionArn('notify'), payload: event }]);
  });

  it('accepts the bus by its ARN, and sends an event without a bus to no rule', async () => {
    putRule('billing', {}, { EventBusName: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/dx` });

    await put({ EventBusName: 'no-such-bus' });
    await put({ EventBusName: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/dx` });

    await counted({ accepted: 2, matched: 1, delivered: 1 });
  });

  it("takes events of AWS's services, on the default bus, and from no other source", async () => {
    const onBus = (EventBusName: string) => ({ EventBusName, EventPattern: { source: ['aws.directconnect'] } });
    putRule('other-bus', {}, onBus('default'));
    putRule('elsewhere', {}, onBus('dx'));
    const event = {
      source: 'aws.directconnect',
      detailType: 'AWS API Call via CloudTrail',
      detail: { eventName: 'X' },
    };

    server.emitFromService(event);

    await counted({ accepted: 1, matched: 1, delivered: 1 });
    expect(targets.messages.map(({ arn }) => arn)).toEqual([queueArn('other-bus')]);
    expect(JSON.parse(targets.messages[0]?.body ?? '')).toMatchObject({
      source: 'aws.directconnect',
      'detail-type': 'AWS API Call via CloudTrail',
      detail: { eventName: 'X' },
    });
    expect(() => server.emitFromService({ ...event, source: 'dx-migrator' })).toThrow('others use PutEvents');
  });

  it('sends the input of a target instead of the event, and the message group to a FIFO queue', async () => {
    const fifo = queueArn('billing.fifo');
    putRule('billing', { Arn: fifo, Input: '{"job": 1}', SqsParameters: { MessageGroupId: 'g' } });

    await put();

    await counted({ delivered: 1 });
    expect(targets.messages).toEqual([{ arn: fifo, body: '{"job": 1}', messageGroupId: 'g' }]);
  });

  it('replaces a rule of the same name', async () => {
    putRule('billing', {});
    putRule('billing', { Arn: queueArn('other') });

    await put();

    await counted({ matched: 1, delivered: 1 });
    expect(targets.messages.map((message) => message.arn)).toEqual([queueArn('other')]);
  });

  it('answers before it delivers', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    vi.spyOn(targets, 'sqs').mockReturnValue(held);
    putRule('billing', {});

    expect(await put()).toMatchObject({ FailedEntryCount: 0 });
    expect(server.counters()).toMatchObject({ matched: 1, delivered: 0 });

    release();
    await counted({ delivered: 1 });
  });

  it('delivers an accepted event although the answer was lost', async () => {
    putRule('billing', {});
    server.faults.failNext(1, 'drop');

    await expect(put()).rejects.toThrow();

    await counted({ delivered: 1 });
  });

  // "How EventBridge retries delivering events", EventBridge User Guide: exponential back off and jitter.
  it('rejects a rule on a bus that does not exist, and a bus that already does', () => {
    expect(() => putRule('billing', {}, { EventBusName: 'no-such-bus' })).toThrow(
      'there is no event bus "no-such-bus"',
    );
    expect(() => server.createBus('dx')).toThrow('exists already');
    expect(() => server.createBus('default')).toThrow('exists already');
    expect(() => server.createBus('a/b')).toThrow('the name must be');
  });
});
