import { expect, it } from 'vitest';
import { playOnStack } from './stack-run.ts';

const RATE = 4;
const TENANTS = { large: 28, small: 6, third: 6 };
/** Requests that `dispatch` prepares side by side: so far the calls' order may be another one than that of the turns. */
const AHEAD = Math.ceil(1.1 * RATE) + 1;

it('on the local stack, tenants are called for in turn and no faster than the rate, each line once', async () => {
  const { calls, arrivedAt, wronglyMoved, objections } = await playOnStack(
    { rate: RATE, apiRate: 100, tenants: TENANTS, lead: 15, stage: 'local' },
    { log: () => undefined, progress: () => undefined, interruption: new AbortController().signal },
  );
  expect(objections).toEqual([]);
  expect(wronglyMoved).toBe(0);

  // The first turn is there when all are due, each next one an interval later; and no call comes before its turn, but for the
  // millisecond that a timer may be early by.
  const early = calls.filter(({ at }, index) => at < index / RATE - 0.01);
  expect(early).toEqual([]);

  // On a busy machine some are called for before all have arrived.
  const order = calls.filter(({ at }) => at >= arrivedAt).map(({ tenant }) => tenant);
  for (const tenant of ['small', 'third']) {
    const own = order.filter((one) => one === tenant).length;
    expect(order.lastIndexOf(tenant), order.join(' ')).toBeLessThan(3 * own + 2 * AHEAD);
  }
});
