import type { AdvancePorts } from '../ports/ports.ts';

/** After so long without a new mark, `dispatch` may be gone, in milliseconds: whoever comes to the backlog wakes it again. */
export const MARK_LASTS_MS = 5_000;

/** A request has come to the backlog: has `dispatch` run, unless someone else has done so just now. */
export async function wakeDispatch({ ledger, clock, wakeDispatch: wake }: AdvancePorts): Promise<void> {
  const { backlogAtMs } = await ledger.readControl();
  const now = clock();
  if (backlogAtMs !== undefined && Math.abs(now - backlogAtMs) < MARK_LASTS_MS) return;
  if (await ledger.markBacklog(backlogAtMs, now)) await wake();
}
