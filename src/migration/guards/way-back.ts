import { DRAINS_TENANT } from '../model/drains-tenant.ts';
import type { RequestItem } from '../model/request-item.ts';
import type { AdvancePorts } from '../ports/ports.ts';

interface LastMovePorts {
  ledger: Pick<AdvancePorts['ledger'], 'readConnection' | 'readVerification'>;
}

interface WayBackPorts extends LastMovePorts, Pick<AdvancePorts, 'releases'> {
  ledger: LastMovePorts['ledger'] & Pick<AdvancePorts['ledger'], 'readControl'>;
}

/**
 * Whether the request undoes its line's last move, while that is not found healthy; or, healthy or not, is of the rollback of a drain. Nothing that protects lines may keep one from that, but lines of its owner that are down
 * (keep-apart.ts): a healthy line is a leg that can be lost. Asked only where something stands in its way.
 */
export async function isWayBack(item: RequestItem, ports: WayBackPorts): Promise<boolean> {
  return (await undoesLastMove(item, ports)) || (await isOfRollback(item, ports));
}

/** Whether it takes its line back to where that came from in its last move, which is not found healthy. */
export async function undoesLastMove({ request }: RequestItem, { ledger }: LastMovePorts): Promise<boolean> {
  const { lastFrom, lastMovedBy } = await ledger.readConnection(request.connectionId);
  if (lastMovedBy === undefined || lastFrom !== request.parentConnectionId) return false;
  const read = await ledger.readVerification(lastMovedBy);
  return read?.verification.verdict !== 'HEALTHY';
}

async function isOfRollback({ tenant, request }: RequestItem, { ledger, releases }: WayBackPorts): Promise<boolean> {
  if (tenant !== DRAINS_TENANT) return false;
  const release = await releases.releaseOf(request, await ledger.readControl());
  return release.kind === 'released' && release.isWayBack;
}
