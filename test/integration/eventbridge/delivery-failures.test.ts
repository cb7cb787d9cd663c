import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type Delivering, startDelivering } from './delivering.ts';
import { queueArn, sdkError } from './harness.ts';

const unavailable = sdkError('ServiceUnavailable', 503);

describe('delivery to targets that fail', () => {
  let delivering: Delivering;
  let clock: Delivering['clock'];
  let targets: Delivering['targets'];
  let server: Delivering['server'];
  let reported: string[];
  let put: Delivering['put'];
  let putRule: Delivering['putRule'];
  beforeEach(async () => {
    delivering = await startDelivering();
    ({ clock, targets, server, reported, put, putRule } = delivering);
  });
  afterEach(() => delivering.close());

  const counted = (counters: object) => eventually(() => expect(server.counters()).toMatchObject(counters));

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

  it('drops an event without a dead-letter queue, and reports which and why', async () => {
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

  it('drops an event that its dead-letter queue rejects', async () => {
    putRule('billing', { DeadLetterConfig: { Arn: queueArn('dlq') } });
    targets.failNext(queueArn('billing'), 1, sdkError('QueueDoesNotExist', 400));
    targets.failNext(queueArn('dlq'), 1, sdkError('AccessDenied', 403));

    await put();

    await counted({ deadLettered: 0, dropped: 1 });
    expect(server.dropped()[0]?.code).toBe('NO_PERMISSIONS');
  });

  describe('logs on a line of its own', () => {
    const gone = sdkError('QueueDoesNotExist', 400);
    const eventId = 'acme.r1.v1';
    const named = () => `event ${server.received()[0]?.event.id} ("Moved", eventId ${eventId})`;
    const putNamed = () => put({ Detail: JSON.stringify({ metadata: { eventId }, secret: 'not to be logged' }) });

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
      await put({ EventBusName: 'no-such-bus' });
      expect(reported[0]).toBe(`${named()} reached no one: no enabled rule of its bus matches it`);
      expect(reported[1]).toMatch(/reached no one: there is no bus of the name that it was put on$/);
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

  it('drops retries when it closes', async () => {
    putRule('billing', {});
    targets.failNext(queueArn('billing'), 1, unavailable);
    await put();
    await eventually(() => expect(clock.waits).toEqual([500]));

    await server.close();

    expect(clock.waits).toEqual([]);
    expect(targets.messages).toEqual([]);
  });
});
