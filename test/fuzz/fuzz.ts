import type { Context, SQSRecord } from 'aws-lambda';
import { fingerprintOf } from '../../src/contract/fingerprint.ts';
import { parseRequest } from '../../src/contract/request.ts';
import { deliverBatch } from '../../src/handlers/deliver-batch.ts';
import type { Message } from '../../src/migration/model/message.ts';
import { rejectMessage } from '../../src/migration/reject-message.ts';
import { Random } from '../support/random.ts';
import { START, World } from '../support/world.ts';
import { CANARY, generateBody } from './generate-body.ts';

export interface FuzzReport {
  bodies: number;
  accepted: number;
  rejected: number;
  /** The slowest body, in milliseconds of CPU, and its seed. */
  slowest: { milliseconds: number; seed: number };
}

/** More milliseconds of this thread's CPU for one body, of up to 1 MiB, are a slow path, however busy the machine is. */
const SLOW = 1_000;

const CONTEXT = { getRemainingTimeInMillis: () => 60_000 } as Context;

/**
 * Takes bodies through the handler's parsing, each from a seed of its own. Throws at the first that breaks it, naming
 * the seed.
 */
export async function fuzz(
  from: number,
  count: number,
  progress: (done: number) => void = () => {},
): Promise<FuzzReport> {
  const report: FuzzReport = { bodies: 0, accepted: 0, rejected: 0, slowest: { milliseconds: 0, seed: from } };
  for (let seed = from; seed < from + count; seed++) {
    try {
      await tryBody(seed, report);
    } catch (error) {
      throw new Error(`body of seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    if (++report.bodies % 1_000 === 0) progress(report.bodies);
  }
  return report;
}

async function tryBody(seed: number, report: FuzzReport): Promise<void> {
  const random = new Random(seed);
  const body = generateBody(random);
  const before = process.threadCpuUsage();
  const message = await throughHandler(recordOf(body, random));
  const parsed = parseRequest(message.body, message.sentAtMs);
  const { user, system } = process.threadCpuUsage(before);
  const milliseconds = (user + system) / 1_000;
  if (milliseconds > report.slowest.milliseconds) report.slowest = { milliseconds, seed };
  if (milliseconds > SLOW) throw new Error(`took ${Math.round(milliseconds)} ms`);
  if (parsed.ok) {
    report.accepted++;
    const again = parseRequest(JSON.stringify(parsed.request), START);
    if (!again.ok) throw new Error(`its normalised form is rejected: ${again.problem}`);
    if (fingerprintOf(again.request) !== fingerprintOf(parsed.request))
      throw new Error('its normalised form is another request');
  } else {
    report.rejected++;
    await expectNoEcho(message, parsed.problem);
  }
}

/** The message as the handler gives it to the core. */
async function throughHandler(record: SQSRecord): Promise<Message> {
  let delivered: Message | undefined;
  const handle = deliverBatch({
    deliver: async (message) => {
      delivered = message;
      return { kind: 'acknowledge' };
    },
    defer: async () => {},
    settings: { callTimeoutMs: 0 },
    random: Math.random,
    log: () => {},
  });
  await handle({ Records: [record] }, CONTEXT);
  if (!delivered) throw new Error('the handler delivered nothing');
  return delivered;
}

/** Nothing of a rejected body stands in what is published or logged about it. */
async function expectNoEcho(message: Message, text: string): Promise<void> {
  const world = new World();
  await rejectMessage(message, { tenant: 'orders', code: 'INVALID_REQUEST', text }, world.ports);
  const shown = JSON.stringify([world.published, world.logged]);
  if (shown.includes(CANARY)) throw new Error(`it is repeated: ${shown}`);
  if (shown.length > 4_000) throw new Error(`its answer has ${shown.length} characters`);
}

function recordOf(body: string, random: Random): SQSRecord {
  const traceparent = random.chance(0.5) ? CANARY : '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  return {
    messageId: 'm',
    receiptHandle: 'r',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(START),
      SenderId: 'AROAORDERSYSTEM:x',
      ApproximateFirstReceiveTimestamp: String(START),
      ...(random.chance(0.9) ? { MessageGroupId: CANARY } : {}),
    },
    messageAttributes: random.chance(0.5) ? { traceparent: { dataType: 'String', stringValue: traceparent } } : {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:111122223333:dx-migrator-test-requests_orders.fifo',
    awsRegion: '',
  };
}
