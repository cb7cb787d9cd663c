import { formatKey } from '../../../src/migration/model/request-item.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import type { Invocation } from '../invocation.ts';

/** A request that ends the process of `dispatch` whenever that comes to lock its line, so many times: nothing else says so. */
export interface Killer {
  key: string;
  times: number;
}

/** The ledger as one invocation reaches it that may not outlive the request. */
export function withKiller(ledger: Ledger, invocation: Invocation, killer: Killer | undefined): Ledger {
  if (!killer || !invocation.name.startsWith('dispatch')) return ledger;
  return {
    ...ledger,
    takeLock: (connectionId, key, taker) => {
      if (formatKey(key) !== killer.key || killer.times === 0) return ledger.takeLock(connectionId, key, taker);
      killer.times--;
      return invocation.crash();
    },
  };
}
