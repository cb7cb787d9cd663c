import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BuildAppOptions, buildApp } from 'fauxqs';
import { createInputCheck } from './check-input.ts';
import { type Caller, createStore, type FauxqsStore, LOCAL_SQS_ACCOUNT, senderOf } from './fauxqs-store.ts';
import type { HandleVerdict } from './receipt-handles.ts';
import { accessKeyIdOf, type Identities, senderIdOf } from './sender-identity.ts';
import { refuseUnspoken } from './spoken.ts';
import { JSON_1_0, SqsError } from './sqs-error.ts';

export interface SqsServerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Region of queues made by requests that name none; a signed request names its own. */
  readonly region: string;
  /** Who sends with which access key id. Looked up at every send, so entries may be added later. */
  readonly identities: Identities;
  /** Epoch milliseconds, for the pause between two purges; the machine's clock by default. */
  readonly now?: () => number;
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
 * no StartMessageMoveTask; message system attributes of a send (`AWSTraceHeader`) are dropped; no limit of 12
 * hours on a message's total visibility timeout; message attributes are returned even if not asked for.
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

  const check = createInputCheck(store, options.now ?? Date.now);

  const amends = new WeakMap<object, Exclude<HandleVerdict, 'answered'>>();

  app.addHook('preHandler', (request, reply, done) => {
    const senderId = senderIdOf(options.identities, accessKeyIdOf(request.headers.authorization));
    const verdict = check(actionOf(request), request.body);
    if (verdict === 'answered') return void reply.type(JSON_1_0).send({});
    if (verdict) amends.set(request, verdict);
    callers.run({ senderId, gone: () => request.raw.socket.destroyed }, done);
  });
  app.addHook('preSerialization', (request, reply, payload, done) => {
    const { __type, message = '' } = payload as { __type?: string; message?: string };
    if (__type !== undefined) {
      const error = new SqsError(__type.replace(/^.*#/, ''), message);
      reply.status(error.status).headers(error.headers);
      return done(null, error.toBody());
    }
    if (actionOf(request) === 'ReceiveMessage') tellSenders(store, request.body, payload);
    amends.get(request)?.(payload as object);
    done(null, payload);
  });
  app.setErrorHandler((error, _request, reply) => {
    const answer = asSqsError(error);
    return reply.status(answer.status).headers(answer.headers).send(JSON.stringify(answer.toBody()));
  });

  await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  guard(app.server);
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

function actionOf({ headers }: { headers: Record<string, unknown> }): string {
  return String(headers['x-amz-target']).replace('AmazonSQS.', '');
}

/** Lets nothing through to fauxqs but operations of SQS; those that are posted to a queue's path go to /, where it expects them. */
function guard(server: Server): void {
  const [fauxqs] = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (refuseUnspoken(request, response)) return;
    request.url = '/';
    fauxqs?.(request, response);
  });
}

function asSqsError(error: unknown): SqsError {
  if (error instanceof SqsError) return error;
  const { statusCode = 500 } = error as { statusCode?: number };
  if (error instanceof SyntaxError || statusCode < 500) {
    return new SqsError('SerializationException', 'The body is not the JSON object that SQS expects, or too long.');
  }
  return new SqsError(
    'InternalFailure',
    'The local SQS failed; a parameter may not have the shape that SQS expects.',
    500,
  );
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
