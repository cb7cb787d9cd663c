import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { DETAIL_TYPES } from '../../../src/contract/event-names.ts';
import type { MigrationRequestInput } from '../../../src/contract/request-schema.ts';
import { requestsQueueName } from '../../../src/handlers/requests-queue.ts';
import { ACCOUNT, type Bed, type Place, REGION } from '../bed/bed.ts';
import { type Calls, callsBetween } from '../bed/calls.ts';
import { type Mover, PARENTS } from '../bed/parents.ts';
import { PACE_MS, STAGE, TENANT } from '../variants/ours.ts';
import type { Variant } from '../variants/variant.ts';
import type { Measured } from './command.ts';
import type { HandlerProcess } from './handler-process.ts';
import { type StarterOptions, starterOf } from './starter.ts';

const QUEUE = requestsQueueName(`dx-migrator-${STAGE}`, TENANT.name);

export interface SubjectOptions extends Omit<StarterOptions, 'place' | 'functionName'> {
  bed: Bed;
  /** In lower case, without spaces: of its table, its bus and its access key. */
  name: string;
  /** On each of its parents. */
  lines: number;
}

/** One handler in its place, whose processes are measured. */
export class Subject {
  readonly place: Place;
  readonly #variant: Variant;
  readonly #start: () => HandlerProcess;
  #next = 0;
  /** When there is a turn to call again, in milliseconds since the epoch. */
  #turnAtMs = 0;

  constructor(place: Place, variant: Variant, start: () => HandlerProcess) {
    this.place = place;
    this.#variant = variant;
    this.#start = start;
  }

  /** A new process, which has loaded nothing yet. */
  start(): HandlerProcess {
    return this.#start();
  }

  /**
   * Has a process move lines, each to its other parent, by so many messages of one batch and one group; not before the pace lets it call.
   *
   * @throws Error if not each of them was moved, and its event published, by this one delivery
   */
  async move(process: HandlerProcess, messages: number): Promise<Measured & { calls: Calls }> {
    await sleep(Math.max(0, this.#turnAtMs - Date.now()));
    const movers = Array.from({ length: messages }, () => this.#nextMover());
    const requests = movers.map(requestFor);
    const before = { calls: this.place.calls(), events: this.place.events().length };
    const { response, ...measured } = await process.invoke(eventOf(requests));
    this.#turnAtMs = Date.now() + PACE_MS;
    const calls = callsBetween(before.calls, this.place.calls());
    const events = this.place.events().slice(before.events);
    const isMoved = ({ requestId }: MigrationRequestInput) =>
      events.some(({ detailType, detail }) => {
        return detailType === DETAIL_TYPES.MIGRATED && JSON.stringify(detail).includes(requestId);
      });
    const moved = requests.filter(isMoved).length;
    const failures = response.batchItemFailures.length;
    if (moved < messages || events.length > messages || failures > 0 || calls.associate !== messages) {
      const published = events.map(({ detailType }) => detailType).join(', ');
      throw new Error(
        `${this.place.tableName}: of ${messages} messages ${moved} moved their line: ${failures} came again, ` +
          `${calls.associate} calls, events: ${published || 'none'}; what it logged says why`,
      );
    }
    for (const mover of movers) await this.#settle(mover);
    return { ...measured, calls };
  }

  async #settle(mover: Mover): Promise<void> {
    mover.parent = otherParent(mover.parent);
    const held = this.#variant.heldByMove?.(mover.ownerAccount);
    if (held !== undefined) await this.place.deleteItem(held);
  }

  #nextMover(): Mover {
    const { movers } = this.place;
    const mover = movers[this.#next++ % movers.length];
    if (mover === undefined) throw new Error('the topology has no line to move');
    return mover;
  }
}

export async function openSubject({ bed, lines, ...options }: SubjectOptions): Promise<Subject> {
  const { variant, name } = options;
  const place = await bed.openPlace(name, lines, variant.table);
  return new Subject(place, variant, await starterOf({ ...options, place, functionName: 'migrate' }));
}

function requestFor({ connectionId, parent }: Mover): MigrationRequestInput {
  return {
    schemaVersion: '1',
    requestId: randomUUID(),
    connectionId,
    expectedParentConnectionId: parent,
    parentConnectionId: otherParent(parent),
    requestedAt: new Date().toISOString(),
  };
}

function otherParent(parent: string): string {
  return PARENTS.find((other) => other !== parent) ?? parent;
}

function eventOf(requests: MigrationRequestInput[]): SQSEvent {
  return { Records: requests.map(recordOf) };
}

/** As Lambda delivers it, of a FIFO queue. */
function recordOf(request: MigrationRequestInput): SQSRecord {
  const now = String(Date.now());
  return {
    messageId: randomUUID(),
    receiptHandle: randomUUID(),
    body: JSON.stringify(request),
    attributes: {
      ApproximateReceiveCount: '1',
      ApproximateFirstReceiveTimestamp: now,
      SentTimestamp: now,
      SenderId: `${TENANT.sender}:session`,
      MessageGroupId: 'group',
      MessageDeduplicationId: request.requestId,
      SequenceNumber: '18849496460467696128',
      AWSTraceHeader: '',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:${QUEUE}`,
    awsRegion: REGION,
  };
}
