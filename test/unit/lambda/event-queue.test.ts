import { beforeEach, describe, expect, it } from 'vitest';
import { EventQueue, eventPauses } from '../../../local/lambda/event-queue.ts';
import { failed, type InvokeResult, TooManyRequestsException } from '../../../local/lambda/invoke-result.ts';
import { eventually } from '../../support/eventually.ts';
import { ManualClock } from '../eventbridge/manual-clock.ts';

// "How Lambda handles errors and retries with asynchronous invocation", Lambda Developer Guide:
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html

type Answer = (requestId: string) => InvokeResult;
const OK: Answer = (requestId) => ({ requestId, payload: 'null' });
const FAILED: Answer = (requestId) => failed(requestId, '{"errorType":"TypeError"}');
const THROTTLED: Answer = () => {
  throw new TooManyRequestsException('dispatch', 1);
};

let clock: ManualClock;
let answer: Answer;
let attempts: { payload: string; requestId: string; atMs: number }[];
let lost: string[];
let queue: EventQueue;
let startMs: number;

beforeEach(() => {
  clock = new ManualClock();
  startMs = clock.now();
  answer = OK;
  attempts = [];
  lost = [];
  let ids = 0;
  queue = new EventQueue({
    functionName: 'dispatch',
    invoke: async (payload, requestId) => {
      attempts.push({ payload, requestId, atMs: clock.now() - startMs });
      return answer(requestId);
    },
    clock,
    pauses: eventPauses(),
    createRequestId: () => {
      ids += 1;
      return `request-${ids}`;
    },
    lost: (line) => lost.push(line),
  });
});

const seconds = () => attempts.map(({ atMs }) => atMs / 1000);

/** Lets so many pauses pass, however long each is; how long they were, in seconds. */
async function pass(count: number): Promise<number[]> {
  const pauses: number[] = [];
  for (let passed = 0; passed < count; passed += 1) {
    const [wait = 0] = await eventually(() => {
      expect(clock.waits).toHaveLength(1);
      return clock.waits;
    });
    pauses.push(wait / 1000);
    clock.advance(wait);
  }
  return pauses;
}

it('runs an event once, under the request id that it returns', async () => {
  expect(queue.put('{"a":1}')).toBe('request-1');

  await queue.close();
  expect(attempts).toEqual([{ payload: '{"a":1}', requestId: 'request-1', atMs: 0 }]);
  expect(lost).toEqual([]);
});

describe('a throttled event', () => {
  it('is tried again with gaps that grow from a second to five minutes, as the same request', async () => {
    answer = THROTTLED;
    queue.put('{}');

    expect(await pass(11)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    answer = OK;
    await pass(1);

    await eventually(() => expect(attempts).toHaveLength(13));
    expect(new Set(attempts.map(({ requestId }) => requestId))).toEqual(new Set(['request-1']));
    expect(clock.waits).toEqual([]);
    expect(lost).toEqual([]);
  });

  it('is lost when it is older than six hours', async () => {
    answer = THROTTLED;
    queue.put('{}');

    while (lost.length === 0) await pass(1);

    expect(clock.now() - startMs).toBe(6 * 3_600_000);
    expect(seconds().at(-1)).toBeGreaterThanOrEqual(6 * 3600 - 300);
    expect(lost).toEqual([
      'event request-1 for dispatch lost: it is older than 21600 s; last TooManyRequestsException: ' +
        'Rate Exceeded: dispatch already runs 1 times, its reserved concurrency.',
    ]);
  });

  it('is lost at the age that is configured, whatever the retries', async () => {
    queue.config = { maximumEventAgeSeconds: 60, maximumRetryAttempts: 0 };
    answer = THROTTLED;
    queue.put('{}');

    expect(await pass(6)).toEqual([1, 2, 4, 8, 16, 29]);

    await eventually(() => expect(lost).toEqual([expect.stringContaining('it is older than 60 s')]));
    expect(seconds()).toEqual([0, 1, 3, 7, 15, 31]);
  });

  it('does not hold up another', async () => {
    answer = (requestId) => (requestId === 'request-1' ? THROTTLED(requestId) : OK(requestId));
    queue.put('"first"');
    queue.put('"second"');

    await eventually(() => expect(attempts.map(({ payload }) => payload)).toEqual(['"first"', '"second"']));
  });
});

describe('an event that the function fails on', () => {
  it('is tried again after one and after two minutes, and then lost', async () => {
    answer = FAILED;
    queue.put('{}');

    expect(await pass(2)).toEqual([60, 120]);

    await eventually(() =>
      expect(lost).toEqual([
        'event request-1 for dispatch lost: the function failed 3 times, last with {"errorType":"TypeError"}',
      ]),
    );
    expect(seconds()).toEqual([0, 60, 180]);
  });

  it('is done when the function succeeds on it', async () => {
    answer = FAILED;
    queue.put('{}');
    await eventually(() => expect(clock.waits).toEqual([60_000]));
    answer = OK;

    await pass(1);

    await eventually(() => expect(attempts).toHaveLength(2));
    await queue.close();
    expect(lost).toEqual([]);
  });

  it('is lost at once if no retry is configured', async () => {
    queue.config = { maximumEventAgeSeconds: 60, maximumRetryAttempts: 0 };
    answer = FAILED;
    queue.put('{}');

    await eventually(() => expect(lost).toHaveLength(1));
    expect(attempts).toHaveLength(1);
  });

  it('is lost when it is too old to be tried again', async () => {
    queue.config = { maximumEventAgeSeconds: 60, maximumRetryAttempts: 2 };
    answer = FAILED;
    queue.put('{}');

    await pass(1);

    await eventually(() => expect(lost).toEqual([expect.stringContaining('it is older than 60 s')]));
    expect(attempts).toHaveLength(1);
  });

  it('has as many retries left when throttles come in between', async () => {
    const answers = [FAILED, THROTTLED, THROTTLED, FAILED, FAILED];
    answer = (requestId) => (answers.shift() ?? OK)(requestId);
    queue.put('{}');

    expect(await pass(4)).toEqual([60, 1, 2, 120]);

    await eventually(() => expect(lost).toHaveLength(1));
  });
});

describe('the end', () => {
  it('forgets what waits, without a word', async () => {
    answer = THROTTLED;
    queue.put('{}');
    await eventually(() => expect(clock.waits).toEqual([1000]));

    await queue.close();

    expect(clock.waits).toEqual([]);
    expect(lost).toEqual([]);
  });

  it('calls nothing lost that it interrupts', async () => {
    queue.config = { maximumEventAgeSeconds: 60, maximumRetryAttempts: 0 };
    const { promise, resolve } = Promise.withResolvers<void>();
    const closing = promise.then(() => queue.close());
    answer = (requestId) => {
      resolve();
      return FAILED(requestId);
    };
    queue.put('{}');
    await closing;

    expect(attempts).toHaveLength(1);
    expect(lost).toEqual([]);
  });
});
