import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/cli/resolve/evidence.ts';
import { findingOf } from '../../../src/cli/resolve/finding.ts';
import type { RequestItem } from '../../../src/migration/model/request-item.ts';

const STARTED = Date.parse('2026-11-24T03:00:00Z');
const TIMING = { staleMs: 60_000, clockSkewMs: 5_000, effectTimeoutMs: 600_000 };
/** The first time at which a list proves that the call had no effect, and had one. */
const NO_EFFECT_AFTER = STARTED + 605_001;
const EFFECT_AFTER = STARTED + 65_001;

const line = { connectionId: 'dxcon-line1', connectionState: 'available' };
const listing = (isListed: boolean, atMs: number) => ({
  atMs,
  lines: isListed ? [{ connectionId: 'dxcon-a' }, line] : [],
});

function evidence(source: boolean, target: boolean, atMs = NO_EFFECT_AFTER, notAfter?: string): Evidence {
  const item = {
    tenant: 'orders',
    state: 'HELD',
    request: {
      ...{ requestId: 'r1', connectionId: 'dxcon-line1', ...(notAfter ? { notAfter } : {}) },
      ...{ expectedParentConnectionId: 'dxcon-old1', parentConnectionId: 'dxlag-new1' },
    },
    attempt: { id: 'a', startedAtMs: STARTED, previousParent: 'dxcon-old1', seen: line },
  } as unknown as RequestItem;
  return { item, source: listing(source, atMs), target: listing(target, atMs), timing: TIMING };
}

describe('what is found of a held request', () => {
  it('on the target: moved', () => {
    expect(findingOf(evidence(false, true, EFFECT_AFTER), EFFECT_AFTER)).toMatchObject({
      ...{ isClear: true, fitting: ['moved'], recommended: 'moved', says: 'it was moved: it is on dxlag-new1' },
    });
  });

  it('on the source: not moved, and its order system knows whether it still should be', () => {
    expect(findingOf(evidence(true, false), NO_EFFECT_AFTER)).toMatchObject({
      ...{ isClear: true, fitting: ['retry', 'notMoved'], recommended: 'retry' },
    });
  });

  it('on the source after its window: notMoved, since a retry would come too late', () => {
    const over = evidence(true, false, NO_EFFECT_AFTER, new Date(NO_EFFECT_AFTER).toISOString());
    expect(findingOf(over, NO_EFFECT_AFTER)).toMatchObject({ isClear: true, recommended: 'notMoved' });
  });

  it.each([
    ['on the target, when the list may still lag behind', evidence(false, true, EFFECT_AFTER - 1), 'too early'],
    ['not on the target, while the call can have an effect', evidence(true, false, NO_EFFECT_AFTER - 1), 'too early'],
    ['on both', evidence(true, true), 'listed on both'],
    ['on neither', evidence(false, false), 'on neither'],
    [
      'the target could not be listed',
      { ...evidence(true, false), target: { problem: 'AWS does not answer' } },
      'whether it is on dxlag-new1 could not be found out',
    ],
    [
      'the source could not be listed',
      { ...evidence(true, false), source: { problem: 'AWS does not answer' } },
      'whether it is on dxcon-old1 could not be found out',
    ],
    [
      'when lists count is not known',
      { ...evidence(true, false), timing: { problem: 'these credentials may not do that' } },
      'from when on such lists count',
    ],
  ])('is not clear: %s', (_what, given, says) => {
    const finding = findingOf(given, NO_EFFECT_AFTER);
    expect(finding).toMatchObject({ isClear: false, says: expect.stringContaining(says) });
    expect(finding).not.toHaveProperty('recommended');
  });

  it('a parent that is gone has no line', () => {
    const gone: Evidence = { ...evidence(false, true), source: { atMs: NO_EFFECT_AFTER, lines: 'absent' } };
    expect(findingOf(gone, NO_EFFECT_AFTER)).toMatchObject({ onSource: false, recommended: 'moved' });
  });
});
