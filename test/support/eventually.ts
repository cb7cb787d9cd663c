import { vi } from 'vitest';

/**
 * Waits until the assertions hold, for as long as that takes on a machine that is busy with something else: only what
 * hangs comes to the end of it.
 *
 * @returns what they return
 */
export function eventually<T>(assertions: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(assertions, { timeout: 240_000, interval: 50 });
}
