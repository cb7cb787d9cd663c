import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SqsServer, startSqs } from '../../../local/sqs/sqs-server.ts';

const region = 'eu-west-1';
let sqs: SqsServer;
let client: SQSClient;
let queues = 0;
let standard: string;
let fifo: string;

beforeAll(async () => {
  sqs = await startSqs({ region, identities: {} });
  const credentials = { accessKeyId: 'AKIALOCAL', secretAccessKey: 'local' };
  client = new SQSClient({ region, endpoint: sqs.url, credentials, maxAttempts: 1 });
});

beforeEach(createQueues);

afterAll(async () => {
  client.destroy();
  await sqs.close();
});

/** What SQS answers for a handle: nothing, `null`, or an error's name in the SDK and its text. Sources: receipt-handles.ts. */
const EXPIRED =
  'InvalidParameterValue: Value HANDLE for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.';
const UNAVAILABLE =
  'InvalidParameterValue: Value HANDLE for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.';
const NOT_HERE = 'ReceiptHandleIsInvalid: The receipt handle "HANDLE" is not valid for this queue.';
const JUNK = 'ReceiptHandleIsInvalid: The input receipt handle "HANDLE" is not a valid receipt handle.';

/** The same for an entry of a batch. */
const ENTRY = {
  EXPIRED: 'ReceiptHandleIsInvalid: The receipt handle has expired',
  UNAVAILABLE: 'ReceiptHandleIsInvalid: Message does not exist or is not available for visibility timeout change',
};

interface Row {
  handle: string;
  of: (queue: string) => Promise<string>;
  /** Of a standard and of a FIFO queue: DeleteMessage, its batch, ChangeMessageVisibility, its batch. */
  standard: (string | null)[];
  fifo: (string | null)[];
}

const ROWS: Row[] = [
  { handle: 'of a message in flight', of: receive, standard: [null, null, null, null], fifo: [null, null, null, null] },
  {
    handle: 'whose visibility timeout is over',
    of: expire,
    standard: [null, null, null, null],
    fifo: [EXPIRED, ENTRY.EXPIRED, UNAVAILABLE, ENTRY.UNAVAILABLE],
  },
  {
    handle: 'of a message that was received again',
    of: receiveTwice,
    standard: [null, null, null, null],
    fifo: [EXPIRED, ENTRY.EXPIRED, UNAVAILABLE, ENTRY.UNAVAILABLE],
  },
  {
    handle: 'of a deleted message',
    of: remove,
    standard: [null, null, UNAVAILABLE, ENTRY.UNAVAILABLE],
    fifo: [null, null, UNAVAILABLE, ENTRY.UNAVAILABLE],
  },
  {
    handle: 'of another queue',
    of: (queue) => receive(queue === fifo ? standard : fifo),
    standard: Array(4).fill(NOT_HERE),
    fifo: Array(4).fill(NOT_HERE),
  },
  {
    handle: 'that never was one',
    of: async () => 'junk',
    standard: Array(4).fill(JUNK),
    fifo: Array(4).fill(JUNK),
  },
];

describe.each(ROWS)('a receipt handle $handle', (row) => {
  it.each(['standard', 'fifo'] as const)('on a %s queue', async (kind) => {
    const answers = [];
    for (const operation of [deleteOne, deleteBatch, changeOne, changeBatch]) {
      await createQueues();
      const queue = kind === 'fifo' ? fifo : standard;
      const handle = await row.of(queue);
      answers.push((await operation(queue, handle))?.replaceAll(handle, 'HANDLE') ?? null);
    }
    expect(answers).toEqual(row[kind]);
  });
});

