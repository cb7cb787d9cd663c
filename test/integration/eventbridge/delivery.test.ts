import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EventBridgeServer, startEventBridge } from '../../../local/eventbridge/start-event-bridge.ts';
import { eventually } from '../../support/eventually.ts';
import { ManualClock } from '../../unit/eventbridge/manual-clock.ts';
import { ACCOUNT, clientOf, FakeTargets, functionArn, queueArn, REGION, sdkError } from './harness.ts';

const entry: PutEventsRequestEntry = {
  EventBusName: 'dx',
  Source: 'dx-migrator',
  DetailType: 'Moved',
  Detail: '{"outcome":"MIGRATED"}',
};
const unavailable = sdkError('ServiceUnavailable', 503);

describe('delivery to targets', () => {
  let clock: ManualClock;
  let targets: FakeTargets;
  let server: EventBridgeServer;
  let client: EventBridgeClient;
  let reported: string[];

  beforeEach(async () => {
    clock = new ManualClock();
    targets = new FakeTargets();
    reported = [];
    server = await startEventBridge({
      region: REGION,
      account: ACCOUNT,
      targets,
      clock,
      report: (line) => void reported.push(line),
      random: () => 0.5,
      retry: { baseMs: 1000, capMs: 60_000 },
    });
    server.createBus('dx');
    client = clientOf(server.url);
  });

  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  const put = (change: Partial<PutEventsRequestEntry> = {}) =>
    client.send(new PutEventsCommand({ Entries: [{ ...entry, ...change }] }));

  const putRule = (name: string, target: object, rest: object = {}) =>
    server.putRule({
      Name: name,
      EventBusName: 'dx',
      EventPattern: { source: ['dx-migrator'] },
      Targets: [{ Id: 'target', Arn: queueArn(name), ...target }],
      ...rest,
    });

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

  it('takes the bus by its ARN, and sends to no rule what goes to no bus', async () => {
    putRule('billing', {}, { EventBusName: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/dx` });

    await put({ EventBusName: 'notFound' });
    await put({ EventBusName: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/dx` });

    await counted({ accepted: 2, matched: 1, delivered: 1 });
  });

  it("takes events of AWS's services, on the default bus, and from no other source", async () => {
    const onBus = (EventBusName: string) => ({ EventBusName, EventPattern: { source: ['aws.directconnect'] } });
    putRule('foreign', {}, onBus('default'));
    putRule('elsewhere', {}, onBus('dx'));
    const event = {
      source: 'aws.directconnect',
      detailType: 'AWS API Call via CloudTrail',
      detail: { eventName: 'X' },
    };

    server.emitFromService(event);

    await counted({ accepted: 1, matched: 1, delivered: 1 });
    expect(targets.messages.map(({ arn }) => arn)).toEqual([queueArn('foreign')]);
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

  it('delivers what was accepted although the answer was lost', async () => {
    putRule('billing', {});
    server.faults.failNext(1, 'drop');

    await expect(put()).rejects.toThrow();

    await counted({ delivered: 1 });
  });

  // "How EventBridge retries delivering events", EventBridge User Guide: exponential back off and jitter.
  it('retries with exponential backoff and jitter', async () => {
    putRule('billing', {});
    targets.failNext(queueArn('billing'), 8, unavailable);
    await put();

    for (const pauseMs of [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      await eventually(() => expect(clock.waits).toEqual([pauseMs]));
      clock.advance(pauseMs);
    }

    await counted({ matched: 1, retried: 8, delivered: 1, dropped: 0 });
    expect(targets.messages).toHaveLength(1);
  });

  it('retries each target by itself', async () => {
    putRule('billing', {});
    putRule('notification', {});
    targets.failNext(queueArn('billing'), 1, unavailable);

    await put();

    await counted({ matched: 2, delivered: 1 });
    expect(targets.messages.map((message) => message.arn)).toEqual([queueArn('notification')]);
  });

  // "Using dead-letter queues to process undelivered events", EventBridge User Guide: the custom attributes.
  it('moves an event to the dead-letter queue when its retries are used up', async () => {
    const arn = putRule('billing', {
      RetryPolicy: { MaximumRetryAttempts: 2 },
      DeadLetterConfig: { Arn: queueArn('dlq') },
    });
    targets.failNext(queueArn('billing'), 9, unavailable);
    await put();

    for (const pauseMs of [500, 1000]) {
      await eventually(() => expect(clock.waits).toEqual([pauseMs]));
      clock.advance(pauseMs);
    }

    await counted({ matched: 1, retried: 2, delivered: 0, deadLettered: 1, dropped: 0 });
    expect(targets.messages).toEqual([
      {
        arn: queueArn('dlq'),
        body: JSON.stringify(server.received()[0]?.event),
        attributes: {
          RULE_ARN: arn,
          TARGET_ARN: queueArn('billing'),
          ERROR_CODE: 'ERROR_FROM_TARGET',
          ERROR_MESSAGE: 'ServiceUnavailable said the target',
          RETRY_ATTEMPTS: '2',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        },
      },
    ]);
  });

  it('moves it there at once if no retry is allowed', async () => {
    putRule('billing', { RetryPolicy: { MaximumRetryAttempts: 0 }, DeadLetterConfig: { Arn: queueArn('dlq') } });
    targets.failNext(queueArn('billing'), 1, unavailable);

    await put();

    await counted({ retried: 0, deadLettered: 1 });
  });

  it('moves an event to the dead-letter queue when it has become too old, without another attempt', async () => {
    putRule('billing', {
      RetryPolicy: { MaximumEventAgeInSeconds: 60 },
      DeadLetterConfig: { Arn: queueArn('dlq') },
    });
    targets.failNext(queueArn('billing'), 99, unavailable);
    await put();

    for (const pauseMs of [500, 1000, 2000, 4000, 8000, 16_000, 60_000 - 31_500]) {
      await eventually(() => expect(clock.waits).toEqual([pauseMs]));
      clock.advance(pauseMs);
    }

    await counted({ retried: 6, deadLettered: 1 });
    expect(targets.messages[0]?.attributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
      RETRY_ATTEMPTS: '6',
    });
  });

  // The same page: missing permissions, or a target that no longer exists, are not retried.
  it.each([
    ['NO_RESOURCE', sdkError('QueueDoesNotExist', 400)],
    ['NO_PERMISSIONS', sdkError('AccessDenied', 403)],
  ])('moves it there at once after %s', async (code, error) => {
    putRule('billing', { DeadLetterConfig: { Arn: queueArn('dlq') } });
    targets.failNext(queueArn('billing'), 1, error);

    await put();

    await counted({ retried: 0, deadLettered: 1 });
    expect(targets.messages[0]?.attributes).toMatchObject({ ERROR_CODE: code, RETRY_ATTEMPTS: '0' });
    expect(targets.messages[0]?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  it('drops an event without a dead-letter queue, and tells which and why', async () => {
    const arn = putRule('billing', {});
    targets.failNext(queueArn('billing'), 1, sdkError('QueueDoesNotExist', 400));

    await put();

    await counted({ matched: 1, delivered: 0, deadLettered: 0, dropped: 1 });
    expect(server.dropped()).toEqual([
      {
        event: server.received()[0]?.event,
        ruleArn: arn,
        targetArn: queueArn('billing'),
        code: 'NO_RESOURCE',
        message: 'QueueDoesNotExist said the target',
      },
    ]);
  });

  it('drops an event that its dead-letter queue does not take', async () => {
    putRule('billing', { DeadLetterConfig: { Arn: queueArn('dlq') } });
    targets.failNext(queueArn('billing'), 1, sdkError('QueueDoesNotExist', 400));
    targets.failNext(queueArn('dlq'), 1, sdkError('AccessDenied', 403));

    await put();

    await counted({ deadLettered: 0, dropped: 1 });
    expect(server.dropped()[0]?.code).toBe('NO_PERMISSIONS');
  });

  describe('says in a line of its own', () => {
    const gone = sdkError('QueueDoesNotExist', 400);
    const eventId = 'acme.r1.v1';
    const named = () => `event ${server.received()[0]?.event.id} ("Moved", eventId ${eventId})`;
    const putNamed = () => put({ Detail: JSON.stringify({ metadata: { eventId }, secret: 'not to be told' }) });

    it('which event was dropped', async () => {
      putRule('billing', { DeadLetterConfig: { Arn: queueArn('dlq') } });
      targets.failNext(queueArn('billing'), 1, gone);
      targets.failNext(queueArn('dlq'), 1, gone);
      await putNamed();
      await eventually(() => expect(reported).toHaveLength(1));
      expect(reported[0]).toBe(
        `${named()} for ${queueArn('billing')} dropped (NO_RESOURCE): the target did not take it, nor did the dead-letter queue take it`,
      );
    });

    it('which event is in a dead-letter queue', async () => {
      putRule('billing', { DeadLetterConfig: { Arn: queueArn('dlq') } });
      targets.failNext(queueArn('billing'), 1, gone);
      await putNamed();
      await eventually(() => expect(reported).toHaveLength(1));
      expect(reported[0]).toBe(
        `${named()} for ${queueArn('billing')} not delivered (NO_RESOURCE): it is in the dead-letter queue`,
      );
    });

    it('which event matched no rule, and which found no bus', async () => {
      await putNamed();
      await put({ EventBusName: 'notFound' });
      expect(reported[0]).toBe(`${named()} reached nobody: no enabled rule of its bus matches it`);
      expect(reported[1]).toMatch(/reached nobody: there is no bus of the name that it was put on$/);
    });

    it('which event was waiting when it closed', async () => {
      putRule('billing', {});
      targets.failNext(queueArn('billing'), 1, unavailable);
      await putNamed();
      await eventually(() => expect(clock.waits).toEqual([500]));
      await server.close();
      expect(reported[0]).toMatch(/not delivered: it was waiting to be tried again after ERROR_FROM_TARGET/);
    });
  });

  it('forgets retries when it closes', async () => {
    putRule('billing', {});
    targets.failNext(queueArn('billing'), 1, unavailable);
    await put();
    await eventually(() => expect(clock.waits).toEqual([500]));

    await server.close();

    expect(clock.waits).toEqual([]);
    expect(targets.messages).toEqual([]);
  });

  it('refuses a rule on a bus that does not exist, and a bus that does', () => {
    expect(() => putRule('billing', {}, { EventBusName: 'notFound' })).toThrow('there is no event bus "nowhere"');
    expect(() => server.createBus('dx')).toThrow('exists already');
    expect(() => server.createBus('default')).toThrow('exists already');
    expect(() => server.createBus('a/b')).toThrow('the name must be');
  });
});
