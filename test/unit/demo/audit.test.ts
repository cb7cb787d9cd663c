import { describe, expect, it } from 'vitest';
import type { CallEntry, MoveEntry } from '#direct-connect-simulator';
import { audit, type Evidence } from '../../../local/demo/audit.ts';
import type { Received } from '../../../local/demo/deliveries.ts';
import type { Result } from '../../../local/demo/sent-request.ts';
import { resultsOf } from '../../../local/demo/sent-request.ts';
import type { EventDetail } from '../../../src/contract/event.ts';
import type { EventData } from '../../../src/contract/event-schema.ts';
import { CONNECTION, NEW, OLD, OTHER, OWNER, request, START, World } from '../../support/world.ts';

/** What is really published about a request, from the core itself. */
async function migrated(fields: Partial<EventData> = {}, requested: object = {}): Promise<EventDetail> {
  const world = new World();
  const body = request({ ...requested });
  await world.deliver(body, { id: `m-${String(body.requestId)}` });
  const [detail] = world.details();
  if (!detail) throw new Error('nothing was published');
  return { metadata: detail.metadata, data: { ...detail.data, ...fields } };
}

const heard = (detail: EventDetail, ...consumers: Received['consumer'][]): Received[] =>
  consumers.map((consumer) => ({ consumer, receivedAtMs: START, detail }));

const both = (detail: EventDetail) => heard(detail, 'billing', 'notification');

const MOVE: MoveEntry = {
  seq: 2,
  time: START,
  connectionId: CONNECTION,
  from: OLD,
  to: NEW,
  callSeq: 1,
  requestId: 'aws-1',
};

const sent = (requestId = 'r1', line = 1) => {
  return { line, messageId: `m-${requestId}`, sentAtMs: START, tenant: 'orders', requestId, connectionId: CONNECTION };
};

const callOf = ({ callSeq: seq, time, requestId, connectionId, to }: MoveEntry): CallEntry => ({
  ...{ seq, time, requestId, operation: 'AssociateHostedConnection', account: null, accessKeyId: null },
  ...{ parameters: { connectionId, parentConnectionId: to }, fault: null, hiddenEffect: null },
  ...{ answer: { kind: 'success', status: 200 }, answeredAt: time },
});

function evidence(received: Received[], moves: MoveEntry[], requests = [sent()]): Evidence {
  const connection = { id: CONNECTION, ownerAccount: OWNER } as never;
  const results: Result[] = resultsOf(requests, received);
  const before = { parents: [{ id: OLD, hostedConnections: [connection] }] } as never;
  return {
    results,
    received,
    journal: { calls: moves.map(callOf), moves },
    before,
    tenants: new World().ports.tenants,
  };
}

