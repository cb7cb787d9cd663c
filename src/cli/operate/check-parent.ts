import { setTimeout } from 'node:timers/promises';
import { listInterconnects, listLags } from '../../aws/inventory/list.ts';
import { toPorts } from '../../aws/inventory/to-ports.ts';
import { LOCATION, PARENT_ID } from '../../contract/ids.ts';
import { CliError } from '../cli-error.ts';
import { explain } from '../context/aws-errors.ts';
import type { Context } from '../context/context.ts';
import { printable } from '../output/printable.ts';
import { didYouMean } from '../words/near.ts';

/** Who stops calls does not wait for an answer of Direct Connect for longer, in milliseconds. */
const PATIENCE_MS = 8_000;

type Ports = ReturnType<typeof toPorts>;

/**
 * Refuses what is no interconnect or LAG of the account, so that no one believes a port to be protected that is not. Where Direct
 * Connect cannot be asked, it says so and goes on: stopping calls depends on nothing else.
 */
export async function checkParent(context: Context, id: string, patienceMs = PATIENCE_MS): Promise<void> {
  // What is no id at all, the service declines.
  if (!PARENT_ID.pattern.test(id)) return;
  const ports = await portsOf(context, id, patienceMs);
  if (!ports) return;
  const port = ports.find((one) => one.id === id);
  if (port?.memberOf !== undefined) {
    throw new CliError(`${id} is a link of ${port.memberOf}: lines are on the LAG, and none is on a link`, {
      todo: `name ${port.memberOf}`,
    });
  }
  if (port) return;
  const ids = ports.filter(({ memberOf }) => memberOf === undefined).map((one) => one.id);
  throw new CliError(`this account has no interconnect or LAG ${id} in this Region: nothing was stopped`, {
    todo: ids.length === 0 ? WHERE : `${didYouMean(id, ids) ?? 'check the id:'} dxm parents lists them`,
  });
}

/** The same for a location, which is known by what is there. */
export async function checkLocation(context: Context, location: string): Promise<void> {
  if (!LOCATION.pattern.test(location)) return;
  const ports = await portsOf(context, location, PATIENCE_MS);
  if (!ports || ports.some((port) => port.location === location)) return;
  const locations = [...new Set(ports.flatMap((port) => port.location ?? []))].toSorted();
  throw new CliError(`no interconnect or LAG of this account is in ${location}: nothing was stopped`, {
    todo:
      locations.length === 0
        ? WHERE
        : `${didYouMean(location, locations) ?? 'check the code:'} there are ${locations.map(printable).join(', ')}`,
  });
}

const WHERE = 'check --region and --profile';

/** Undefined, and said, where they could not be read. */
async function portsOf({ aws, out }: Context, what: string, patienceMs: number): Promise<Ports | undefined> {
  const over = new AbortController();
  const { signal } = over;
  try {
    const [interconnects, lags] = await Promise.race([
      Promise.all([listInterconnects(aws.directConnect, signal), listLags(aws.directConnect, signal)]),
      setTimeout(patienceMs, undefined, { signal }).then(() => {
        throw new CliError(`Direct Connect gave no answer within ${patienceMs / 1_000} s`);
      }),
    ]);
    return toPorts({ interconnects, lags });
  } catch (error) {
    const { message } = error instanceof CliError ? error : await explain(error);
    out.note(printable(`${what} was not checked: ${message}`));
    return undefined;
  } finally {
    over.abort();
  }
}
