import { describe, expect, it } from 'vitest';
import type { MoveEntry } from '#direct-connect-simulator';
import { accountFor } from '../../../local/judge/account-for.ts';
import type { EventDetail } from '../../../src/contract/event.ts';
import type { EventData } from '../../../src/contract/event-schema.ts';

const START = Date.parse('2026-11-23T12:00:00.000Z');
const at = (offset: number) => new Date(START + offset).toISOString();

function eventOf(requestId: string, startedAtMs: number | null, data: Partial<EventData> = {}): EventDetail {
  const request = { requestId, connectionId: 'dxcon-line1', parentConnectionId: 'dxlag-new' };
  return {
    metadata: { eventId: requestId },
    data: {
      ...{ outcome: 'MIGRATED', disposition: 'observed', tenant: 'orders', request },
      ...{ previousParentConnectionId: 'dxcon-old', parentConnectionId: 'dxlag-new', awsRequestId: null },
      startedAt: startedAtMs === null ? null : at(startedAtMs),
      ...data,
    },
  } as EventDetail;
}

function move(time: number, fields: Partial<MoveEntry> = {}): MoveEntry {
  const where = { connectionId: 'dxcon-line1', from: 'dxcon-old', to: 'dxlag-new' };
  return { seq: time, time: START + time, ...where, callSeq: 0, requestId: `aws-${time}`, ...fields };
}

const accountedBy = (moves: MoveEntry[], events: EventDetail[]) =>
  accountFor(moves, events).map(({ report }) => report?.data.request?.requestId);

describe('a move', () => {
  it('is accounted for by the outcome that names its call', () => {
    const events = [eventOf('r1', 50), eventOf('r2', 10, { awsRequestId: 'aws-60' })];
    expect(accountedBy([move(60)], events)).toEqual(['r2']);
  });

  it('is accounted for by the outcome whose call began last before it, where the same move was made twice', () => {
    const events = [eventOf('r3', 300), eventOf('r1', 0), eventOf('r2', 200)];
    expect(accountedBy([move(10), move(210), move(310)], events)).toEqual(['r1', 'r2', 'r3']);
  });

  it('is not accounted for by an outcome whose call began after it, or that names another call', () => {
    expect(accountedBy([move(10)], [eventOf('r1', 11)])).toEqual([undefined]);
    expect(accountedBy([move(10)], [eventOf('r1', 0, { awsRequestId: 'aws-other' })])).toEqual([undefined]);
    expect(accountedBy([move(10)], [eventOf('r1', null)])).toEqual([undefined]);
  });

  it('may be accounted for by a hold, but not by one that was decided since', () => {
    const held = eventOf('r1', 0, { outcome: 'HELD', parentConnectionId: null });
    expect(accountedBy([move(10)], [held])).toEqual(['r1']);
    const failed = eventOf('r1', 0, { outcome: 'FAILED', parentConnectionId: 'dxcon-old' });
    expect(accountedBy([move(10)], [held, failed])).toEqual([undefined]);
    expect(accountedBy([move(10), move(20)], [held, eventOf('r1', 0)])).toEqual(['r1', undefined]);
  });
});
