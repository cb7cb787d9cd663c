import { describe, expect, it } from 'vitest';
import { SubmissionInterrupted } from '../../../src/client/index.ts';
import type { MigrationRequestInput } from '../../../src/contract/request-schema.ts';
import { FakeSqs, sqsError } from './fake-sqs.ts';
import { aClient, aRequest, outcomes, requests } from './given.ts';

describe('a source', () => {
  it('that throws takes nothing with it', async () => {
    const sqs = new FakeSqs();
    const fault = new Error('the database is gone');
    function* source() {
      yield* requests(12);
      throw fault;
    }

    const error = await aClient(sqs)
      .client.submitAll(source())
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(SubmissionInterrupted);
    const { cause, report } = error as SubmissionInterrupted;
    expect(cause).toBe(fault);
    expect(report).toMatchObject({ accepted: 10, notAccepted: 2 });
    expect(outcomes(report).slice(9)).toEqual(['r10 accepted', 'r11 NOT_SENT', 'r12 NOT_SENT']);
    expect(sqs.queued).toHaveLength(10);
  });
});

describe('a callback that throws', () => {
  const fault = new Error('of the caller');
  const fail = () => {
    throw fault;
  };
  // The second request for one connection is read before the first is sent.
  const twice = [aRequest('r1'), aRequest('r2', { connectionId: 'dxcon-r1' }), aRequest('r3')];

  it.each([
    ['onProgress', { onProgress: fail }, ['r1 accepted', 'r2 NOT_SENT']],
    ['onProgress, later', { onProgress: () => Promise.reject(fault) }, ['r1 accepted', 'r2 NOT_SENT']],
    ['traceparentOf', { traceparentOf: fail }, ['r1 NOT_SENT']],
  ])('(%s) takes nothing with it, and the source is closed', async (_name, callbacks, expected) => {
    const sqs = new FakeSqs();
    let closed = false;
    function* source(): Generator<MigrationRequestInput> {
      try {
        yield* twice;
      } finally {
        closed = true;
      }
    }

    const error = await aClient(sqs)
      .client.submitAll(source(), callbacks)
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(SubmissionInterrupted);
    const { cause, report } = error as SubmissionInterrupted;
    expect(cause).toBe(fault);
    expect(outcomes(report)).toEqual(expected);
    expect(closed).toBe(true);
  });
});

describe('an abort', () => {
  it('ends reading and sending; the report says of what was read what became of it', async () => {
    const sqs = new FakeSqs();
    const ending = new AbortController();
    let read = 0;
    function* source() {
      for (const request of requests(30)) {
        if (++read === 15) ending.abort();
        yield request;
      }
    }

    const report = await aClient(sqs).client.submitAll(source(), { signal: ending.signal });

    expect(read).toBe(15);
    expect(report).toMatchObject({ accepted: 10, notAccepted: 5 });
    expect(report.results[14]).toEqual({
      accepted: false,
      code: 'NOT_SENT',
      requestId: 'r15',
      problem: 'it was not sent: the call ended before its turn',
    });
    expect(sqs.calls).toHaveLength(1);
  });

  it('before the start reads nothing', async () => {
    const sqs = new FakeSqs();

    const report = await aClient(sqs).client.submitAll(requests(1), { signal: AbortSignal.abort() });

    expect(report.results).toEqual([]);
    expect(sqs.calls).toEqual([]);
  });

  it('while a batch is tried again leaves it at what is known', async () => {
    const ending = new AbortController();
    const sqs = new FakeSqs(['accepted', 'sqsFault'], { throws: sqsError('InternalFailure', 500), queued: false });
    const { client } = aClient(sqs, { wait: async () => ending.abort() });

    const report = await client.submitAll(requests(2), { signal: ending.signal });

    expect(outcomes(report)).toEqual(['r1 accepted', 'r2 UNCERTAIN']);
    expect(sqs.calls).toHaveLength(1);
  });
});
