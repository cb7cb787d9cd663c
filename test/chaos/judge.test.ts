import { describe, expect, it } from 'vitest';
import type { EventDetail } from '../../src/contract/event.ts';
import type { EventData } from '../../src/contract/event-schema.ts';
import { FOREIGN_PARENT } from './chaos-topology.ts';
import type { ChaosEvidence } from './evidence.ts';
import {
  at,
  because,
  call,
  evidence,
  FROM,
  HELD,
  move,
  published,
  REFUSED,
  type Scene,
  START,
  sentMessage,
  TO,
} from './evidence-factory.ts';
import { judge } from './judge.ts';

const NOTHING: Partial<EventData> = { startedAt: null, finishedAt: null, awsRequestId: null, attempts: 0 };
const REJECTED = { ...NOTHING, outcome: 'REJECTED', parentConnectionId: FROM } as const;
const quiet = { calls: [], moves: [] };
const SILENT = { ...REJECTED, previousParentConnectionId: null, parentConnectionId: null } as const;
const SEEN = { awsRequestId: null, finishedAt: null, disposition: 'observed', outcome: 'MIGRATED' } as const;
const LATER = { seq: 3, time: START + 400, requestId: 'aws-2', answeredAt: START + 500 };
const BACK = { connectionId: 'dxcon-line0', parentConnectionId: FROM };

/** What is published about a request with a time of its own, or to move the line back. */
function publishedOf(requestedAtMs: number, data: Partial<EventData>, back = false, requestId = 'r2'): EventDetail {
  const { metadata, data: usual } = published(data, requestId);
  const parents = back ? { expectedParentConnectionId: TO, parentConnectionId: FROM } : {};
  const request = usual.request && { ...usual.request, ...parents, requestedAt: at(requestedAtMs) };
  return { metadata, data: { ...usual, request } };
}

function rejectedForItsParent(): EventDetail {
  const { metadata, data } = published({ ...SILENT, reason: because('NOT_PERMITTED') });
  return {
    metadata,
    data: { ...data, request: data.request && { ...data.request, parentConnectionId: FOREIGN_PARENT } },
  };
}

/** The line goes there and back, and a request is answered at that time that it was elsewhere. */
function thereAndBack(rejectedAtMs: number): Scene {
  const movedBack = {
    previousParentConnectionId: TO,
    parentConnectionId: FROM,
    awsRequestId: 'aws-2',
    startedAt: at(350),
  };
  return {
    sent: [sentMessage(), sentMessage('r2'), sentMessage('r3')],
    events: [
      published({}, 'r1', 350),
      publishedOf(300, { disposition: 'moved', outcome: 'MIGRATED', ...movedBack }, true),
      published({ ...REJECTED, reason: because('UNEXPECTED_PARENT') }, 'r3', rejectedAtMs),
    ],
    calls: [call(), call({ ...LATER, parameters: BACK })],
    moves: [move(), move({ seq: 4, time: START + 400, from: TO, to: FROM, callSeq: 3, requestId: 'aws-2' })],
  };
}

