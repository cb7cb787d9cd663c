import type { QuarantineCount } from '../migration/ports/quarantine.ts';
import { number } from './attributes.ts';
import type { ItemKey } from './item-key.ts';
import type { Table } from './table.ts';

/** The ledger's writes to `QUARANTINE#<tenant>`. */
export function quarantineCount(table: Table): QuarantineCount {
  return {
    startCopyHour: (tenant, hour) =>
      table.change(quarantinePk(tenant), {
        set: { copyHour: number(hour), copies: number(1) },
        condition: 'attribute_not_exists(#copyHour) OR #copyHour < :hour',
        values: { ':hour': number(hour) },
      }),

    countCopy: (tenant, hour, limit) =>
      table.change(quarantinePk(tenant), {
        add: { copies: number(1) },
        condition: '#copyHour >= :hour AND #copies < :limit',
        values: { ':hour': number(hour), ':limit': number(limit) },
      }),
  };
}

/** A tenant's name is never empty. */
function quarantinePk(tenant = ''): ItemKey {
  return `QUARANTINE#${tenant}`;
}
