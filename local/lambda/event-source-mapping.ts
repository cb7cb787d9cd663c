import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { failedMessageIds } from './batch-response.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { MappingError, type MappingSettings, readMappingSettings } from './mapping-settings.ts';
import { type EventSource, sqsEvent } from './sqs-event.ts';

export interface MappingOptions {
  /** `Properties` of the AWS::Lambda::EventSourceMapping, resolved; what is not supported is an error. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Endpoint of SQS. */
  readonly endpoint: string;
  readonly region: string;
  readonly queueUrl: string;
  readonly lambda: Pick<LambdaFunction, 'functionName' | 'timeoutSeconds' | 'invoke'>;
  /** A line for each batch that failed and for each call of SQS that did. */
  log(line: string): void;
  /** Asked once for each batch: should it be delivered twice, at the same time? SQS may do so. By default never. */
  duplicate?(): boolean;
}

export interface EventSourceMapping {
  /**
   * Stops polling at once; resolves when the invocations under way have ended and their messages are deleted or returned. Close the
   * function at the same time to end those too.
   */
  close(): Promise<void>;
}

/** The longest wait of a long poll, in seconds (ReceiveMessage, SQS API Reference). */
const LONG_POLL_SECONDS = 20;
const PAUSE_AFTER_ERROR_MS = 1000;

/**
 * Polls a queue and invokes a function with what is there, as Lambda does for SQS. Messages that succeeded are deleted;
 * those that failed are left as they are: they come back when their visibility timeout ends, the queue's or one that the
 * function gave them ("After your queue's visibility timeout runs out, the message will again reappear in the queue",
 * "Handling errors for an SQS event source in Lambda", Lambda Developer Guide). A throttled invocation is a failed one;
 * AWS would try it again within the visibility timeout.
 *
 * @throws MappingError if the properties are not supported, or the queue's visibility timeout is shorter than the
 * function's timeout
 */
export async function createEventSourceMapping(options: MappingOptions): Promise<EventSourceMapping> {
  const settings = readMappingSettings(options.properties);
  const { endpoint, region } = options;
  const credentials = { accessKeyId: 'ASIALOCALPOLLER', secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint, region, credentials, maxAttempts: 3, retryMode: 'standard' });
  try {
    const queueArn = await checkQueue(sqs, options);
    const poller = new Poller(options, settings, sqs, { queueArn, region });
    return { close: () => poller.close() };
  } catch (error) {
    sqs.destroy();
    throw error;
  }
}

/** The queue's ARN, if Lambda would accept the queue; the text of the error is Lambda's. */
async function checkQueue(sqs: SQSClient, { queueUrl, lambda }: MappingOptions): Promise<string> {
  const { Attributes: attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn', 'VisibilityTimeout'] }),
  );
  const visibility = Number(attributes?.VisibilityTimeout);
  if (visibility < lambda.timeoutSeconds) {
    throw new MappingError(
      `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${lambda.timeoutSeconds} seconds (${queueUrl}, ${lambda.functionName})`,
    );
  }
  return attributes?.QueueArn ?? '';
}

/** One loop that receives, and as many batches under way as the maximum concurrency allows. */
class Poller {
  readonly #options: MappingOptions;
  readonly #settings: MappingSettings;
  readonly #sqs: SQSClient;
  readonly #source: EventSource;
  readonly #stop = new AbortController();
  readonly #batches = new Set<Promise<void>>();
  readonly #stopped: Promise<void>;

  constructor(options: MappingOptions, settings: MappingSettings, sqs: SQSClient, source: EventSource) {
    this.#options = options;
    this.#settings = settings;
    this.#sqs = sqs;
    this.#source = source;
    this.#stopped = settings.enabled ? this.#poll() : Promise.resolve();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#stopped;
    await Promise.all(this.#batches);
    this.#sqs.destroy();
  }

  async #poll(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      if (this.#batches.size >= this.#settings.maximumConcurrency) {
        await Promise.race(this.#batches);
        continue;
      }
      const messages = await this.#receive();
      if (messages.length === 0) continue;
      const batch = this.#process(messages).finally(() => this.#batches.delete(batch));
      this.#batches.add(batch);
    }
  }

  async #receive(): Promise<Message[]> {
    const abortSignal = this.#stop.signal;
    const receive = new ReceiveMessageCommand({
      QueueUrl: this.#options.queueUrl,
      MaxNumberOfMessages: this.#settings.batchSize,
      WaitTimeSeconds: LONG_POLL_SECONDS,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    try {
      return (await this.#sqs.send(receive, { abortSignal })).Messages ?? [];
    } catch (error) {
      if (abortSignal.aborted) return [];
      this.#options.log(`Receiving from ${this.#options.queueUrl} failed: ${error}`);
      await sleep(PAUSE_AFTER_ERROR_MS, undefined, { signal: abortSignal }).catch(() => undefined);
      return [];
    }
  }

  /** Never rejects: whatever goes wrong, the messages come back by themselves. */
  async #process(messages: readonly Message[]): Promise<void> {
    const payload = JSON.stringify(sqsEvent(messages, this.#source));
    const ids = new Set(messages.map(({ MessageId }) => MessageId ?? ''));
    const deliveries = [this.#deliver(payload, ids)];
    if (this.#options.duplicate?.()) deliveries.push(this.#deliver(payload, ids));
    const [failed = ids] = await Promise.all(deliveries);
    await this.#delete(messages.filter(({ MessageId }) => !failed.has(MessageId ?? '')));
  }

  /** Invokes the function; the ids of the messages that failed. */
  async #deliver(payload: string, ids: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const { lambda, log } = this.#options;
    try {
      const result = await lambda.invoke(payload);
      if (result.functionError !== undefined) {
        log(`${lambda.functionName} failed on a batch of ${ids.size}: ${result.payload}`);
        return ids;
      }
      return this.#settings.reportBatchItemFailures ? failedMessageIds(result.payload, ids) : new Set();
    } catch (error) {
      log(`${lambda.functionName} could not be invoked for a batch of ${ids.size}: ${error}`);
      return ids;
    }
  }

  async #delete(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const { queueUrl, log } = this.#options;
    const entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    try {
      const answer = await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
      for (const { Message: why } of answer.Failed ?? []) log(`Deleting a message from ${queueUrl} failed: ${why}`);
    } catch (error) {
      log(`Deleting ${entries.length} messages from ${queueUrl} failed: ${error}`);
    }
  }
}
