import { controlItem } from '../../aws/control-item.ts';
import { Table } from '../../aws/table.ts';
import type { Inventory, OpenRequest } from '../../drain/plan/inventory.ts';
import type { ControlItem } from '../../migration/ports/control.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { readDirectConnect } from '../direct-connect/read-direct-connect.ts';
import { showProgress } from '../output/show-progress.ts';
import { readUnfinished, type Unfinished } from './read-unfinished.ts';
import { toLines, toPorts } from './to-ports.ts';

/** What Direct Connect and the ledger told. */
export interface Found {
  inventory: Inventory;
  control: ControlItem;
  unfinished: Unfinished;
  /** Lines and parents that kept changing: if there are any, the inventory may not be complete. */
  unsettled: readonly string[];
}

/** Reads it, and shows how far it has got. Nothing that this asks can change anything. */
export async function readInventory({ aws, stage, clock }: Context): Promise<Found> {
  const progress = showProgress({ isQuiet: true });
  try {
    // The ledger first: what moves a line while the lists are read is among the requests.
    progress.say('Reading the ledger');
    const control = await controlItem(new Table(aws.dynamoDb, stage.ledger)).readControl();
    const unfinished = await readUnfinished({ aws, stage });
    const reading = await readDirectConnect({ client: aws.directConnect, clock, say: progress.say });
    const { cordons, freezes, closedParents } = control;
    const inventory: Inventory = {
      readAtMs: reading.atMs,
      ports: toPorts(reading),
      lines: toLines(reading),
      guards: {
        ...(cordons && { cordons }),
        ...(freezes && { freezes }),
        ...(closedParents && { closedParents }),
      },
      openRequests: unfinished.requests.map(toOpenRequest),
    };
    return { inventory, control, unfinished, unsettled: reading.unsettled };
  } finally {
    progress.stop();
  }
}

/** The same, for what may rest on complete lists alone. */
export async function readWholeInventory(context: Context): Promise<Found> {
  const found = await readInventory(context);
  if (found.unsettled.length > 0) throw notSettled(found.unsettled);
  return found;
}

/** Ids that are named at most. */
const MOST_NAMED = 8;

function notSettled(unsettled: readonly string[]): CliError {
  const more = unsettled.length > MOST_NAMED ? ` and ${unsettled.length - MOST_NAMED} more` : '';
  return new CliError('Direct Connect did not show the same lines on the same ports twice in a row', {
    where: `${unsettled.slice(0, MOST_NAMED).join(', ')}${more}`,
    todo: 'run it again when no line is on its way: dxm requests shows what the service is moving',
  });
}

function toOpenRequest({ tenant, state, request }: Unfinished['requests'][number]): OpenRequest {
  return { connectionId: request.connectionId, tenant, requestId: request.requestId, state };
}