describe('the judge', () => {
  it('has no objection to a message that was moved once and reported so', () => {
    expect(judge(evidence()).objections).toEqual([]);
  });

  it.each<[string, Scene, Partial<ChaosEvidence>, RegExp]>([
    ['a message without an answer', { events: [], ...quiet }, {}, /line 1 has no outcome/],
    [
      'a second move of one request',
      { moves: [move(), move({ seq: 3, time: START + 400 })] },
      {},
      /I1: .* no outcome of its own/,
    ],
    [
      'a move of a request that is published as held and as moved',
      { events: [published(HELD), published()], moves: [move(), move({ seq: 3, time: START + 400 })] },
      {},
      /I1: .* no outcome of its own/,
    ],
    [
      'two calls at a time',
      { calls: [call(), call({ seq: 3, time: START + 299, requestId: 'aws-2', answeredAt: START + 400 })] },
      {},
      /I3: call 3 for dxcon-line0 is made while call 1 for dxcon-line0 is in flight/,
    ],
    [
      'a call while an earlier one can still have its effect',
      {
        calls: [
          call({ answer: { kind: 'dropped' }, hiddenEffect: { outcome: 'moved', at: START + 5_000 } }),
          call({ seq: 3, time: START + 4_000, requestId: 'aws-2', answeredAt: START + 4_100 }),
        ],
      },
      {},
      /I3: call 3 /,
    ],
    [
      'a move published without its answer',
      { calls: [call({ answer: { kind: 'dropped' } })] },
      {},
      /moved without an answer/,
    ],
    [
      'a failure published without a refused call',
      {
        events: [published({ outcome: 'FAILED', parentConnectionId: FROM, reason: because('VLAN_CONFLICT') })],
        moves: [],
      },
      {},
      /no call was refused/,
    ],
    [
      'a failure published for a call that moved',
      {
        events: [published({ outcome: 'FAILED', parentConnectionId: FROM, reason: because('VLAN_CONFLICT') })],
        calls: [call({ answer: REFUSED })],
      },
      {},
      /I1: .* no outcome of its own/,
    ],
    [
      'an observation of what was not so then',
      {
        events: [
          published({ ...NOTHING, disposition: 'alreadyThere', observedAt: at(100) }, 'r1', 150),
          published({}, 'r2'),
        ],
        sent: [sentMessage(), sentMessage('r2')],
      },
      {},
      /alreadyThere, but not on dxlag-east1/,
    ],
    [
      'an unexpected parent that was the expected one',
      { events: [published({ ...REJECTED, reason: because('UNEXPECTED_PARENT') })], ...quiet },
      {},
      /was on dxcon-east1 all the time/,
    ],
    [
      'an unexpected parent that was the expected one for longer than an observation can lag',
      thereAndBack(47_500),
      {},
      /was on dxcon-east1 all/,
    ],
    [
      'a right denied',
      { events: [published({ ...REJECTED, reason: because('NOT_PERMITTED') })], ...quiet },
      {},
      /not permitted, with the right/,
    ],
    [
      'a request superseded by nothing',
      { events: [published({ ...REJECTED, reason: because('SUPERSEDED') })], ...quiet },
      {},
      /superseded by nothing/,
    ],
    [
      'a request superseded by an older one',
      {
        sent: [sentMessage(), sentMessage('r2')],
        events: [
          published({ ...REJECTED, reason: because('SUPERSEDED') }),
          publishedOf(-1_000, { ...SEEN, observedAt: at(300) }),
        ],
      },
      {},
      /r1 was superseded by nothing/,
    ],
    [
      'a refused call for an older request',
      {
        sent: [sentMessage(), sentMessage('r2')],
        events: [
          published(),
          publishedOf(-1_000, { outcome: 'FAILED', reason: because('IP_CONFLICT'), awsRequestId: 'aws-2' }),
        ],
        calls: [call(), call({ ...LATER, answer: REFUSED })],
      },
      {},
      /I4: call 3/,
    ],
    [
      'an unanswered call for an older request, which moved',
      {
        sent: [sentMessage(), sentMessage('r2')],
        events: [
          published({ ...SEEN, observedAt: at(300) }),
          publishedOf(
            -1_000,
            {
              ...{ ...SEEN, observedAt: at(600), startedAt: at(350) },
              ...{ previousParentConnectionId: TO, parentConnectionId: FROM },
            },
            true,
          ),
        ],
        calls: [
          call({ answer: { kind: 'dropped' } }),
          call({ ...LATER, answer: { kind: 'dropped' }, parameters: BACK }),
        ],
        moves: [move(), move({ seq: 4, time: START + 400, from: TO, to: FROM, callSeq: 3, requestId: 'aws-2' })],
      },
      {},
      /I4: call 3/,
    ],
    [
      'a call while one before it was never answered',
      { calls: [call({ answer: { kind: 'pending' }, answeredAt: null }), call(LATER)] },
      {},
      /I3: call 3/,
    ],
    [
      'another answer than the only right one',
      { sent: [sentMessage('r1', { only: 'REJECTED EXPIRED' })] },
      {},
      /answered MIGRATED moved, where only REJECTED EXPIRED/,
    ],
    ['a hold without a reason', { events: [published(HELD)], moves: [] }, {}, /held for no reason/],
    [
      'messages left',
      {},
      { leftovers: { queues: { 'billing-dlq': 1 }, droppedEvents: 0, ledger: [] } },
      /1 .* billing-dlq/,
    ],
    [
      'events that reached no one',
      {},
      { leftovers: { queues: {}, droppedEvents: 2, ledger: [] } },
      /2 events reached no one/,
    ],
    ['a request left', {}, { leftovers: { queues: {}, droppedEvents: 0, ledger: ['x, HELD'] } }, /left with x, HELD/],
    ['what leaked', {}, { leaks: 1 }, /must stay inside/],
    [
      'a message missing from quarantine',
      {
        sent: [sentMessage('r1', { only: 'REJECTED INVALID_REQUEST' })],
        events: [published({ ...REJECTED, reason: because('INVALID_REQUEST') })],
        ...quiet,
      },
      {},
      /1 messages are for quarantine, which has 0/,
    ],
  ])('objects to %s', (_name, scene, rest, objection) => {
    expect(judge(evidence(scene, rest)).objections).toContainEqual(expect.stringMatching(objection));
  });

  it.each<[string, Scene]>([
    [
      'a person’s decision that nothing moved',
      { events: [published({ outcome: 'FAILED', reason: because('RESOLVED_NOT_MOVED') })], moves: [] },
    ],
    ['an unexpected parent within the time that an observation can lag', thereAndBack(47_300)],
    [
      'a rejection that a newer request explains',
      {
        sent: [sentMessage(), sentMessage('r2')],
        events: [published(), published({ ...REJECTED, reason: because('SUPERSEDED') }, 'r2')],
      },
    ],
    [
      'a rejection of who has no right to the connection',
      { events: [published({ ...SILENT, tenant: 'birch', reason: because('NOT_PERMITTED') })], ...quiet },
    ],
    [
      'a rejection of a move to a parent that the tenant has no right to',
      { events: [rejectedForItsParent()], ...quiet },
    ],
    [
      'a conflict beside the outcome of the request',
      { events: [published(), published({ ...SILENT, reason: because('CONFLICTING_REQUEST') })] },
    ],
    [
      'a refused call',
      {
        events: [published({ outcome: 'FAILED', reason: because('IP_CONFLICT') })],
        calls: [call({ answer: REFUSED })],
        moves: [],
      },
    ],
  ])('has no objection to %s', (_name, scene) => {
    expect(judge(evidence(scene)).objections).toEqual([]);
  });
});
