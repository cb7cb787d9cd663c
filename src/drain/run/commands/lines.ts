import { DRAINS_TENANT } from '../../../migration/model/drains-tenant.ts';
import { isFinal } from '../../../migration/model/request-item.ts';
import { moveOf } from '../../../migration/outcome/move-of.ts';
import type { Requests } from '../../../migration/ports/requests.ts';
import type { DrainDeclined } from '../command.ts';
import type { Drain } from '../drain.ts';
import type { LineProgress, LineState } from '../line.ts';
import { requestIdOf } from '../request-of.ts';
import { declined } from './answer.ts';

/** A line of the drain; or why there is none. */
export function lineOf({ lines }: Pick<Drain, 'lines'>, connectionId: string): LineProgress | DrainDeclined {
  const line = Object.hasOwn(lines, connectionId) ? lines[connectionId] : undefined;
  return line ?? declined('there is no such line in the drain');
}

export function withLine(drain: Drain, connectionId: string, line: LineProgress): Drain {
  return { ...drain, lines: { ...drain.lines, [connectionId]: line } };
}

/**
 * What became of a line's last try: open while its request may still be called for, is held, or was not seen yet.
 * moved: by this request; another may have moved it on since.
 */
export type TryEnd = 'moved' | 'notMoved' | 'open';

const MOVED: ReadonlySet<LineState> = new Set<LineState>(['moved', 'seen', 'unhealthy', 'unknown', 'healthy']);
/** Where only the request itself says it: nobody has looked at it since, or a person has set the line aside. */
const ASK: ReadonlySet<LineState> = new Set<LineState>(['released', 'held', 'setAside']);

/** As the drain has it, or as its request says now. */
export async function endOfTry(
  drainId: string,
  connectionId: string,
  line: LineProgress,
  { ledger }: { ledger: Pick<Requests, 'read'> },
): Promise<TryEnd> {
  if (MOVED.has(line.state)) return 'moved';
  if (!line.try || !ASK.has(line.state)) return 'notMoved';
  const requestId = requestIdOf({ drainId, connectionId, try: line.try.number });
  const item = await ledger.read({ tenant: DRAINS_TENANT, requestId });
  if (!item || !isFinal(item.state)) return 'open';
  return moveOf(item) ? 'moved' : 'notMoved';
}
