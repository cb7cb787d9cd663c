import { AssociateHostedConnectionCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { stackRequest } from '../../support/stack.ts';
import { atShell, findsNothing, PATIENT, step, TOOLS } from '../docs/operator.ts';
import { startWalk, type Walk } from './walk.ts';

// A message that faulted comes again after up to 45 s.
const EMPTY = { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' };
/** More requests than a test sends: the table fails until its faults are cleared. */
const UNTIL_CLEARED = 100_000;

let walk: Walk;
beforeAll(async () => {
  walk = await startWalk();
});
afterAll(() => walk.close());
// A walk that fails leaves no fault to the next one.
afterEach(() => walk.stack.dynamoDb.faults.clear());

const logged = (text: string) =>
  eventually(() => expect(walk.stack.logs.some((line) => line.includes(text))).toBe(true));
const isMoved = (requestId: string) =>
  eventually(() => {
    const moved = walk.stack.logs.filter((line) => line.includes('"message":"migrated"'));
    expect(moved.some((line) => line.includes(`"${requestId}"`))).toBe(true);
  });
const inQueue = async () => {
  const QueueUrl = walk.stack.outputs.OrdersRequestsQueueUrl;
  const { Attributes } = await walk.stack.sqsCall('GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  return Attributes;
};

/** The CloudTrail event of a call by a role that is not the service's. */
const cloudTrailEvent = (connectionId: string, parentConnectionId: string) => ({
  source: 'aws.directconnect',
  detailType: 'AWS API Call via CloudTrail',
  detail: {
    eventSource: 'directconnect.amazonaws.com',
    eventName: 'AssociateHostedConnection',
    eventTime: '2026-11-24T03:00:00Z',
    sourceIPAddress: '192.0.2.7',
    userIdentity: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::000000000000:assumed-role/network-admin/anna',
      sessionContext: {
        sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::000000000000:role/network-admin' },
      },
    },
    requestParameters: { connectionId, parentConnectionId },
  },
});

describe.skipIf(TOOLS.missing)(`queues that wait for someone (${TOOLS.missing ?? TOOLS.found})`, PATIENT, () => {
  it('oldest-request: the messages are redelivered and completed once the cause is fixed', async () => {
    walk.stack.dynamoDb.faults.failNext(UNTIL_CLEARED, 'refuse');
    await walk.stack.send(stackRequest('order-1', 'dxcon-line1'));
    await logged('"message":"faulted"');

    const [numbers, errors] = await Promise.all([
      walk.prints('oldest-request', 'Look'),
      walk.prints('oldest-request', 'Look', 1),
    ]);
    const seen = JSON.parse(numbers);
    expect(Number(seen.ApproximateNumberOfMessages) + Number(seen.ApproximateNumberOfMessagesNotVisible)).toBe(1);
    expect(errors).toMatch(/^ *\d+ OnlyInQueueError: InternalServerError: /);

    walk.stack.dynamoDb.faults.clear();
    await isMoved('order-1');
    await eventually(async () => expect(await inQueue()).toMatchObject(EMPTY));
  });

  it('requests-waiting: how many wait is shown, and what the tenant’s messages are answered with', async () => {
    expect(await walk.rings('requests-waiting-orders')).toBe(false);
    await walk.stack.send('no request');
    await logged('"cause":"INVALID_REQUEST"');
    expect(await walk.prints('requests-waiting', 'Look', 1)).toMatch(/^ *1 INVALID_REQUEST\n$/);
    await eventually(async () =>
      expect(JSON.parse(await walk.prints('requests-waiting', 'Look'))).toMatchObject(EMPTY),
    );
  });

  it('requests-dlq: what is in the ledger is deleted, what is not is sent again first', async () => {
    const { sqsCall, outputs, dynamoDb } = walk.stack;
    expect(await walk.rings('requests-dlq-orders')).toBe(false);
    // The hundred receives, made short.
    const policy = { deadLetterTargetArn: walk.stack.sqs.queueArn('dx-migrator-local-requests-dlq_orders.fifo') };
    const RedrivePolicy = JSON.stringify({ ...policy, maxReceiveCount: 1 });
    await sqsCall('SetQueueAttributes', { QueueUrl: outputs.OrdersRequestsQueueUrl, Attributes: { RedrivePolicy } });
    dynamoDb.faults.failNext(UNTIL_CLEARED, 'refuse');
    const unclaimed = stackRequest('order-2', 'dxcon-line2');
    await walk.stack.send(unclaimed);
    await walk.untilRings('requests-dlq-orders');
    dynamoDb.faults.clear();

    const [letters, errors] = await Promise.all([
      walk.prints('requests-dlq', 'Look'),
      walk.prints('requests-dlq', 'Look', 1),
    ]);
    const letter = JSON.parse(letters);
    expect(letter).toMatchObject({ SenderId: 'AROAORDERSYSTEM:local', Body: JSON.stringify(unclaimed) });
    expect(errors).toContain('InternalServerError');
    const compare = () =>
      atShell(walk.stack, step('redrive', "The requests' dead-letter queue", 1), { SENDER: 'AROAORDERSYSTEM' });
    const kept = await compare();
    expect(kept.status).toBe(1);
    expect(kept.stderr).toContain(`kept ${letter.MessageId}, "order-2": not in the ledger\n`);

    await walk.stack.send(unclaimed);
    await isMoved('order-2');
    expect(await compare()).toEqual({ status: 0, stdout: '', stderr: 'deleted 1 of 1, of about 1\n' });
    expect(await walk.rings('requests-dlq-orders')).toBe(false);
    expect(JSON.parse(await walk.prints('requests-dlq', 'Over when'))).toEqual(EMPTY);
  });

  it('out-of-band-moves: who moved what is read, and what the ledger knows of the line', async () => {
    expect(await walk.rings('out-of-band-moves')).toBe(false);
    await moveByHand('dxcon-line1', 'dxcon-old1');
    walk.stack.eventBridge.emitFromService(cloudTrailEvent('dxcon-line1', 'dxcon-old1'));
    await walk.untilRings('out-of-band-moves');

    const call = JSON.parse(await walk.prints('out-of-band-moves', 'Look'));
    expect(call).toMatchObject({
      who: 'arn:aws:sts::000000000000:assumed-role/network-admin/anna',
      role: 'arn:aws:iam::000000000000:role/network-admin',
      connectionId: 'dxcon-line1',
      to: 'dxcon-old1',
      error: null,
    });
    const line = { CONNECTION_ID: call.connectionId, TO_PARENT_ID: call.to };
    const [there, known] = await Promise.all([
      walk.prints('out-of-band-moves', 'Look', 1, line),
      walk.prints('out-of-band-moves', 'Look', 2, line),
    ]);
    expect(there).toBe('dxcon-line1\t111122223333\tavailable\n');
    expect(JSON.parse(known)).toMatchObject({
      active: null,
      lastParent: 'dxlag-new1',
      lastOutcomeAtMs: expect.any(String),
    });

    await walk.stack.send(stackRequest('order-3', 'dxcon-line1'));
    await isMoved('order-3');
    await walk.follow('out-of-band-moves', 'Act', 0, { MESSAGE_ID: call.MessageId });
    expect(await walk.rings('out-of-band-moves')).toBe(false);
    expect(JSON.parse(await walk.prints('out-of-band-moves', 'Over when'))).toEqual(EMPTY);
  });

  it('bus-dlq: the outcomes that the ledger counts as published since then are listed', async () => {
    const { sqs, sqsCall } = walk.stack;
    expect(await walk.rings('bus-dlq')).toBe(false);
    await sqsCall('SendMessage', {
      QueueUrl: sqs.queueUrl('dx-migrator-local-bus-dlq'),
      MessageBody: JSON.stringify(ENCRYPTED),
      MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: 'NO_PERMISSIONS' } },
    });
    await walk.untilRings('bus-dlq');

    const letter = JSON.parse(await walk.prints('bus-dlq', 'Look'));
    expect(letter).toMatchObject({
      why: { ERROR_CODE: 'NO_PERMISSIONS' },
      event: { 'detail-type': 'Encrypted Events', key: ENCRYPTED.detail['kms-key-arn'] },
    });
    await findsNothing(walk.follow('bus-dlq', 'Act', 0, { SINCE: '2099-01-12T08:00:00Z' }), 'an outcome recorded');
    const since = await walk.prints('bus-dlq', 'Act', 0, { SINCE: '2026-01-12T08:00:00Z' });
    expect(since).toMatch(/^orders {2}order-1 {2}MIGRATED {2}[\w-]+$/m);
    await walk.follow('bus-dlq', 'Act', 1, { MESSAGE_ID: letter.MessageId });
    expect(await walk.rings('bus-dlq')).toBe(false);
  });
});

/** As an administrator would, past the service. */
async function moveByHand(connectionId: string, parentConnectionId: string): Promise<void> {
  const { region, directConnect } = walk.stack;
  const credentials = { accessKeyId: 'AROANETWORKADMIN', secretAccessKey: 'local' };
  const client = new DirectConnectClient({ region, endpoint: directConnect.url, credentials, maxAttempts: 1 });
  await client.send(new AssociateHostedConnectionCommand({ connectionId, parentConnectionId }));
  client.destroy();
}

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-dlq-decrypt.html
const ENCRYPTED = {
  version: '0',
  id: '053afa53-cdd7-285b-e754-b0dfd0ac0bfb',
  'detail-type': 'Encrypted Events',
  source: 'aws.events',
  account: '000000000000',
  time: '2026-11-24T03:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: {
    'event-bus-arn': 'arn:aws:events:us-east-1:000000000000:event-bus/dx-migrator-local',
    'kms-key-arn': 'arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    'encrypted-payload': 'AgR4qiru',
  },
};
