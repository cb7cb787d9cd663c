import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { QueueMessage, TargetSender } from '../../../local/eventbridge/target-sender.ts';

export const REGION = 'eu-central-1';
export const ACCOUNT = '000000000000';

/** An SDK client that asks once: what the server does is seen as it is. */
export function clientOf(url: string): EventBridgeClient {
  return new EventBridgeClient({
    endpoint: url,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
}

/** ARN of a queue in the tests' account. */
export function queueArn(name: string): string {
  return `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
}

/** ARN of a function in the tests' account. */
export function functionArn(name: string): string {
  return `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;
}

/** Targets that keep what they get, after failing as often as they were set to. */
export class FakeTargets implements TargetSender {
  readonly messages: (QueueMessage & { arn: string })[] = [];
  readonly payloads: { arn: string; payload: string }[] = [];
  readonly #failures = new Map<string, Error[]>();

  /** Lets the next calls to one target fail. */
  failNext(arn: string, count: number, error: Error): void {
    this.#failures.set(
      arn,
      Array.from({ length: count }, () => error),
    );
  }

  async sqs(arn: string, message: QueueMessage): Promise<void> {
    this.#failIfArmed(arn);
    this.messages.push({ arn, ...message });
  }

  async lambda(arn: string, payload: string): Promise<void> {
    this.#failIfArmed(arn);
    this.payloads.push({ arn, payload });
  }

  #failIfArmed(arn: string): void {
    const error = this.#failures.get(arn)?.shift();
    if (error !== undefined) {
      throw error;
    }
  }
}

/** An error as an SDK throws it. */
export function sdkError(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(`${name} said the target`), { name, $metadata: { httpStatusCode } });
}
