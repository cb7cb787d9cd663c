import type { Inventory, OpenRequest } from '../../drain/plan/inventory.ts';
import type { RequestItem, State } from '../../migration/model/request-item.ts';
import type { ControlItem } from '../../migration/ports/control.ts';
import type { Reading } from './read-direct-connect.ts';
import { toLines, toPorts } from './to-ports.ts';

/** What the planner takes, of a reading, and of what the ledger said before it. */
export function toInventory(
  reading: Reading,
  { cordons, freezes, closedParents }: ControlItem,
  unfinished: readonly RequestItem[],
): Inventory {
  return {
    readAtMs: reading.atMs,
    ports: toPorts(reading),
    lines: toLines(reading),
    guards: {
      ...(cordons && { cordons }),
      ...(freezes && { freezes }),
      ...(closedParents && { closedParents }),
    },
    openRequests: unfinished.map(toOpenRequest),
  };
}

const OPEN: readonly State[] = ['RECEIVED', 'CALLING', 'HELD'];

/** A dry run moves nothing; what is final is there until its event is published. */
export function mayMove({ state, request }: Pick<RequestItem, 'state' | 'request'>): boolean {
  return OPEN.includes(state) && !request.dryRun;
}

function toOpenRequest({ tenant, state, request }: RequestItem): OpenRequest {
  return { connectionId: request.connectionId, tenant, requestId: request.requestId, state };
}
