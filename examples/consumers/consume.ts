import { setTimeout as pause } from 'node:timers/promises';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

export type Parsed<Event> = { ok: true; event: Event } | { ok: false; problem: string };

export interface Consumption<Event> {
  client: SQSClient;
  queueUrl: string;
  /** Reads the body of a message, by the contract of whatever the queue gets. */
  parse: (body: string | undefined) => Parsed<Event>;
  /** Handles one event. It can come again, and any number of times: also after it was handled. */
  handle: (event: Event, message: Message) => Promise<unknown>;
  /** Called with everything that goes wrong; `messageId` if it is about one message. */
  onError: (error: Error, messageId?: string) => void;
  /** Ends it: the event under way is finished, the others that were received come again. */
  signal: AbortSignal;
  /** How long one receive waits for messages; 20 is the most that SQS allows. */
  waitSeconds?: number;
  /** How long to wait after a receive that failed, in milliseconds. */
  retryAfter?: number;
}

/**
 * Takes events from a queue until its signal is aborted. A message is deleted only after its event was handled. One that is
 * no event of the contract, or whose handling fails, stays: it comes again when its visibility timeout is over, and goes
 * to the queue's dead-letter queue after as many receives as the queue's redrive policy says.
 */
export async function consume<Event>(consumption: Consumption<Event>): Promise<void> {
  const { onError, signal, retryAfter = 1_000 } = consumption;
  while (!signal.aborted) {
    try {
      for (const message of await receive(consumption)) {
        if (signal.aborted) return;
        await take(message, consumption);
      }
    } catch (error) {
      if (signal.aborted) return;
      onError(asError(error));
      // The pause ends early, by an error, only if the loop is to end.
      await pause(retryAfter, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function receive<Event>({ client, queueUrl, signal, waitSeconds = 20 }: Consumption<Event>): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: waitSeconds,
  });
  const { Messages = [] } = await client.send(command, { abortSignal: signal });
  return Messages;
}

async function take<Event>(
  message: Message,
  { client, queueUrl, parse, handle, onError }: Consumption<Event>,
): Promise<void> {
  try {
    const parsed = parse(message.Body);
    if (!parsed.ok) throw new Error(`not an event of the contract: ${parsed.problem}`);
    await handle(parsed.event, message);
    await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle }));
  } catch (error) {
    onError(asError(error), message.MessageId);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
