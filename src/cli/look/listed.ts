import { type Reading, readDirectConnect } from '../../aws/inventory/read-direct-connect.ts';
import { toLines } from '../../aws/inventory/to-ports.ts';
import type { Line } from '../../drain/plan/inventory.ts';
import { CliError } from '../cli-error.ts';
import { explain } from '../context/aws-errors.ts';
import type { Context } from '../context/context.ts';
import { progress } from '../output/progress.ts';

/** A line as Direct Connect lists it, and when its lists were begun to be read, in milliseconds since the epoch. */
export interface ListedLine extends Line {
  readAtMs: number;
}

/** Where a line is by the lists of all ports; or, where it is on none, what there is. */
export interface Listing {
  line?: ListedLine;
  /** Of all lines. */
  lines: readonly string[];
}

/**
 * Asks Direct Connect for a line that the ledger does not know. Undefined where it could not be asked, which it says.
 *
 * @throws CliError where it is a port, or where lines were moved while the lists were read, so that it may be on one all the same
 */
export async function listingOf({ aws, clock, out }: Context, id: string): Promise<Listing | undefined> {
  const shown = progress();
  let reading: Reading;
  try {
    reading = await readDirectConnect({ client: aws.directConnect, clock, say: shown.say });
  } catch (error) {
    const { message } = error instanceof CliError ? error : await explain(error);
    out.note(`Where ${id} is was not asked: ${message}`);
    return undefined;
  } finally {
    shown.end();
  }
  refusePort(id, reading);
  const lines = toLines(reading);
  const [line, ...others] = lines.filter(({ connectionId }) => connectionId === id);
  if (others.length > 0 || (!line && reading.unsettled.length > 0)) {
    throw new CliError(`where ${id} is could not be found out: lines were moved while the lists were read`, {
      todo: 'run it again in a minute',
    });
  }
  return {
    ...(line ? { line: { ...line, readAtMs: reading.atMs } } : {}),
    lines: lines.map(({ connectionId }) => connectionId),
  };
}

function refusePort(id: string, { interconnects }: Reading): void {
  if (!interconnects.some(({ interconnectId }) => interconnectId === id)) return;
  throw new CliError(`${id} is an interconnect, and no line`, { todo: 'dxm parents shows what is on it' });
}
