import { CONNECTION_ID } from '../../contract/ids.ts';
import { DRAINS_TENANT } from '../../migration/model/drains-tenant.ts';
import { CliError, UsageError } from '../cli-error.ts';
import type { Context } from '../context/context.ts';
import { EXIT } from '../exit-status.ts';
import { withStops } from '../ledger/stops.ts';
import { readUnfinished } from '../ledger/unfinished.ts';
import { printable } from '../output/printable.ts';
import { listTenants } from '../queues/queues.ts';
import { didYouMean } from '../words/near.ts';
import { needOf } from '../words/needs.ts';
import { drawRows, type Row, rowAsJson, rowsOf } from './request-rows.ts';
import { unreadable } from './world.ts';

/** Which requests are listed; all that are given must hold. */
export interface Filter {
  held?: boolean;
  /** With a cause, only those that wait for it. */
  waiting?: string | true;
  state?: string;
  connection?: string;
  tenant?: string;
}

/** Every request that is not finished, or not published, the longest wait first. */
export async function run(context: Context, given: Filter): Promise<number> {
  const { out } = context;
  const filter = checked(given);
  const now = context.clock();
  const { requests, unreadable: bad } = await readUnfinished(context, ['REQUEST#']);
  const rows = rowsOf(await withStops(context, requests), now).filter((row) => isMeant(row, filter));
  const broken = bad.filter((pk) => pk.startsWith('REQUEST#')).map(unreadable);
  if (rows.length === 0 && filter.tenant !== undefined) await checkTenant(context, filter.tenant);
  if (out.isJson)
    out.json({ requests: rows.map((row) => rowAsJson(row, now)), complete: broken.length === 0, unread: broken });
  else {
    if (rows.length > 0) out.line(drawRows(rows, now, out));
    else if (broken.length === 0) out.note(`No request is ${Object.keys(filter).length > 0 ? 'so' : 'unfinished'}.`);
  }
  for (const { what, why } of broken) out.note(`error: ${printable(what)} could not be read: ${why}`);
  if (broken.length > 0) return EXIT.refused;
  return rows.some(({ request }) => needOf(request, now)) ? EXIT.attention : EXIT.ok;
}

function checked({ waiting, state, connection, tenant, held }: Filter): Filter {
  if (connection !== undefined && !CONNECTION_ID.pattern.test(connection))
    throw new UsageError(`this is not the id of a line: ${connection}`, {
      where: '--connection',
      todo: `give ${CONNECTION_ID.what}`,
    });
  return {
    ...(held ? { held } : {}),
    ...(waiting === undefined ? {} : { waiting }),
    ...(state === undefined ? {} : { state }),
    ...(connection === undefined ? {} : { connection }),
    ...(tenant === undefined ? {} : { tenant }),
  };
}

/** `waiting`: whoever no person and no bus keeps, and whose call is not under way. */
function isMeant(
  { request: { item, stop }, wait }: Row,
  { held, waiting, state, connection, tenant }: Filter,
): boolean {
  return (
    (!held || item.state === 'HELD') &&
    (waiting === undefined ||
      (waiting === true ? item.waitsFor !== undefined || stop || wait?.cause === 'turn' : wait?.cause === waiting)) &&
    (state === undefined || item.state === state) &&
    (connection === undefined || item.request.connectionId === connection) &&
    (tenant === undefined || item.tenant === tenant)
  );
}

async function checkTenant(context: Context, tenant: string): Promise<void> {
  // That of drains is in no file, and is always there.
  if (tenant === DRAINS_TENANT) return;
  const tenants = await listTenants(context);
  if (tenants.includes(tenant)) return;
  throw new CliError(`there is no tenant ${tenant}`, {
    where: '--tenant',
    todo: didYouMean(tenant, tenants) ?? `there are ${tenants.join(', ') || 'none'}`,
  });
}
