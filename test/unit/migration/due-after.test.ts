import { describe, expect, it } from 'vitest';
import type { RequestItem } from '../../../src/migration/model/request-item.ts';
import { dueAfter } from '../../../src/migration/waiting/due-after.ts';
import { MINUTE, request, SECOND, START, World } from '../../support/world.ts';

const SETTINGS = { pollIntervalMs: MINUTE };
const WANTED = START + MINUTE;

function item(item: Partial<RequestItem>): RequestItem {
  return { state: 'RECEIVED', postponements: 0, dueAtMs: WANTED, ...item } as RequestItem;
}

describe('a request that gets on', () => {
  it.each([
    ['is due as late as it is to be', {}],
    ['is due a little later', { dueAtMs: WANTED + MINUTE }],
    ['calls, and has waited before', { state: 'CALLING', waitsFor: { cause: 'effectPending', sinceMs: 1 } }],
  ] as const)('keeps its due time where it %s', (_, more) => {
    expect(dueAfter(item(more as Partial<RequestItem>), WANTED, SETTINGS)).toBeUndefined();
  });

  it.each([
    ['is due sooner', { dueAtMs: WANTED - 1 }],
    ['is due much later', { dueAtMs: WANTED + MINUTE + 1 }],
    ['waits, perhaps in the backlog', { waitsFor: { cause: 'turn', sinceMs: 1 } }],
    ['has visits that are counted', { postponements: 1 }],
  ] as const)('gets a new one where it %s', (_, more) => {
    expect(dueAfter(item(more as Partial<RequestItem>), WANTED, SETTINGS)).toBe(WANTED);
  });
});

it('a move that is made at once keeps the due time of its claim', async () => {
  const world = new World({ clockSkewMs: 5 * SECOND });
  const due: unknown[] = [];
  const { intend, recordOutcome } = world.ledger;
  world.ledger.intend = async (...write) => {
    due.push(write[3]);
    return intend(...write);
  };
  world.ledger.recordOutcome = async (...write) => {
    due.push(write[3]);
    return recordOutcome(...write);
  };
  await world.deliver(request());
  expect(due).toEqual([undefined, undefined]);
  expect(world.published).toHaveLength(1);
});
