import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Asked } from '../../../local/judge/evidence.ts';
import { isNewer } from '../../../local/judge/order.ts';
import { orderKeyOf } from '../../../src/contract/order-key.ts';
import { toSortable } from '../../../src/contract/time.ts';

const NOON = Date.parse('2026-11-23T12:00:00.000Z');

/** Times close to one another, and to the bound of five seconds; to the nanosecond. */
const given = fc.record({
  sentAtMs: fc.constantFrom(0, 1, 2, 5_001).map((offset) => NOON + offset),
  requestedAt: fc
    .tuple(fc.constantFrom(-1, 0, 1, 2, 5_000, 5_001, 5_002, 5_003, 60_000), fc.constantFrom('', '000001', '999999'))
    .map(([offset, finer]) => toSortable(`${new Date(NOON + offset).toISOString().slice(0, -1)}${finer}Z`)),
});

it('the judge, by a rule of its own, orders requests as the service does by its keys', () => {
  fc.assert(
    fc.property(given, given, (one, other) => {
      const [key, otherKey] = [one, other].map(({ requestedAt, sentAtMs }) => orderKeyOf(requestedAt, sentAtMs));
      expect(isNewer(one as Asked, other as Asked)).toBe(String(key) > String(otherKey));
    }),
    { numRuns: 2000 },
  );
});
