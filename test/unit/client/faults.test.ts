import { describe, expect, it } from 'vitest';
import { FakeSqs, sqsError, TIMEOUT } from './fake-sqs.ts';
import { aClient, aRequest } from './given.ts';

describe('a call that fails', () => {
  it('is made again with the same deduplication id, after waits with full jitter', async () => {
    const lost = { throws: TIMEOUT, queued: true };
    const sqs = new FakeSqs(lost, { throws: sqsError('InternalFailure', 503), queued: false }, lost);
    const { client, waits } = aClient(sqs);

    expect(await client.submit(aRequest())).toEqual({ accepted: true, requestId: 'r1', messageId: 'm-r1' });

    expect(new Set(sqs.calls.flat().map(({ MessageDeduplicationId }) => MessageDeduplicationId))).toEqual(
      new Set(['id-1']),
    );
    expect(sqs.queued).toEqual(['r1']);
    expect(waits).toEqual([100, 200, 400]);
  });

  it('is given up after four attempts, and the request is uncertain', async () => {
    const sqs = new FakeSqs(...Array(9).fill({ throws: TIMEOUT, queued: true }));

    const submission = await aClient(sqs).client.submit(aRequest());

    expect(sqs.calls).toHaveLength(4);
    expect(submission).toEqual({
      accepted: false,
      code: 'UNCERTAIN',
      requestId: 'r1',
      problem: expect.stringMatching(/may be in the queue.*\(TimeoutError\).*again.*same requestId.*safe/),
      cause: TIMEOUT,
    });
  });

  it('is not made again when SQS rejects it, and the request is not in the queue', async () => {
    const denied = sqsError('AccessDenied', 403);
    const sqs = new FakeSqs({ throws: denied, queued: false });

    expect(await aClient(sqs).client.submit(aRequest())).toEqual({
      accepted: false,
      code: 'REFUSED',
      requestId: 'r1',
      problem: 'SQS did not take it (AccessDenied): it is not in the queue',
      cause: denied,
    });
    expect(sqs.calls).toHaveLength(1);
  });

  it('is not made again without credentials', async () => {
    const error = Object.assign(new Error('Could not load credentials'), { name: 'CredentialsProviderError' });
    const sqs = new FakeSqs({ throws: error, queued: false });

    expect(await aClient(sqs).client.submit(aRequest())).toMatchObject({ code: 'REFUSED' });
    expect(sqs.calls).toHaveLength(1);
  });

  it.each(['RequestThrottled', 'KmsThrottled', 'ThrottlingException', 'TooManyRequestsException'])(
    'is made again when SQS throttles it (%s)',
    async (name) => {
      const sqs = new FakeSqs({ throws: sqsError(name, 400), queued: false });

      expect(await aClient(sqs).client.submit(aRequest())).toMatchObject({ accepted: true });
      expect(sqs.calls).toHaveLength(2);
    },
  );

  it('that is throttled every time leaves nothing in the queue', async () => {
    const sqs = new FakeSqs(...Array(4).fill({ throws: sqsError('Slow', 429), queued: false }));

    expect(await aClient(sqs).client.submit(aRequest())).toMatchObject({ code: 'REFUSED' });
    expect(sqs.calls).toHaveLength(4);
  });

  it.each([
    ['after an attempt of ours that was not answered', [{ throws: TIMEOUT, queued: true }], 1],
    ['after an attempt that the SDK does not report', [], 2],
  ])('and is then rejected is uncertain %s', async (_name, earlier, attempts) => {
    const sqs = new FakeSqs(...earlier, { throws: sqsError('ExpiredToken', 403, attempts), queued: false });

    const submission = await aClient(sqs).client.submit(aRequest());

    expect(submission).toMatchObject({ code: 'UNCERTAIN' });
    expect(sqs.calls).toHaveLength(earlier.length + 1);
  });

  it.each([
    ['something that is no error', 'text'],
    // The SDK's fallback calls every error that it cannot read the client's.
    ['a 5xx that is called the fault of the client', Object.assign(sqsError('Unknown', 502), { $fault: 'client' })],
    ['a fault of the client without a status', Object.assign(new Error('cannot be read'), { $fault: 'client' })],
    ['a 4xx that is no one knows whose fault', Object.assign(sqsError('Proxy', 407), { $fault: undefined })],
  ])('is uncertain after %s', async (_name, throws) => {
    const sqs = new FakeSqs(...Array(4).fill({ throws, queued: true }));

    expect(await aClient(sqs).client.submit(aRequest())).toMatchObject({ code: 'UNCERTAIN' });
  });

  it('reveals nothing of the request or the account in its problem', async () => {
    const odd = Object.assign(new Error('secret'), { name: 'odd name: secret', $metadata: {} });
    const sqs = new FakeSqs(...Array(4).fill({ throws: odd, queued: true }));

    const { problem } = (await aClient(sqs).client.submit(aRequest('r1', { note: 'secret' }))) as { problem: string };

    expect(problem).toContain('UnknownError');
    expect(problem).not.toContain('secret');
  });
});

describe('an answer that does not accept the entry', () => {
  it('with a fault of SQS is not final', async () => {
    const sqs = new FakeSqs(['sqsFault'], ['sqsFaultButQueued']);

    expect(await aClient(sqs).client.submit(aRequest())).toMatchObject({ accepted: true });

    expect(sqs.calls).toHaveLength(3);
    expect(sqs.queued).toEqual(['r1']);
  });

  it('with a fault of SQS every time may have accepted it', async () => {
    const sqs = new FakeSqs(...Array(4).fill(['sqsFaultButQueued']));

    expect(await aClient(sqs).client.submit(aRequest())).toMatchObject({
      code: 'UNCERTAIN',
      problem: expect.stringContaining('(InternalFailure)'),
    });
  });

  it('with a fault of the sender is final', async () => {
    const sqs = new FakeSqs(['senderFault']);

    expect(await aClient(sqs).client.submit(aRequest())).toEqual({
      accepted: false,
      code: 'REFUSED',
      requestId: 'r1',
      problem: 'SQS did not take it (InvalidMessageContents): it is not in the queue',
    });
    expect(sqs.calls).toHaveLength(1);
  });

  it('and does not name it either counts as no answer: the request is sent again, and uncertain in the end', async () => {
    const sqs = new FakeSqs(...Array(4).fill(['missingButQueued']));

    expect(await aClient(sqs).client.submit(aRequest())).toMatchObject({
      code: 'UNCERTAIN',
      problem: expect.stringContaining('(NotInTheAnswer)'),
    });
    expect(sqs.calls).toHaveLength(4);
  });
});
