import { describe, expect, it, vi } from 'vitest';
import { runSchedule } from '../../../local/eventbridge/schedule.ts';
import { eventually } from '../../support/eventually.ts';
import { ManualClock } from './manual-clock.ts';

describe('runSchedule', () => {
  it('fires once per period, keeps its schedule when it is late, and skips the periods that passed meanwhile', async () => {
    const clock = new ManualClock();
    const stop = new AbortController();
    const fire = vi.fn();
    const ended = runSchedule(clock, 100, fire, stop.signal);
    const advance = async (ms: number, waits: number[]) => {
      clock.advance(ms);
      await eventually(() => expect(clock.waits).toEqual(waits));
    };

    await advance(99, [1]);
    expect(fire).toHaveBeenCalledTimes(0);
    await advance(1, [100]);
    expect(fire).toHaveBeenCalledTimes(1);
    await advance(130, [70]);
    expect(fire).toHaveBeenCalledTimes(2);
    await advance(350, [20]);
    expect(fire).toHaveBeenCalledTimes(3);

    stop.abort();
    await ended;
    expect(clock.waits).toEqual([]);
  });
});
