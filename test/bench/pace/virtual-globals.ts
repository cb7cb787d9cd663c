import type { VirtualTime } from '../../sim/virtual-time.ts';
import type { Random } from '../../support/random.ts';

/** Code that takes clock, timers and randomness from the globals, as the SDK does, runs in virtual time; in the end they are put back. */
export async function withVirtualGlobals<T>(time: VirtualTime, random: Random, work: () => Promise<T>): Promise<T> {
  const { setTimeout } = globalThis;
  const [{ now }, { random: draw }] = [Date, Math];
  // As Node.js has it: whole milliseconds, and one at least.
  const virtual = (run: () => void, milliseconds = 0) => time.at(time.now + Math.max(1, Math.trunc(milliseconds)), run);
  globalThis.setTimeout = virtual as unknown as typeof setTimeout;
  Date.now = () => time.now;
  Math.random = () => random.next();
  try {
    return await work();
  } finally {
    Object.assign(globalThis, { setTimeout });
    Object.assign(Date, { now });
    Object.assign(Math, { random: draw });
  }
}
