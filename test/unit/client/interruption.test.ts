import { getEventListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SubmissionInterruptedError } from '../../../src/client/index.ts';
import type { MigrationRequestInput } from '../../../src/contract/request-schema.ts';
import { FakeSqs, sqsError } from './fake-sqs.ts';
import { aClient, aRequest, outcomes, requests } from './given.ts';

describe('a source', () => {
  it('that throws loses no result', async () => {
    const sqs = new FakeSqs();
    const fault = new Error('the database is gone');
    function* source() {
      yield* requests(12);
      throw fault;
    }

    const error = await aClient(sqs)
      .client.submitAll(source())
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(SubmissionInterruptedError);
    const { cause, report } = error as SubmissionInterruptedError;
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
  ])('(%s) loses no result, and the source is closed', async (_name, callbacks, expected) => {
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

    expect(error).toBeInstanceOf(SubmissionInterruptedError);
    const { cause, report } = error as SubmissionInterruptedError;
    expect(cause).toBe(fault);
    expect(outcomes(report)).toEqual(expected);
    expect(closed).toBe(true);
  });
});

describe('an abort', () => {
  it('ends reading and sending; the report has a result for everything that was read', async () => {
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

  it('while a batch is retried keeps what is known', async () => {
    const ending = new AbortController();
    const sqs = new FakeSqs(['accepted', 'sqsFault'], { throws: sqsError('InternalFailure', 500), queued: false });
    const { client } = aClient(sqs, { wait: async () => ending.abort() });

    const report = await client.submitAll(requests(2), { signal: ending.signal });

    expect(outcomes(report)).toEqual(['r1 accepted', 'r2 UNCERTAIN']);
    expect(sqs.calls).toHaveLength(1);
  });

  it('ends a wait', async () => {
    const ending = new AbortController();
    const sqs = new FakeSqs({ throws: sqsError('RequestThrottled', 400), queued: false });
    const wait = () => {
      setImmediate(() => ending.abort());
      return new Promise<void>(() => {});
    };

    const report = await aClient(sqs, { wait }).client.submitAll(requests(1), { signal: ending.signal });

    expect(outcomes(report)).toEqual(['r1 REFUSED']);
  });

  describe('while a source is idle', () => {
    const idle = () => new Promise<never>(() => {});

    it('ends the call, and asks the source to close', async () => {
      const ending = new AbortController();
      let closed = false;
      const given = requests(2).values();
      const source = {
        next: async () => {
          const one = given.next();
          if (!one.done) return one;
          setImmediate(() => ending.abort());
          return await idle();
        },
        return: () => {
          closed = true;
          return idle();
        },
        [Symbol.asyncIterator]: () => source,
      };

      const report = await aClient(new FakeSqs()).client.submitAll(source, { signal: ending.signal });

      expect(outcomes(report)).toEqual(['r1 NOT_SENT', 'r2 NOT_SENT']);
      expect(closed).toBe(true);
    });

    it('ends the call of a generator, which closes at its next yield', async () => {
      const ending = new AbortController();
      const next = Promise.withResolvers<void>();
      const closed = Promise.withResolvers<void>();
      async function* source() {
        try {
          yield* requests(1);
          setImmediate(() => ending.abort());
          await next.promise;
          yield* requests(1);
        } finally {
          closed.resolve();
        }
      }

      const report = await aClient(new FakeSqs()).client.submitAll(source(), { signal: ending.signal });
      next.resolve();
      await closed.promise;

      expect(outcomes(report)).toEqual(['r1 NOT_SENT']);
    });

    it('returns the report even if the source throws at the same signal', async () => {
      const ending = new AbortController();
      async function* source() {
        yield* requests(1);
        setImmediate(() => ending.abort());
        await setTimeout(3_600_000, undefined, { signal: ending.signal });
      }

      const report = await aClient(new FakeSqs()).client.submitAll(source(), { signal: ending.signal });

      expect(outcomes(report)).toEqual(['r1 NOT_SENT']);
    });
  });

  it('that does not come leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    async function* source() {
      yield* requests(25);
    }

    await aClient(new FakeSqs(['sqsFault'])).client.submitAll(source(), { signal });

    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('that does not come hides no error of the source', async () => {
    const fault = new Error('it cannot close');
    async function* source() {
      try {
        yield* requests(10);
      } finally {
        await Promise.reject(fault);
      }
    }

    const submitted = aClient(new FakeSqs()).client.submitAll(source(), { signal: new AbortController().signal });

    await expect(submitted).rejects.toMatchObject({ cause: fault, report: { accepted: 10 } });
  });
});
