import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLambda } from '../../../local/lambda/lambda-function.ts';
import { startSqs } from '../../../local/sqs/sqs-server.ts';
import { eventually } from '../../support/eventually.ts';
import { writeCode } from './fixtures/code-dir.ts';
import {
  closeMappings,
  closeQueues,
  counts,
  createQueue,
  expectCounts,
  hideFor,
  lines,
  map,
  openQueues,
  partial,
  region,
  send,
  sqs,
  stubLambda,
} from './fixtures/mapped-queue.ts';

beforeAll(openQueues);
afterEach(closeMappings);
afterAll(closeQueues);

describe('concurrency', () => {
  /** A function whose invocations end when the test says so. */
  function heldLambda() {
    const held: (() => void)[] = [];
    const lambda = stubLambda(() => new Promise((resolve) => held.push(() => resolve({ payload: '{}' }))));
    return { ...lambda, held, release: () => held.splice(0).forEach((end) => void end()) };
  }

  // "Configuring maximum concurrency for Amazon SQS event sources", Lambda Developer Guide.
  it('is at most MaximumConcurrency', async () => {
    const queueUrl = await createQueue();
    const lambda = heldLambda();
    await send(queueUrl, 'a', 'b', 'c');

    await map(queueUrl, lambda, { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    await expectCounts(queueUrl, { ready: 1, inFlight: 2 });
    expect(lambda.held).toHaveLength(2);
    lambda.release();
    await eventually(() => expect(lambda.batches).toHaveLength(3));
    lambda.release();

    await expectCounts(queueUrl, { ready: 0, inFlight: 0 });
  });

  // "Using Lambda with Amazon SQS": messages of one FIFO group are processed in order, one batch at a time.
  it('is one for the messages of a FIFO group, in their order', async () => {
    const queueUrl = await createQueue('fifo');
    const lambda = heldLambda();
    await send(queueUrl, 'a1', 'a2', 'b1', 'b2');

    await map(queueUrl, lambda, { BatchSize: 1 });
    await eventually(() => expect(lambda.batches).toHaveLength(2));
    const atOnce = lambda.batches.flat();
    await eventually(async () => {
      lambda.release();
      expect(await counts(queueUrl)).toEqual({ ready: 0, inFlight: 0 });
    });

    expect(atOnce).toEqual(['a1', 'b1']);
    expect(lambda.batches.flat().filter((body) => body.startsWith('a'))).toEqual(['a1', 'a2']);
    expect(lambda.batches.flat().filter((body) => body.startsWith('b'))).toEqual(['b1', 'b2']);
  });

  it('ends with close, which waits for what is under way', async () => {
    const queueUrl = await createQueue();
    const lambda = heldLambda();
    await send(queueUrl, 'a');
    const mapping = await map(queueUrl, lambda);
    await eventually(() => expect(lambda.held).toHaveLength(1));

    const closed = mapping.close();
    const underWay = await counts(queueUrl); // a round trip: by then SQS knows that the poll is over
    await send(queueUrl, 'b');
    lambda.release();
    await closed;

    expect(underWay).toEqual({ ready: 0, inFlight: 1 });
    expect(await counts(queueUrl)).toEqual({ ready: 1, inFlight: 0 });
    expect(lambda.batches).toEqual([['a']]);
  });
});

describe('is rejected', () => {
  // The text is CreateEventSourceMapping's, as quoted in issues of Terraform's AWS provider.
  it('if the visibility timeout of the queue is shorter than the timeout of the function', async () => {
    const queueUrl = await createQueue('standard', 9);

    await expect(map(queueUrl, stubLambda())).rejects.toThrow(
      'Queue visibility timeout: 9 seconds is less than Function timeout: 10 seconds',
    );
  });

  it('if a property is not supported', async () => {
    const queueUrl = await createQueue();

    await expect(map(queueUrl, stubLambda(), { FilterCriteria: {} })).rejects.toThrow('FilterCriteria');
  });

  it('if there is no such queue', async () => {
    await expect(map(sqs.queueUrl('none'), stubLambda())).rejects.toThrow('does not exist');
  });
});

it('goes on after an error of SQS', async () => {
  const own = await startSqs({ region, identities: {} });
  const ownClient = new SQSClient({
    region,
    endpoint: own.url,
    credentials: { accessKeyId: 'k', secretAccessKey: 's' },
  });
  const { QueueUrl: queueUrl = '' } = await ownClient.send(new CreateQueueCommand({ QueueName: 'q' }));
  const lambda = stubLambda();
  const mapping = await map(queueUrl, lambda, {}, { endpoint: own.url });

  await own.close();
  await eventually(() => expect(lines[0]).toContain(`Receiving from ${queueUrl} failed`));
  const again = await startSqs({ region, identities: {}, port: own.port });
  await ownClient.send(new CreateQueueCommand({ QueueName: 'q' }));
  await ownClient.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: 'a' }));

  await eventually(() => expect(lambda.batches).toEqual([['a']]));
  ownClient.destroy();
  await mapping.close();
  await again.close();
});

it('runs real functions: a process that is killed leaves its message for the next', async () => {
  const queueUrl = await createQueue('fifo');
  const source = `export const handler = async ({ Records: [{ body, attributes, receiptHandle }] }) => {
    process.stdout.write([body, attributes.ApproximateReceiveCount, receiptHandle].join(' ') + '\\n');
    if (attributes.ApproximateReceiveCount === '1') process.kill(process.pid, 'SIGKILL');
    return { batchItemFailures: [] };
  };`;
  const lambda = createLambda({
    functionName: 'migrate',
    codeDir: await writeCode(source),
    handler: 'index.handler',
    timeoutSeconds: 120,
    region,
    log: (line) => lines.push(line),
  });
  await send(queueUrl, 'a1');

  await map(queueUrl, lambda, { ...partial, BatchSize: 1 });
  await eventually(() => expect(lines).toHaveLength(2));
  expect(lines).toContainEqual(expect.stringContaining('Runtime.ExitError'));
  expect(await counts(queueUrl)).toEqual({ ready: 0, inFlight: 1 });
  const [, , receiptHandle] = lines.find((line) => line.startsWith('a1 1 '))?.split(' ') ?? [];
  await hideFor(0, queueUrl, receiptHandle);
  await expectCounts(queueUrl, { ready: 0, inFlight: 0 });
  await lambda.close();

  await eventually(() => expect(lines).toContainEqual(expect.stringMatching(/^a1 2 /)));
});
