import { randomUUID } from 'node:crypto';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MigrationRequest } from '../contract/request-schema.ts';
import type { AdvanceDrainPorts } from '../drain/run/ports.ts';
import { describeError } from '../migration/model/describe-error.ts';
import type { Log } from '../migration/ports/log.ts';

/**
 * Sends requests of drains, as order systems send theirs: a group for each line, and a random deduplication id, since the ledger could
 * not answer a message that SQS dropped.
 */
export function requestSender(client: SQSClient, queueUrl: string): AdvanceDrainPorts['send'] {
  return async (request: MigrationRequest) => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(request),
        MessageGroupId: request.connectionId,
        MessageDeduplicationId: randomUUID(),
      }),
    );
  };
}

/** Sends ticks: messages that come when their delay is over. If that fails, the schedule brings the drain within a minute. */
export function tickSender(client: SQSClient, queueUrl: string, log: Log): AdvanceDrainPorts['sendTick'] {
  return async (drainId, number, delaySeconds) => {
    try {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify({ drainId, number }),
          DelaySeconds: delaySeconds,
        }),
      );
    } catch (error) {
      log('faulted', { drain: drainId, error: describeError(error) });
    }
  };
}
