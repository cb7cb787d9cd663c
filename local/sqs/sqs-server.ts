import { AsyncLocalStorage } from 'node:async_hooks';
import type { AddressInfo } from 'node:net';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { type Caller, createStore, type FauxqsStore, LOCAL_SQS_ACCOUNT, senderOf } from './fauxqs-store.ts';
import { accessKeyIdOf, type Identities, senderIdOf } from './sender-identity.ts';

export interface SqsServerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Region of queues made by requests that name none; a signed request names its own. */
  readonly region: string;
  /** Who sends with which access key id. Looked up at every send, so entries may be added later. */
  readonly identities: Identities;
}

export interface SqsServer {
  /** `http://127.0.0.1:<port>`, for `AWS_ENDPOINT_URL_SQS`. */
  readonly url: string;
  readonly port: number;
  queueUrl(queueName: string): string;
  queueArn(queueName: string): string;
  /** Ends long polls with an empty answer, closes all connections and drops all messages. */
  close(): Promise<void>;
}

interface ReceivedMessage {
  ReceiptHandle: string;
  Attributes?: Record<string, string>;
}

/**
 * A local SQS: fauxqs on 127.0.0.1, with queue URLs that resolve everywhere and the sender's identity in `SenderId`
 * ("For an IAM user, returns the IAM user ID … For an IAM role, returns the IAM role ID", ReceiveMessage, SQS API
 * Reference).
 *
 * Known differences to SQS (fauxqs 2.4.1): JSON protocol only; a receive returns at most one message of a FIFO group;
 * no StartMessageMoveTask; no characters above U+FFFF in a body (InvalidMessageContents), which SQS takes; message system attributes of a send (`AWSTraceHeader`) are dropped; no limit of 12 hours on
 * a message's total visibility timeout; message attributes are returned even if not asked for.
 */
export async function startSqs(options: SqsServerOptions): Promise<SqsServer> {
  const callers = new AsyncLocalStorage<Caller>();
  let url = '';
  const store = await createStore(
    () => url,
    () => callers.getStore(),
  );
  store.region = options.region;
  // buildApp makes the SNS and S3 stores that are missing here; its type does not say so.
  const stores = { sqsStore: store } as NonNullable<BuildAppOptions['stores']>;
  const app = buildApp({ logger: false, defaultRegion: options.region, stores });

  app.addHook('preHandler', (request, _reply, done) => {
    const senderId = senderIdOf(options.identities, accessKeyIdOf(request.headers.authorization));
    callers.run({ senderId, gone: () => request.raw.socket.destroyed }, done);
  });
  app.addHook('preSerialization', (request, _reply, payload, done) => {
    if (request.headers['x-amz-target'] === 'AmazonSQS.ReceiveMessage') tellSenders(store, request.body, payload);
    done(null, payload);
  });

  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    queueUrl: (queueName) => `${url}/${LOCAL_SQS_ACCOUNT}/${queueName}`,
    queueArn: (queueName) => `arn:aws:sqs:${options.region}:${LOCAL_SQS_ACCOUNT}:${queueName}`,
    close: () => app.close(),
  };
}

/** Puts the sender's identity where fauxqs writes its fixed one. */
function tellSenders(store: FauxqsStore, request: unknown, answer: unknown): void {
  const { Messages: messages } = answer as { Messages?: ReceivedMessage[] };
  if (messages === undefined) return; // nothing there, or an error
  const queue = store.getQueue((request as { QueueUrl: string }).QueueUrl);
  for (const message of messages) {
    if (message.Attributes?.SenderId === undefined || queue === undefined) continue;
    const senderId = senderOf(queue, message.ReceiptHandle);
    if (senderId !== undefined) message.Attributes.SenderId = senderId;
  }
}