describe('a receipt handle that has expired', () => {
  it('leaves the message to its later receiver, whatever the answer', async () => {
    for (const queue of [standard, fifo]) {
      const old = await receiveTwice(queue);
      for (const operation of [deleteOne, deleteBatch, changeOne, changeBatch]) await operation(queue, old);
      expect(await counts(queue)).toEqual({ visible: 0, inFlight: 1 });
    }
  });

  it('does not hide a message again', async () => {
    for (const queue of [standard, fifo]) {
      await changeOne(queue, await expire(queue));
      expect(await counts(queue)).toEqual({ visible: 1, inFlight: 0 });
    }
  });

  it('fails its entry of a batch and no other', async () => {
    const expired = await expire(fifo);
    const current = await receiveNext(fifo);
    const Entries = [
      { Id: 'expired', ReceiptHandle: expired },
      { Id: 'current', ReceiptHandle: current },
      { Id: 'junk', ReceiptHandle: 'junk' },
    ];
    const { Successful, Failed } = await client.send(new DeleteMessageBatchCommand({ QueueUrl: fifo, Entries }));
    expect(Successful).toEqual([{ Id: 'current' }]);
    expect(Failed).toMatchObject([
      { Id: 'expired', SenderFault: true },
      { Id: 'junk', SenderFault: true },
    ]);
    expect(await counts(fifo)).toEqual({ visible: 0, inFlight: 0 });
  });

  it('is expired even before anyone else receives', async () => {
    const handle = await receive(fifo, 30);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    try {
      expect(await deleteOne(fifo, handle)).toContain('The receipt handle has expired');
    } finally {
      vi.useRealTimers();
    }
    expect(await counts(fifo)).toEqual({ visible: 1, inFlight: 0 });
  });
});

async function createQueues(): Promise<void> {
  standard = await createQueue(`queue-${++queues}`);
  fifo = await createQueue(`queue-${queues}.fifo`, { FifoQueue: 'true' });
}

async function createQueue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  return (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
}

async function receive(QueueUrl: string, visibilityTimeout = 30): Promise<string> {
  const group = QueueUrl.endsWith('.fifo') ? { MessageGroupId: 'g', MessageDeduplicationId: crypto.randomUUID() } : {};
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'order', ...group }));
  return receiveNext(QueueUrl, visibilityTimeout);
}

async function receiveNext(QueueUrl: string, VisibilityTimeout = 30): Promise<string> {
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout }));
  return Messages?.[0]?.ReceiptHandle ?? 'nothing received';
}

/** A visibility timeout of no seconds is over at once. */
function expire(queue: string): Promise<string> {
  return receive(queue, 0);
}

async function receiveTwice(queue: string): Promise<string> {
  const old = await expire(queue);
  await receiveNext(queue);
  return old;
}

async function remove(QueueUrl: string): Promise<string> {
  const ReceiptHandle = await receive(QueueUrl);
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return ReceiptHandle;
}

function deleteOne(QueueUrl: string, ReceiptHandle: string): Promise<string | undefined> {
  return errorOf(client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })));
}

function deleteBatch(QueueUrl: string, ReceiptHandle: string): Promise<string | undefined> {
  return errorOf(client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'e', ReceiptHandle }] })));
}

function changeOne(QueueUrl: string, ReceiptHandle: string): Promise<string | undefined> {
  return errorOf(client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 20 })));
}

function changeBatch(QueueUrl: string, ReceiptHandle: string): Promise<string | undefined> {
  const Entries = [{ Id: 'e', ReceiptHandle, VisibilityTimeout: 20 }];
  return errorOf(client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries })));
}

interface BatchAnswer {
  Successful?: { Id?: string | undefined }[] | undefined;
  Failed?: { Code?: string | undefined; Message?: string | undefined }[] | undefined;
}

async function errorOf(answer: Promise<object>): Promise<string | undefined> {
  try {
    const { Successful = [], Failed: [failed] = [] } = (await answer) as BatchAnswer;
    if (failed) expect(Successful).toEqual([]);
    return failed && `${failed.Code}: ${failed.Message}`;
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

async function counts(QueueUrl: string): Promise<{ visible: number; inFlight: number }> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  );
  return {
    visible: Number(Attributes?.ApproximateNumberOfMessages),
    inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible),
  };
}
