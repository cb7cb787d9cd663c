import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import type { SqsServer } from '../../../local/sqs/sqs-server.ts';
import { targetSender } from '../../../local/stack/target-sender.ts';

const arnOf = (queue: string) => `arn:aws:sqs:eu-central-1:000000000000:${queue}`;

it.each([
  ['once, unless it is said otherwise', undefined, 1],
  ['never, where it gets lost', () => 0, 0],
  ['twice, where it is doubled', (arn: string) => (arn === arnOf('ticks') ? 2 : 0), 2],
] as const)('an event gets to its queue %s', async (_what, copies, times) => {
  const sent: unknown[] = [];
  const client = { send: async (command: { input: unknown }) => void sent.push(command.input) };
  const server = { queueUrl: (name: string) => `http://127.0.0.1/${name}` };
  const sender = targetSender(server as SqsServer, client as unknown as SQSClient, new Map(), copies);
  await sender.sqs(arnOf('ticks'), { body: '{}' });
  const message = { QueueUrl: 'http://127.0.0.1/ticks', MessageBody: '{}', MessageAttributes: {} };
  expect(sent).toEqual(Array.from({ length: times }, () => message));
});
