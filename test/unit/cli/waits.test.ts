import { describe, expect, it } from 'vitest';
import { CAUSES, waitOf, waitText } from '../../../src/cli/words/waits.ts';
import type { WaitsFor } from '../../../src/migration/model/waits-for.ts';
import { madeHeld, madeRequest } from '../../support/cli-items.ts';
import { MINUTE, START } from '../../support/world.ts';

const NOW = START + MINUTE;
const WINDOW: WaitsFor = { cause: 'window', sinceMs: START, untilMs: START + 5 };

describe('what a request waits for', () => {
  it('is what its item says', () => {
    const item = madeRequest({}, { waitsFor: { cause: 'busy', obstacle: 'orders#r0', sinceMs: START } });
    const wait = waitOf({ item, isInBacklog: false }, NOW);
    expect(wait).toEqual({ cause: 'busy', obstacle: 'orders#r0', sinceMs: START });
    expect(wait && waitText(wait)).toBe('orders/r0, which has the line');
  });

  it('is its turn, once its time in the backlog has come, whatever it waited for before', () => {
    const item = madeRequest({}, { waitsFor: WINDOW, dueAtMs: START + 5 });
    expect(waitOf({ item, isInBacklog: true }, NOW)).toEqual({ cause: 'turn', sinceMs: START + 5 });
    expect(waitOf({ item, isInBacklog: true }, START)).toEqual(WINDOW);
    expect(waitOf({ item, isInBacklog: false }, NOW)).toEqual(WINDOW);
  });

  it('is its turn since when its item says, where that says so', () => {
    const item = madeRequest({}, { waitsFor: { cause: 'turn', sinceMs: START - 9 }, dueAtMs: START });
    expect(waitOf({ item, isInBacklog: true }, NOW)).toEqual({ cause: 'turn', sinceMs: START - 9 });
  });

  it('is the line in its way, also when its time has come', () => {
    const item = madeRequest({}, { waitsFor: { cause: 'group', obstacle: 'dxcon-b', sinceMs: START }, dueAtMs: START });
    expect(waitOf({ item, isInBacklog: true }, NOW)).toEqual(item.waitsFor);
  });

  it('is a person, the call, the bus, or nothing yet, where its item says none', () => {
    const of = (item: ReturnType<typeof madeRequest>) => waitOf({ item, isInBacklog: false }, NOW);
    expect(of(madeHeld())).toEqual({ cause: 'person', sinceMs: START + 3 });
    expect(of(madeHeld({}, false))).toMatchObject({ cause: 'published' });
    expect(of(madeRequest({}, { state: 'CALLING' }))).toMatchObject({ cause: 'call' });
    expect(of(madeRequest())).toMatchObject({ cause: 'new' });
    expect(of(madeRequest({}, { state: 'REJECTED' }))).toMatchObject({ cause: 'published' });
  });

  it('is nothing at its end', () => {
    const { dueAtMs: _, ...item } = madeRequest({}, { state: 'MIGRATED' });
    expect(waitOf({ item, isInBacklog: false }, NOW)).toBeUndefined();
  });

  it('has words for each cause, of any request and of one', () => {
    for (const cause of CAUSES) {
      expect(waitText({ cause }), cause).toMatch(/^[A-Za-z].{6,}/);
      expect(waitText({ cause }), cause).not.toContain('undefined');
    }
    expect(waitText({ cause: 'circuit', obstacle: 'all' })).toBe('the circuit breaker for all to close');
    expect(waitText({ cause: 'newCause' as 'busy', obstacle: 'x\u001b[2J' })).toBe('newCause x\\u{1b}[2J');
    expect(waitText({ cause: 'frozen', obstacle: 'a\u202eb' })).toBe('the end of the freeze a\\u{202e}b');
  });
});
