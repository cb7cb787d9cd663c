import { beforeAll, describe, expect, it } from 'vitest';
import { policyDocuments } from './principals.ts';
import { type Deployable, packaged } from './template.ts';

let shipped: Deployable;
let open: Deployable;
beforeAll(async () => {
  shipped = await packaged('default');
  open = await packaged('open');
});

/** Queues under a key that SQS manages, each with its reason. */
const NOT_UNDER_THE_KEY: Record<string, string> = {
  BusDeadLetterQueue: 'holds what comes because the key cannot be used; the events in it are encrypted already',
  OutOfBandMovesQueue: 'EventBridge could use the key only for every rule of the account',
  ChangedByOthersQueue: 'the same',
  TicksQueue: 'the same; what is in it says no more than ids',
  TicksDeadLetterQueue: 'the same',
  BillingQueue: 'the consumer’s: its readers need no right to the service’s key',
  BillingDeadLetterQueue: 'the consumer’s',
  NotificationQueue: 'the consumer’s',
  NotificationDeadLetterQueue: 'the consumer’s',
};

/** Queues without a dead-letter queue of their own, each with its reason. */
const NO_DEAD_LETTER_QUEUE: Record<string, string> = {
  OrdersRequestsDeadLetterQueue: 'is one',
  BusDeadLetterQueue: 'is one',
  DrainDeadLetterQueue: 'is one',
  TicksDeadLetterQueue: 'is one',
  BillingDeadLetterQueue: 'is one',
  NotificationDeadLetterQueue: 'is one',
  QuarantineQueue: 'read by people only, who delete what they have seen',
  OutOfBandMovesQueue: 'the same',
  ChangedByOthersQueue: 'the same',
};

const queues = () => shipped.ofType('AWS::SQS::Queue');

describe('every queue', () => {
  it('is under the key, or has a reason not to be', () => {
    const without = queues().filter(({ properties }) => properties.KmsMasterKeyId !== shipped.arn('Key'));
    expect(new Set(without.map(({ id }) => id))).toEqual(new Set(Object.keys(NOT_UNDER_THE_KEY)));
    expect(without.filter(({ properties }) => properties.SqsManagedSseEnabled !== true)).toEqual([]);
  });

  it('has a dead-letter queue, or a reason not to', () => {
    const without = queues().filter(({ properties }) => properties.RedrivePolicy === undefined);
    expect(new Set(without.map(({ id }) => id))).toEqual(new Set(Object.keys(NO_DEAD_LETTER_QUEUE)));
  });

  it('keeps messages for 14 days, the maximum', () => {
    const days = queues().map(({ id, properties }) => [id, properties.MessageRetentionPeriod / 86_400]);
    expect(days).toEqual(days.map(([id]) => [id, 14]));
  });

  it('has a policy of its own, in which each statement is about it alone: SQS accepts no other', () => {
    for (const variant of [shipped, open]) {
      const policies = variant.ofType('AWS::SQS::QueuePolicy').map(({ properties }) => properties);
      const held = policies.map(({ Queues }) => Queues);
      expect(held.flat().toSorted()).toEqual(
        variant
          .ofType('AWS::SQS::Queue')
          .map(({ properties }) => properties.QueueName)
          .toSorted(),
      );
      for (const { Queues, PolicyDocument } of policies) {
        expect(Queues).toHaveLength(1);
        for (const { Resource } of PolicyDocument.Statement)
          expect(Resource).toMatch(new RegExp(`^arn:aws:sqs:[^*]*:${Queues[0].replace('.', '\\.')}$`));
      }
    }
  });

  it('denies requests without TLS', () => {
    const denied = policyDocuments(shipped)
      .flatMap(({ statements }) => statements)
      .filter(({ Effect, Action, Condition }) => {
        return Effect === 'Deny' && Action === 'sqs:*' && Condition?.Bool?.['aws:SecureTransport'] === 'false';
      })
      .flatMap(({ Resource }) => Resource);
    expect(new Set(denied)).toEqual(new Set(queues().map(({ id }) => shipped.arn(id))));
  });

  it('lets no one purge it', () => {
    const denied = policyDocuments(shipped)
      .flatMap(({ statements }) => statements)
      .filter(({ Effect, Action, Condition }) => Effect === 'Deny' && Action === 'sqs:PurgeQueue' && !Condition)
      .flatMap(({ Resource }) => Resource);
    expect(new Set(denied)).toEqual(new Set(queues().map(({ id }) => shipped.arn(id))));
  });

  it('is retained with its messages, but not when its creation fails', () => {
    expect(queues().length).toBe(14);
    for (const { id, deletionPolicy, updateReplacePolicy } of queues()) {
      expect([id, deletionPolicy, updateReplacePolicy]).toEqual([id, 'RetainExceptOnCreate', 'Retain']);
    }
  });
});
