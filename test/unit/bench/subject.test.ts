import { describe, expect, it } from 'vitest';
import type { Place } from '../../bench/bed/bed.ts';
import { mapCalls } from '../../bench/bed/calls.ts';
import { PARENTS } from '../../bench/bed/parents.ts';
import type { HandlerProcess } from '../../bench/handler/handler-process.ts';
import { Subject } from '../../bench/handler/subject.ts';
import type { Variant } from '../../bench/variants/variant.ts';

type Published = ReturnType<Place['events']>[number];

/** A handler that calls for each message and publishes an event, with what else the test lets it do. */
function subjectThat({ calls = 1, detailType = 'Hosted Connection Migrated', failures = 0, named = true, more = 0 }) {
  const events: Published[] = [];
  const counted = mapCalls(() => 0);
  const deleted: string[] = [];
  const place: Partial<Place> = {
    ...{ tableName: 'ours20', events: () => events, calls: () => ({ ...counted }) },
    movers: PARENTS.map((parent, index) => ({ connectionId: `dxcon-${index}`, ownerAccount: `owner${index}`, parent })),
    deleteItem: async (pk) => void deleted.push(pk),
  };
  const bodies: Record<string, string>[] = [];
  const process: Partial<HandlerProcess> = {
    async invoke({ Records }) {
      for (const { body } of Records) {
        const request = JSON.parse(body);
        bodies.push(request);
        counted.associate += calls;
        events.push({ detailType, detail: { requestId: named ? request.requestId : 'another' } });
        for (let left = more; left > 0; left--)
          events.push({ detailType: 'Hosted Connection Migration Held', detail: {} });
      }
      const batchItemFailures = Records.slice(0, failures).map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { cpuMs: 1, wallMs: 1, startedAtMs: 0, response: { batchItemFailures } };
    },
  };
  const variant = { heldByMove: (owner: string) => `GROUP#${owner}` } as Variant;
  const subject = new Subject(place as Place, variant, () => process as HandlerProcess);
  return { move: (messages: number) => subject.move(process as HandlerProcess, messages), bodies, deleted };
}

describe('a handler that is measured', () => {
  it('moves its lines in turn, each to its other parent, by a request of its own', async () => {
    const { move, bodies, deleted } = subjectThat({});
    await move(2);
    const { calls } = await move(1);
    const [one, other] = PARENTS;
    const ways = bodies.map(({ expectedParentConnectionId: from, parentConnectionId: to }) => [from, to]);
    expect(ways).toEqual([
      [one, other],
      [other, one],
      [other, one],
    ]);
    expect(new Set(bodies.map(({ requestId }) => requestId)).size).toBe(3);
    expect(deleted).toEqual(['GROUP#owner0', 'GROUP#owner1', 'GROUP#owner0']);
    expect(calls.associate).toBe(1);
  });

  it.each([
    ['has called for none', { calls: 0 }],
    ['has called twice', { calls: 2 }],
    ['has not moved it', { detailType: 'Hosted Connection Migration Rejected' }],
    ['has answered that it failed', { failures: 1 }],
    ['has published the event of another one', { named: false }],
    ['has published another event besides', { more: 1 }],
  ])('is not measured if it %s', async (_what, fault) => {
    await expect(subjectThat(fault).move(1)).rejects.toThrow('ours20: of 1 messages');
  });
});
