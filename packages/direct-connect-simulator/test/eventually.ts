import { vi } from 'vitest';

/** Waits until the assertions hold, however busy the machine is: only what hangs comes to the end of it. */
export function eventually<T>(assertions: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(assertions, { timeout: 240_000, interval: 50 });
}
