import type { Ledger } from '../../src/migration/ports/ports.ts';
import type { MemoryLedger } from '../support/memory-ledger.ts';
import type { StoredItem } from '../support/stored-item.ts';

/** The ledger with some of its operations replaced. */
export function over(ledger: MemoryLedger, changes: Partial<Ledger>): Ledger {
  return new Proxy<Ledger>(ledger, {
    get: (target, name) => Reflect.get(name in changes ? changes : target, name),
  });
}

export function keyed(
  ledger: MemoryLedger,
  { tenant, requestId }: { tenant: string; requestId: string },
): StoredItem | undefined {
  return ledger.requests.get(`${tenant}#${requestId}`);
}
