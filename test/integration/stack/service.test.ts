import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { MOVED, stackRequest, startTestStack, type TestStack } from '../../support/stack.ts';

let stack: TestStack;
beforeEach(async () => {
  stack = await startTestStack();
});
afterEach(() => stack.close());

const associations = async () => {
  const { calls } = await stack.directConnectAdmin.journal();
  return calls.filter(({ operation }) => operation === 'AssociateHostedConnection');
};

describe('the packaged service', () => {
  /** On a busy machine a function may time out before it has started: a person would ask again too. */
  const invoke = (name: string, event: object) =>
    eventually(async () => {
      const result = await stack.functions.get(name)?.invoke(JSON.stringify(event));
      const answer = JSON.parse(result?.payload ?? 'null');
      expect(answer?.errorType).not.toBe('Sandbox.Timedout');
      return answer;
    });

  it('accepts a request over plain HTTP and sends the record to billing and notification', async () => {
    const messageId = await stack.send(stackRequest('r1', 'dxcon-line4', { labels: { a: 'b' } }));

    const billed = await stack.nextEvent('Billing');

    expect(await stack.nextEvent('Notification')).toEqual(billed);
    expect(billed.metadata).toMatchObject({ service: 'dx-migrator', causationId: messageId });
    expect(billed.data).toMatchObject({
      outcome: 'MIGRATED',
      disposition: MOVED,
      tenant: 'orders',
      request: { requestId: 'r1', labels: { a: 'b' } },
      previousParentConnectionId: 'dxcon-old1',
      parentConnectionId: 'dxlag-new1',
      connection: {
        connectionId: 'dxcon-line4',
        lagId: 'dxlag-new1',
        macSecKeys: [{ ckn: '0123', state: 'associated' }],
      },
    });
    const { moves, calls } = await stack.directConnectAdmin.journal();
    expect(moves).toMatchObject([{ connectionId: 'dxcon-line4', from: 'dxcon-old1', to: 'dxlag-new1' }]);
    const lists = calls.filter(({ operation }) => operation === 'DescribeHostedConnections');
    expect(lists.length).toBeLessThanOrEqual(3);
  });

  it('logs each transition with its ids, and neither bodies nor key material', async () => {
    await stack.send(stackRequest('r1', 'dxcon-line4', { note: 'NOTEOFTHEBODY', correlationId: 'corr-1' }));
    await stack.nextEvent('Billing');
    await eventually(() => expect(stack.logs.join('\n')).toContain('"message":"published"'));
    const lines = stack.logs.flatMap((line) => {
      const json = line.slice(line.indexOf('{'));
      return json.startsWith('{') ? [JSON.parse(json)] : [];
    });
    const ofR1 = lines.filter(({ requestId }) => requestId === 'r1');
    expect(ofR1.map(({ message }) => message)).toEqual(['calling', 'migrated', 'published']);
    expect(ofR1[1]).toMatchObject({
      tenant: 'orders',
      connectionId: 'dxcon-line4',
      correlationId: 'corr-1',
      awsRequestId: expect.any(String),
    });
    expect(stack.logs.join('\n')).not.toMatch(/NOTEOFTHEBODY|SECRETMATERIAL/);
  });

  it('quarantines a message that is not a request, and publishes the reason', async () => {
    await stack.send('not JSON');
    expect((await stack.nextEvent('Notification')).data.reason?.code).toBe('INVALID_REQUEST');
    await stack.send(stackRequest('r1', 'dxcon-line1'), 'AIDASTRANGER');
    expect((await stack.nextEvent('Notification')).data).toMatchObject({
      tenant: null,
      request: null,
      reason: { code: 'UNKNOWN_SENDER' },
    });
    // The copies arrive after their events.
    const QueueUrl = stack.outputs.QuarantineQueueUrl;
    await eventually(async () => {
      const AttributeNames = ['ApproximateNumberOfMessages'];
      const { Attributes } = await stack.sqsCall('GetQueueAttributes', { QueueUrl, AttributeNames });
      expect(Attributes).toEqual({ ApproximateNumberOfMessages: '2' });
    });
    const { Messages } = await stack.sqsCall('ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    });
    const copies = Messages as { Body: string; MessageAttributes: Record<string, { StringValue: string }> }[];
    expect(copies.map(({ MessageAttributes }) => MessageAttributes.reason?.StringValue)).toEqual([
      'INVALID_REQUEST',
      'UNKNOWN_SENDER',
    ]);
    expect(copies[0]?.Body).toBe('not JSON');
    expect(await associations()).toEqual([]);
  });

  it('completes a request whose message is deleted while it waits', async () => {
    await stack.directConnectAdmin.armFault({ kind: 'throttle' });
    await stack.send(stackRequest('r1', 'dxcon-line1'));
    await eventually(async () => expect(await associations()).toHaveLength(1));
    await stack.sqsCall('PurgeQueue', { QueueUrl: stack.outputs.OrdersRequestsQueueUrl });
    const { data } = await stack.nextEvent('Billing');
    expect(data).toMatchObject({ outcome: 'MIGRATED', disposition: MOVED, attempts: 2 });
    expect(stack.logs.some((line) => line.includes('-reconcile') && line.includes('"message":"migrated"'))).toBe(true);
  });

  it('holds a request whose answer was lost and whose effect never showed, until a person decides', async () => {
    await stack.directConnectAdmin.armFault({ kind: 'drop', effect: 'none' });
    await stack.send(stackRequest('r1', 'dxcon-line1'));
    const { data } = await stack.nextEvent('Notification');
    expect(data).toMatchObject({ outcome: 'HELD', reason: { code: 'OUTCOME_UNKNOWN' }, attempts: 1 });
    expect(await associations()).toHaveLength(1);

    const decision = { tenant: 'orders', requestId: 'r1', by: 'ada', why: 'seen in the data centre' };
    expect(await invoke('resolve', { ...decision, verdict: 'moved' })).toMatchObject({ result: 'declined' });
    expect(await invoke('resolve', { ...decision, verdict: 'retry' })).toEqual({ result: 'resolved' });
    expect((await stack.nextEvent('Billing')).data).toMatchObject({ outcome: 'MIGRATED', attempts: 2 });
  });

  it('calls nothing while an operator has paused it', async () => {
    expect(await invoke('control', { action: 'pause', by: 'ada', why: 'maintenance' })).toMatchObject({ paused: true });
    await stack.send(stackRequest('r1', 'dxcon-line1'));
    await eventually(() => expect(stack.logs.join('\n')).toContain('"cause":"paused"'));
    expect(await associations()).toEqual([]);
    expect(await invoke('control', { action: 'resume', by: 'ada', why: 'done' })).toMatchObject({ paused: false });
    expect((await stack.nextEvent('Billing')).data.outcome).toBe('MIGRATED');
  });

  it('has its functions invoked over HTTP, by the names that they have on AWS', async () => {
    const path = '2015-03-31/functions/dx-migrator-local-control/invocations';
    const body = JSON.stringify({ action: 'pause', by: 'ada', why: 'maintenance' });

    await eventually(async () => {
      const response = await fetch(`${stack.endpointVariables.AWS_ENDPOINT_URL_LAMBDA}/${path}`, {
        method: 'POST',
        body,
      });
      expect(await response.json()).toMatchObject({ paused: true, lastChange: { by: 'ada' } });
    });
  });

  it('declines an invalid command, without an error and without a stack', async () => {
    expect(await invoke('control', { action: 'stop', by: 'ada', why: 'maintenance' })).toEqual({
      result: 'declined',
      why: expect.stringContaining('action must be one of status, pause, resume, '),
      example: { action: 'pause', by: '…', why: '…' },
    });
    expect(await invoke('resolve', { verdict: 'retry' })).toMatchObject({
      result: 'declined',
      why: 'tenant is missing; requestId is missing; by is missing; why is missing',
    });
    expect(stack.logs.filter((line) => line.includes('invocationFailed'))).toEqual([]);
  });
});
