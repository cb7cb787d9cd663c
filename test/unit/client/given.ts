import { MigrationClient, type SubmissionReport, type Surroundings } from '../../../src/client/index.ts';
import type { MigrationRequestInput } from '../../../src/contract/request-schema.ts';
import type { FakeSqs } from './fake-sqs.ts';

export const NOW = Date.parse('2026-11-23T12:00:00Z');

/** A valid request; each id of a request has a connection of its own unless one is given. */
export function aRequest(requestId = 'r1', fields: object = {}): MigrationRequestInput {
  return {
    schemaVersion: '1',
    requestId,
    connectionId: `dxcon-${requestId}`,
    expectedParentConnectionId: 'dxcon-old1',
    parentConnectionId: 'dxlag-new1',
    requestedAt: '2026-11-23T11:59:00Z',
    ...fields,
  };
}

/** A client of a scripted SQS, with ids id-1, id-2, … and waits that only note how long they would take. */
export function aClient(sqs: FakeSqs, surroundings: Partial<Surroundings> = {}) {
  const waits: number[] = [];
  let ids = 0;
  const client = new MigrationClient(
    { sqs, queueUrl: 'https://sqs.example/requests.fifo' },
    {
      now: () => NOW,
      random: () => 0.5,
      newDeduplicationId: () => `id-${++ids}`,
      wait: async (milliseconds) => void waits.push(milliseconds),
      ...surroundings,
    },
  );
  return { client, waits };
}

/** Requests r1, r2, … */
export const requests = (count: number, fields: object = {}) =>
  Array.from({ length: count }, (_, index) => aRequest(`r${index + 1}`, fields));

/** `r1 accepted`, `r2 REFUSED`, …: what a report says, briefly. */
export const outcomes = ({ results }: SubmissionReport) =>
  results.map((result) => `${result.requestId} ${result.accepted ? 'accepted' : result.code}`);
