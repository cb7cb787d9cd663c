import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../../local/clock.ts';

describe('systemClock', () => {
  it('sleeps', async () => {
    expect(await systemClock.sleep(1, new AbortController().signal)).toBe(true);
  });

  it('stops sleeping when aborted, before or during the sleep', async () => {
    const stop = new AbortController();
    const asleep = systemClock.sleep(60_000, stop.signal);
    stop.abort();

    expect(await asleep).toBe(false);
    expect(await systemClock.sleep(60_000, stop.signal)).toBe(false);
  });

  it('sleeps for longer than one timer of Node can', async () => {
    const stop = new AbortController();
    const warned = vi.fn();
    process.on('warning', warned);

    const asleep = systemClock.sleep(30 * 86_400_000, stop.signal);
    await setImmediate();
    stop.abort();
    await asleep;

    // Node warns of a timer that overflows, and lets it fire after a millisecond.
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });
});
