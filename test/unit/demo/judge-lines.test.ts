import { describe, expect, it } from 'vitest';
import type { MoveEntry } from '#direct-connect-simulator';
import { lineOf } from '../../../examples/consumers/billing/line.ts';
import { judgeLines } from '../../../local/demo/judge-lines.ts';
import type { Accounted } from '../../../local/judge/account-for.ts';
import { at, CONNECTION, type EventFields, eventOf, NEW, OLD } from '../consumers/event-factory.ts';

const move = (offset = 1_500): MoveEntry => {
  const where = { connectionId: CONNECTION, from: OLD, to: NEW };
  return { seq: 2, time: Date.parse(at(offset)), ...where, callSeq: 1, requestId: 'aws-1' };
};

/** A move, its event, and the line that billing makes of that. */
function billedMove(fields: Partial<EventFields> = {}) {
  const event = eventOf({ outcome: 'MIGRATED', ...fields });
  const accounted: Accounted = { move: move(), report: event.detail };
  const line = lineOf(event);
  return { accounted, lines: line ? [line] : [] };
}

const MISSING = [`billing has not exactly one true line of ${CONNECTION} from ${OLD} to ${NEW}`];
const BEYOND = `billing has a line of ${CONNECTION} from ${OLD} to ${NEW} without a move`;

describe('the auditor of billing', () => {
  it('has no objection to one line per move', () => {
    const { accounted, lines } = billedMove();
    expect(judgeLines([accounted], lines)).toEqual([]);
    expect(judgeLines([], [])).toEqual([]);
  });

  it('objects to a move without a line, and to one with two', () => {
    const { accounted, lines } = billedMove();
    expect(judgeLines([accounted], [])).toEqual(MISSING);
    expect(judgeLines([accounted], [...lines, ...lines])).toEqual(MISSING);
  });

  it('objects to a line without a move', () => {
    const { accounted, lines } = billedMove();
    expect(judgeLines([], lines)).toEqual([BEYOND]);
    expect(judgeLines([{ ...accounted, report: undefined }], lines)).toEqual([BEYOND]);
  });

  it.each([
    ['of another event', { eventId: 'other' }],
    ['from elsewhere', { from: 'dxcon-other' }],
    ['to elsewhere', { to: 'dxcon-other' }],
    ['of another connection', { connectionId: 'dxcon-other' }],
    ['that begins too late', { changedAfter: at(1_501) }],
    ['that ends too early', { changedBy: at(1_499) }],
  ])('objects to a line %s', (_what, wrong) => {
    const { accounted, lines } = billedMove();
    const [objection] = judgeLines(
      [accounted],
      lines.map((line) => ({ ...line, ...wrong })),
    );
    expect([objection]).toEqual(MISSING);
  });

  it('expects no line for a move that is published only as held', () => {
    const { accounted, lines } = billedMove({ outcome: 'HELD', code: 'OUTCOME_UNKNOWN' });
    expect(judgeLines([accounted], lines)).toEqual([]);
  });
});
