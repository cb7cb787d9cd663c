import type { Drains } from '../drain/run/ports.ts';
import type { Table } from './table.ts';

/** STUB: the branch of the ledger brings it. */
export function drainItem(_table: Table): Drains {
  throw new Error('not yet');
}
