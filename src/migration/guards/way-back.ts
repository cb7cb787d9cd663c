import type { RequestItem } from '../model/request-item.ts';
import type { AdvancePorts } from '../ports/ports.ts';

/**
 * Whether the request takes its line back to where it came from in its last move, while that one is not found healthy: nothing that
 * protects lines may keep one from that. Asked only where something stands in its way.
 */
export async function isWayBack(
  { request }: RequestItem,
  { ledger }: { ledger: Pick<AdvancePorts['ledger'], 'readConnection' | 'readVerification'> },
): Promise<boolean> {
  const { lastFrom, lastMovedBy } = await ledger.readConnection(request.connectionId);
  if (lastMovedBy === undefined || lastFrom !== request.parentConnectionId) return false;
  const read = await ledger.readVerification(lastMovedBy);
  return read?.verification.verdict !== 'HEALTHY';
}