describe('the auditor', () => {
  it('has no objection to one move that one outcome tells', async () => {
    const verdict = audit(evidence(both(await migrated()), [MOVE]));
    expect(verdict).toEqual({ messages: 1, moves: 1, lost: 0, unaccounted: 0, repeated: 0, objections: [] });
  });

  it('counts repeated deliveries without an objection', async () => {
    const detail = await migrated();
    expect(audit(evidence([...both(detail), ...both(detail)], [MOVE]))).toMatchObject({ repeated: 2, objections: [] });
  });

  it('objects to a message without an outcome', () => {
    expect(audit(evidence([], []))).toMatchObject({
      lost: 1,
      objections: ['I6: the message of line 1 has no outcome'],
    });
  });

  it('objects to a second move of one request', async () => {
    const verdict = audit(evidence(both(await migrated()), [MOVE, { ...MOVE, seq: 4, time: START + 1 }]));
    expect(verdict).toMatchObject({
      unaccounted: 1,
      objections: expect.arrayContaining([expect.stringContaining('no outcome of its own')]),
    });
  });

  it('objects to a move that was published as failed', async () => {
    const failed = await migrated({ outcome: 'FAILED', parentConnectionId: OLD });
    expect(audit(evidence(heard(failed, 'notification'), [MOVE])).unaccounted).toBe(1);
  });

  it('lets a held request account for a move that came after it was held', async () => {
    const held = await migrated({ outcome: 'HELD', parentConnectionId: null, awsRequestId: null });
    delete held.data.disposition;
    const late = { ...MOVE, time: Date.parse(held.metadata.occurredAt) + 1 };
    expect(audit(evidence(heard(held, 'notification'), [late])).objections).toEqual([]);
  });

  it('objects to a published move that never was', async () => {
    expect(audit(evidence(both(await migrated()), [])).objections).toContain(
      'I8: orders r1 is published as moved after 0 moves',
    );
  });

  it('objects to one event id with two details', async () => {
    const detail = await migrated();
    const changed = { ...detail, data: { ...detail.data, attempts: 2 } };
    const received = [...heard(detail, 'billing'), ...heard(changed, 'notification')];
    expect(audit(evidence(received, [MOVE])).objections).toEqual([expect.stringContaining('two different details')]);
  });

  it('objects to two final outcomes of one request', async () => {
    const first = await migrated();
    const second = await migrated({ outcome: 'REJECTED', reason: { code: 'EXPIRED', message: '', awsError: null } });
    const other = { ...second, metadata: { ...second.metadata, eventId: 'other' } };
    const received = [...both(first), ...heard(other, 'notification')];
    expect(audit(evidence(received, [MOVE])).objections).toContain('I8: orders r1 has 2 final outcomes');
  });

  it('objects to moves out of order', async () => {
    const newer = await migrated();
    const older = await migrated(
      { previousParentConnectionId: NEW, parentConnectionId: OTHER, awsRequestId: 'aws-2' },
      { requestId: 'r2', requestedAt: new Date(START - 1000).toISOString() },
    );
    const moves = [MOVE, { ...MOVE, seq: 4, from: NEW, to: OTHER, callSeq: 3, requestId: 'aws-2' }];
    const verdict = audit(evidence([...both(newer), ...both(older)], moves, [sent(), sent('r2', 2)]));
    expect(verdict.objections).toContain(
      `I4: call 3 for ${CONNECTION} is made after the newer call 1 for ${CONNECTION}`,
    );
  });

  it('objects to a move, and to data, for someone without the right', async () => {
    const stranger = await migrated({ tenant: 'rival' });
    expect(audit(evidence(both(stranger), [MOVE])).objections).toEqual([
      `I5: call 1 for ${CONNECTION} is made without the right`,
      'I5: rival r1 is answered MIGRATED without the right',
      'I5: rival r1 is shown a connection without the right to it',
    ]);
  });

  it('objects when billing did not hear of a move', async () => {
    const received = heard(await migrated(), 'notification');
    expect(audit(evidence(received, [MOVE])).objections).toEqual([expect.stringContaining('only one of billing')]);
  });
});

describe('the result of a message', () => {
  it('that is a resend is that of the first', async () => {
    const resend = { ...sent('r1', 2), messageId: 'm-again' };
    const [, second] = resultsOf([sent(), resend], both(await migrated()));
    expect(second).toMatchObject({ sameAsLine: 1, heardBy: ['billing', 'notification'] });
  });

  it('is the final outcome, whenever HELD arrives', async () => {
    const final = await migrated();
    const held = await migrated({ outcome: 'HELD' });
    const late = { ...held, metadata: { ...held.metadata, eventId: 'held' } };
    const [result] = resultsOf(
      [sent()],
      [...heard(late, 'notification'), ...both(final), ...heard(late, 'notification')],
    );
    expect(result?.event?.detail.data.outcome).toBe('MIGRATED');
  });

  it('of another tenant’s request of the same name is its own', async () => {
    const stranger = { ...sent('r1', 2), messageId: 'm-stranger', tenant: 'rival' };
    expect(resultsOf([sent(), stranger], both(await migrated()))[1]?.event).toBeUndefined();
  });

  it('objects to what the consumers kept wrongly, or could not do', async () => {
    const consumers = { lines: [], failures: ['billing could not go on: no database'] };
    const verdict = audit({ ...evidence(both(await migrated()), [MOVE]), consumers });
    expect(verdict.objections).toEqual([
      `billing has not exactly one true line of ${CONNECTION} from ${OLD} to ${NEW}`,
      'billing could not go on: no database',
    ]);
  });
});
