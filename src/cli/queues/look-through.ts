import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { unlessAborted } from '../../client/unless-aborted.ts';
import type { Context } from '../context/context.ts';

/** A message that waits for people, as it was received. */
export interface Letter {
  id: string;
  body: string;
  /** As SQS says, up to the colon: what the sender cannot choose. */
  sender: string;
  sentAtMs: number;
  /** Its attributes that the service gave it. */
  attributes: Record<string, string>;
  receiptHandle: string;
}

export interface Looked {
  seen: number;
  /** Those that the visitor chose. */
  deleted: number;
  /** Before it began, as SQS counts: about. */
  count: number;
  /** Until when those are hidden that could not be made visible again. */
  hiddenUntilMs?: number;
}

/** Gives those of ten messages that are done with. */
export type Visit = (ten: readonly Letter[]) => Promise<readonly Letter[]>;

/** SQS hides a message for so long at most, in seconds. */
const LONGEST_HIDING = 43_200;

const TEN = 10;

export interface Looking {
  signal: AbortSignal;
  /** After each ten, unless it was interrupted. */
  onTen?: (looked: Looked) => void;
  /** Before any are hidden: until when they are, unless they are made visible again. */
  onHide?: (untilMs: number) => void;
}

/**
 * Takes up all messages of a queue, ten at a time, and deletes those that the visitor is done with. They are hidden until all have
 * been seen, and then made visible again, whatever happens: also after an error and when `signal` aborts. A FIFO queue gives ten of
 * a line at a time: what is behind them is not seen before they are deleted.
 */
export async function lookThrough(
  url: string,
  visit: Visit,
  { aws, clock }: Pick<Context, 'aws' | 'clock'>,
  { signal, onTen = () => {}, onHide = () => {} }: Looking,
): Promise<Looked> {
  const count = await countOf(url, aws);
  // Ten take about a second; more than one person may be reading.
  const hideSeconds = Math.min(60 + Math.floor(count / 2), LONGEST_HIDING);
  const endMs = clock() + hideSeconds * 1000;
  const looked: Looked = { seen: 0, deleted: 0, count };
  // Without the bodies: there may be tens of thousands.
  const kept = new Set<string>();
  onHide(endMs);
  try {
    while (!signal.aborted && clock() < endMs) {
      const ten = await receive(url, hideSeconds, aws);
      if (ten.length === 0) break;
      for (const { receiptHandle } of ten) kept.add(receiptHandle);
      looked.seen += ten.length;
      for (const gone of await remove(url, (await unlessAborted(visit(ten), signal)) ?? [], aws)) {
        kept.delete(gone);
        looked.deleted++;
      }
      if (!signal.aborted) onTen(looked);
    }
  } finally {
    const hidden = await makeVisible(url, [...kept], aws);
    if (hidden > 0) looked.hiddenUntilMs = endMs;
  }
  return looked;
}

async function countOf(url: string, { sqs }: Context['aws']): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] }),
  );
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

/** Never cut short: the messages of an answer that no one reads would stay hidden. */
async function receive(url: string, hideSeconds: number, { sqs }: Context['aws']): Promise<Letter[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      ...{ QueueUrl: url, MaxNumberOfMessages: TEN, WaitTimeSeconds: 2, VisibilityTimeout: hideSeconds },
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages.map(toLetter);
}

function toLetter({ MessageId, Body, ReceiptHandle, Attributes, MessageAttributes = {} }: Message): Letter {
  if (MessageId === undefined || ReceiptHandle === undefined) throw new Error('SQS gave a message without an id');
  const given = Object.entries(MessageAttributes).flatMap(([name, { StringValue }]) =>
    StringValue === undefined ? [] : [[name, StringValue] as const],
  );
  return {
    id: MessageId,
    body: Body ?? '',
    sender: upToColon(Attributes?.SenderId ?? ''),
    sentAtMs: Number(Attributes?.SentTimestamp ?? Number.NaN),
    attributes: Object.fromEntries(given),
    receiptHandle: ReceiptHandle,
  };
}

/** What comes after it, a session's name, whoever assumes the role chooses. */
export function upToColon(senderId: string): string {
  return senderId.split(':')[0] ?? '';
}

/** @returns the handles of those that SQS says are deleted */
async function remove(url: string, letters: readonly Letter[], { sqs }: Context['aws']): Promise<string[]> {
  if (letters.length === 0) return [];
  const Entries = letters.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle }));
  const { Successful = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
  return Successful.flatMap(({ Id }) => letters[Number(Id)]?.receiptHandle ?? []);
}

/** @returns how many could not be: they are by themselves once their time is over. Never throws: what failed first counts */
async function makeVisible(url: string, handles: readonly string[], { sqs }: Context['aws']): Promise<number> {
  let hidden = 0;
  for (let from = 0; from < handles.length; from += TEN) {
    const Entries = handles.slice(from, from + TEN).map((ReceiptHandle, index) => ({
      ...{ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 },
    }));
    const answer = await sqs
      .send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }))
      .catch(() => undefined);
    hidden += Entries.length - (answer?.Successful?.length ?? 0);
  }
  return hidden;
}
