import { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { BuildAppOptions } from 'fauxqs';
import { hasForbiddenCharacters } from './message-characters.ts';

/** fauxqs' store of queues and messages; the package has the type in its API but does not export the class. */
export type FauxqsStore = NonNullable<BuildAppOptions['stores']>['sqsStore'];
export type FauxqsQueue = ReturnType<FauxqsStore['createQueue']>;
type StoredMessage = Parameters<FauxqsQueue['enqueue']>[0] & { senderId?: string };

/** The account that owns every local queue: fauxqs knows no other. */
export const LOCAL_SQS_ACCOUNT = '000000000000';

/** What the store wants to know of the request that it is working for. */
export interface Caller {
  readonly senderId: string;
  /** The client has hung up: whatever it asked for, no one reads the answer. */
  gone(): boolean;
}

/**
 * A fauxqs store with four differences to the original:
 * - queue URLs are `baseUrl()` plus account and name, so that they work on machines that resolve no `*.localhost`;
 * - a message remembers who sent it, on the message itself, so that it goes with it to a dead-letter queue and away
 *   with it on deletion;
 * - a long poll whose client is gone takes no message. (fauxqs leaves its waiter in place; the next message would be
 *   received for no one and stay invisible for the whole visibility timeout.)
 * - a body may hold every character that SQS takes, those above U+FFFF too.
 */
export async function createStore(baseUrl: () => string, caller: () => Caller | undefined): Promise<FauxqsStore> {
  const store = new (await loadStoreClass())();
  store.buildQueueUrl = (queueName) => `${baseUrl()}/${LOCAL_SQS_ACCOUNT}/${queueName}`;
  const createQueue = store.createQueue.bind(store);
  store.createQueue = (...args) => observeQueue(createQueue(...args), caller);
  return store;
}

/** The `SenderId` of a received message; `undefined` once it is no longer in flight. */
export function senderOf(queue: FauxqsQueue, receiptHandle: string): string | undefined {
  const message: StoredMessage | undefined = queue.inflightMessages.get(receiptHandle)?.message;
  return message?.senderId;
}

function observeQueue(queue: FauxqsQueue, caller: () => Caller | undefined): FauxqsQueue {
  const enqueue = queue.enqueue.bind(queue);
  queue.enqueue = (message: StoredMessage) => {
    // Already set on a message that moves to a dead-letter queue: that happens in a receiver's request.
    const senderId = message.senderId ?? caller()?.senderId;
    if (senderId !== undefined) message.senderId = senderId;
    enqueue(message);
  };
  const dequeue = queue.dequeue.bind(queue);
  queue.dequeue = (...args) => (caller()?.gone() ? [] : dequeue(...args));
  return queue;
}

async function loadStoreClass(): Promise<new () => FauxqsStore> {
  const manifest = findPackageJSON('fauxqs', import.meta.url);
  if (manifest === undefined) throw new Error('The package fauxqs is not installed; run `npm ci`.');
  const load = (file: string) => import(new URL(`dist/sqs/${file}`, pathToFileURL(manifest)).href);
  const { SqsStore }: { SqsStore: new () => FauxqsStore } = await load('sqsStore.js');
  const { INVALID_MESSAGE_BODY_CHAR }: { INVALID_MESSAGE_BODY_CHAR: RegExp } = await load('sqsTypes.js');
  // fauxqs's own lacks the flag `u`, so that it takes a character above U+FFFF for two surrogates, which it rejects.
  INVALID_MESSAGE_BODY_CHAR.test = hasForbiddenCharacters;
  return SqsStore;
}
