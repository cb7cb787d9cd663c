import type { Settings } from '../../src/migration/model/settings.ts';
import type { Ledger } from '../../src/migration/ports/ports.ts';
import type { Random } from '../support/random.ts';
import type { Mechanism } from './service.ts';

const MINUTE = 60_000;

/**
 * What was there before turns (docs/adr/0016-calls-in-a-minute.md): the calls of each minute are counted, and who comes too late
 * asks again after one to three polls, with all its observations.
 */
export const perMinute =
  (random: Random) =>
  (settings: Settings): Mechanism => {
    const limit = Math.max(1, Math.round(60 * settings.callsPerSecond));
    const counted = new Map<number, number>();
    return {
      turns: (_ledger, clock) => ({
        take: async () => {
          const minute = Math.floor(clock() / MINUTE);
          const calls = counted.get(minute) ?? 0;
          if (calls >= limit) return false;
          counted.set(minute, calls + 1);
          return true;
        },
      }),
      ledger: (ledger, clock) =>
        new Proxy<Ledger>(ledger, {
          get: (target, name) => {
            if (name !== 'park') return Reflect.get(target, name);
            const park: Ledger['park'] = (key, read, wait) => {
              const later = clock() + settings.pollIntervalMs * (1 + 2 * random.next());
              const dueAtMs = wait.wokenBy === 'dispatch' ? Math.max(wait.dueAtMs, later) : wait.dueAtMs;
              return target.park(key, read, { ...wait, dueAtMs, wokenBy: 'reconcile' });
            };
            return park;
          },
        }),
    };
  };
