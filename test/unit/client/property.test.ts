import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_BYTES } from '../../../src/client/batch.ts';
import type { Submission, SubmissionReport } from '../../../src/client/index.ts';
import type { MigrationRequestInput } from '../../../src/contract/request-schema.ts';
import { type CallFate, type EntryFate, FakeSqs, sqsError, TIMEOUT } from './fake-sqs.ts';
import { aClient, aRequest } from './given.ts';

/** Connections that are few enough for requests to meet, and one request in ten that is not valid. */
const given = fc
  .array(fc.record({ connection: fc.nat(12), invalid: fc.nat(9), large: fc.boolean() }), { maxLength: 40 })
  .map((plans) =>
    plans.map(({ connection, invalid, large }, index) =>
      aRequest(`r${index}`, {
        connectionId: `dxcon-c${connection}`,
        ...(invalid === 0 ? { expectedVlan: 0 } : {}),
        ...(large ? { requestedAt: LONG_TIME } : {}),
      }),
    ),
  );

/** A fraction of a second may be as long as the body allows; ten of these are more than a batch holds. */
const LONG_TIME = `2026-11-23T11:59:00.${'0'.repeat(30_000)}Z`;

const entryFate = fc.constantFrom<EntryFate>(
  'accepted',
  'senderFault',
  'sqsFault',
  'sqsFaultButQueued',
  'missing',
  'missingButQueued',
);

const callFate: fc.Arbitrary<CallFate> = fc.oneof(
  fc.array(entryFate, { minLength: 1, maxLength: 10 }),
  fc.record({ throws: fc.constantFrom(TIMEOUT, sqsError('InternalFailure', 500)), queued: fc.boolean() }),
  // An error of SQS leaves nothing in the queue, unless it answers the SDK's repetition of a lost attempt.
  fc.constantFrom(
    { throws: sqsError('RequestThrottled', 400), queued: false },
    { throws: sqsError('AccessDenied', 403), queued: false },
    { throws: sqsError('AccessDenied', 403, 2), queued: true },
  ),
);

const idOf = ({ requestId }: { requestId?: string }) => requestId;

it('every request is reported once and in order, whatever SQS does', async () => {
  await fc.assert(
    fc.asyncProperty(given, fc.array(callFate, { maxLength: 30 }), async (requests, fates) => {
      const sqs = new FakeSqs(...fates);

      const report = await aClient(sqs).client.submitAll(requests);

      expect(report.results.map(idOf)).toEqual(requests.map(idOf));
      expect(report.accepted).toBe(report.results.filter(({ accepted }) => accepted).length);
      expect(report.accepted + report.notAccepted).toBe(requests.length);
      expectTruth(report, sqs);
      expectOrder(requests, report, sqs);
      expectFit(sqs);
    }),
    { numRuns: 500 },
  );
});

/** What is in the queue is accepted or uncertain, and what is accepted is in the queue. */
function expectTruth({ results }: SubmissionReport, { queued }: FakeSqs): void {
  const known = new Set(queued);
  expect(known.size).toBe(queued.length);
  for (const result of results) {
    if (result.accepted) expect(known).toContain(result.requestId);
    else if (result.code !== 'UNCERTAIN') expect(known).not.toContain(result.requestId);
  }
}

/** The requests for one connection: in the queue in the order given, and none behind one that is not accepted. */
function expectOrder(requests: MigrationRequestInput[], { results }: SubmissionReport, { queued }: FakeSqs): void {
  const byConnection = Map.groupBy(requests.entries(), ([, { connectionId }]) => connectionId);
  for (const group of byConnection.values()) {
    const ids = group.map(([, { requestId }]) => requestId);
    const inQueue = queued.filter((id) => ids.includes(id));
    expect(inQueue).toEqual(ids.filter((id) => inQueue.includes(id)));
    const submissions = group.map(([index]) => results[index] as Submission);
    const firstGap = submissions.findIndex(({ accepted }) => !accepted);
    if (firstGap === -1) continue;
    const behind = submissions.slice(firstGap + 1);
    expect(behind.filter((it) => it.accepted || it.code === 'UNCERTAIN' || it.code === 'REFUSED')).toEqual([]);
  }
}

/** Every call is one that SQS takes. */
function expectFit({ calls, mostAtOnce }: FakeSqs): void {
  expect(mostAtOnce).toBeLessThanOrEqual(1);
  for (const entries of calls) {
    expect(entries.length).toBeLessThanOrEqual(10);
    expect(new Set(entries.map(({ MessageGroupId }) => MessageGroupId)).size).toBe(entries.length);
    const bytes = entries.reduce((sum, { MessageBody = '' }) => sum + Buffer.byteLength(MessageBody), 0);
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
  }
}
