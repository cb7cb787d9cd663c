import type { Ledger } from '../migration/ports/ports.ts';
import { attempts } from './attempts.ts';
import { connectionItem } from './connection-item.ts';
import { controlItem } from './control-item.ts';
import { dueIndex } from './due-index.ts';
import { groupItem } from './group-item.ts';
import { places } from './places.ts';
import { quarantineCount } from './quarantine-count.ts';
import { requestItem } from './request-item.ts';
import type { Table } from './table.ts';
import { troubles } from './troubles.ts';
import { verifications } from './verifications.ts';

/** The ledger over DynamoDB. The table of its writes, with their conditions, is in docs/ledger.md. */
export function ledger(table: Table): Ledger {
  return {
    ...requestItem(table),
    ...attempts(table),
    ...connectionItem(table),
    ...controlItem(table),
    ...groupItem(table),
    ...places(table),
    ...troubles(table),
    ...quarantineCount(table),
    ...dueIndex(table),
    ...verifications(table),
  };
}
