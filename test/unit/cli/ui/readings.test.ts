import { describe, expect, it } from 'vitest';
import { Readings } from '../../../../src/cli/ui/readings.ts';

/** Readings whose clock and results the test has. */
function made() {
  const state = { now: 0, reads: 0 };
  const readings = new Readings(() => state.now);
  const read = (name = 'status') => readings.read(name, 400, async () => ++state.reads);
  return { state, readings, read };
}

describe('readings', () => {
  it('are shared by all who ask at a time, and made anew for who asks later', async () => {
    const { state, read } = made();
    expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1]);
    state.now = 400;
    expect(await read()).toBe(1);
    state.now = 401;
    expect(await read()).toBe(2);
  });

  it('of different things are not mixed', async () => {
    const { read } = made();
    expect(await Promise.all([read('a'), read('b')])).toEqual([1, 2]);
  });

  it('that failed are tried again by the next who asks', async () => {
    const { readings, read } = made();
    await expect(readings.read('status', 400, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await read()).toBe(1);
  });

  it('are forgotten after a change', async () => {
    const { readings, read } = made();
    await read();
    readings.forget();
    expect(await read()).toBe(2);
  });

  it('are not made while no one asks', async () => {
    const { state, read } = made();
    await read();
    state.now = 3_600_000;
    expect(state.reads).toBe(1);
  });
});
