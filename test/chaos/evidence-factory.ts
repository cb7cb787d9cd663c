import type { CallEntry, MoveEntry } from '#direct-connect-simulator';
import type { Received } from '../../local/demo/deliveries.ts';
import type { EventDetail } from '../../src/contract/event.ts';
import type { EventData } from '../../src/contract/event-schema.ts';
import type { ReasonCode } from '../../src/contract/reason.ts';
import type { MigrationRequest } from '../../src/contract/request-schema.ts';
import { answersOf } from './answers.ts';
import { TENANTS } from './chaos-topology.ts';
import type { ChaosEvidence } from './evidence.ts';
import type { SentMessage } from './send-plan.ts';

export const because = (code: ReasonCode) => ({ code, message: '', awsError: null });
export const HELD = {
  outcome: 'HELD',
  parentConnectionId: null,
  finishedAt: null,
  reason: because('OUTCOME_UNKNOWN'),
} as const;
export const REFUSED = {
  kind: 'error',
  status: 400,
  type: 'X',
  message: '',
  origin: 'invented',
} as const satisfies CallEntry['answer'];

export const START = Date.parse('2026-11-23T12:00:00.000Z');
const LINE = 'dxcon-line0';
export const [FROM, TO] = ['dxcon-east1', 'dxlag-east1'] as const;

export const at = (offset: number) => new Date(START + offset).toISOString();

/** A message of the tenant alder, whose connection LINE is, to move it. */
export function sentMessage(requestId = 'r1', planned: Partial<SentMessage['planned']> = {}): SentMessage {
  const body = {
    requestId,
    connectionId: LINE,
    expectedParentConnectionId: FROM,
    parentConnectionId: TO,
    requestedAtMs: 0,
  };
  return {
    planned: { at: 0, story: 'move', sender: 'AROAALDERORDERS', group: LINE, body, ...planned },
    body: JSON.stringify(body),
    messageId: `m-${requestId}`,
    sentAtMs: START,
    tenant: 'alder',
  };
}

/** What is published about such a request that was called for at once, and moved. */
export function published(data: Partial<EventData> = {}, requestId = 'r1', occurredAtMs = 1_000): EventDetail {
  const request: MigrationRequest = {
    schemaVersion: '1',
    requestId,
    connectionId: LINE,
    expectedParentConnectionId: FROM,
    parentConnectionId: TO,
    requestedAt: at(0),
    dryRun: false,
    correlationId: requestId,
  };
  return {
    metadata: {
      eventId: `e-${requestId}-${data.outcome ?? 'MIGRATED'}`,
      schemaVersion: '1',
      occurredAt: at(occurredAtMs),
      service: 'dx-migrator',
      serviceVersion: '0',
      correlationId: requestId,
      causationId: `m-${requestId}`,
    },
    data: {
      outcome: 'MIGRATED',
      ...(data.outcome === undefined ? { disposition: 'moved' as const } : {}),
      tenant: 'alder',
      request,
      previousParentConnectionId: FROM,
      parentConnectionId: TO,
      connection: null,
      attempts: 1,
      startedAt: at(100),
      finishedAt: at(300),
      awsRequestId: 'aws-1',
      reason: null,
      ...data,
    },
  };
}

/** The call that moved it, answered. */
export function call(fields: Partial<CallEntry> = {}): CallEntry {
  return {
    seq: 1,
    time: START + 200,
    requestId: 'aws-1',
    operation: 'AssociateHostedConnection',
    parameters: { connectionId: LINE, parentConnectionId: TO },
    account: '999988887777',
    accessKeyId: 'k',
    answer: { kind: 'success', status: 200 },
    answeredAt: START + 300,
    fault: null,
    hiddenEffect: null,
    ...fields,
  };
}

export function move(fields: Partial<MoveEntry> = {}): MoveEntry {
  return {
    seq: 2,
    time: START + 200,
    connectionId: LINE,
    from: FROM,
    to: TO,
    callSeq: 1,
    requestId: 'aws-1',
    ...fields,
  };
}

export interface Scene {
  sent?: SentMessage[];
  events?: EventDetail[];
  calls?: CallEntry[];
  moves?: MoveEntry[];
}

/** A run of one message that was moved, and all is well; or what else the scene and the rest say. */
export function evidence(scene: Scene = {}, rest: Partial<ChaosEvidence> = {}): ChaosEvidence {
  const { sent = [sentMessage()], events = [published()], calls = [call()], moves = [move()] } = scene;
  const received = events.flatMap((detail) => [heard('notification', detail), heard('billing', detail)]);
  return {
    sent,
    results: answersOf(sent, received),
    received,
    journal: { calls, moves, lines: [], links: [], dropped: { calls: 0, moves: 0, lines: 0, links: 0 } },
    before: { parents: [{ id: FROM, hostedConnections: [{ id: LINE, ownerAccount: '111111111111' }] }] } as never,
    tenants: TENANTS,
    kills: [],
    timeouts: [],
    tableFailures: [],
    quarantined: 0,
    leftovers: { queues: {}, droppedEvents: 0, ledger: [] },
    leaks: 0,
    ...rest,
  };
}

function heard(consumer: Received['consumer'], detail: EventDetail): Received {
  return { consumer, receivedAtMs: START, detail };
}
