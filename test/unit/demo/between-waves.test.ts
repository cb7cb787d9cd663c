import { expect, it } from 'vitest';
import { longestBetweenWavesMs } from '../../../local/drain-demo/between-waves.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';

const line = (connectionId: string, wave: number) => ({ connectionId, wave });
const PLAN = {
  waves: [
    { wave: 1, gate: 'person' },
    { wave: 2, gate: 'automatic' },
    { wave: 3, gate: 'automatic' },
  ],
  lines: [line('a', 1), line('b', 2), line('c', 2), line('d', 3)],
} as Plan;

const at = (second: number) => `2026-11-23T12:00:0${second}.000Z`;
const released = (connectionId: string, second: number) => ({
  'detail-type': 'Hosted Connection Migrated',
  detail: { data: { request: { connectionId, requestedAt: at(second) } } },
});
const verified = (connectionId: string, second: number) => ({
  'detail-type': 'Hosted Connection Migration Verified',
  detail: { metadata: { occurredAt: at(second) }, data: { connectionId } },
});

it('is from the last verdict of a wave to the first release of the next, but for the gate of a person', () => {
  const canary = [released('a', 0), verified('a', 1), released('b', 3), released('c', 3)];
  expect(longestBetweenWavesMs(PLAN, canary)).toBeUndefined();
  expect(longestBetweenWavesMs(PLAN, [...canary, verified('b', 4), verified('c', 5), released('d', 7)])).toBe(2_000);
});
