import type { MigrationEvent } from 'dx-migrator/contract';
import type { Store } from '../store.ts';
import { type BillingLine, lineOf } from './line.ts';

/** Keeps a line per effective change of parent, by connection. Gives the line if this delivery has brought it. */
export function billing(lines: Store<BillingLine>): (event: MigrationEvent) => Promise<BillingLine | undefined> {
  return async (event) => {
    const line = lineOf(event);
    if (!line) return undefined;
    return (await lines.putOnce(line.connectionId, line.eventId, line)) ? line : undefined;
  };
}
