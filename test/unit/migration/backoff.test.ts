import { expect, it } from 'vitest';
import { backoffSeconds } from '../../../src/migration/waiting/backoff.ts';

const highest = 1 - Number.EPSILON;

it('grows exponentially with the receives, up to 45 s', () => {
  const limits = [1, 2, 3, 4, 5, 6, 100].map((receives) => backoffSeconds('throttled', receives, highest));
  expect(limits).toEqual([2, 4, 8, 16, 32, 45, 45]);
});

it('differs by cause', () => {
  const first = (
    ['contended', 'outOfTime', 'throttled', 'unreachable', 'observationUnavailable', 'fault', 'onlyInQueue'] as const
  ).map((cause) => backoffSeconds(cause, 1, highest));
  expect(first).toEqual([1, 1, 2, 4, 4, 4, 4]);
});

it('spreads over the whole range, in whole seconds', () => {
  expect([0, 0.1, 0.5, highest].map((random) => backoffSeconds('throttled', 4, random))).toEqual([0, 2, 8, 16]);
});

it('lets a message that is only in the queue last ten hours, within the 100 receives of the queue', () => {
  const rests = Array.from({ length: 100 }, (_, index) => backoffSeconds('onlyInQueue', index + 1, 0.5));
  expect(rests.reduce((sum, rest) => sum + rest) / 3600).toBeGreaterThan(10);
  expect(Math.max(...rests.map((_, index) => backoffSeconds('onlyInQueue', index + 1, highest)))).toBe(900);
});
