import type { Reason } from '../contract/reason.ts';
import { isSuperseded, SUPERSEDED } from './connection.ts';
import type { Found } from './look.ts';
import { seenIn } from './outcome.ts';
import type { AdvancePorts } from './ports.ts';
import { unmetCondition } from './preconditions.ts';
import type { Turn } from './progress.ts';
import type { RequestItem } from './request-item.ts';
import { settleUncalled } from './settle.ts';
import { expiry, tooOld } from './window.ts';

/** Answers a dry run from one look. It reads the connection's order, but takes nothing and holds nobody up. */
export async function plan(item: RequestItem, look: Found, ports: AdvancePorts): Promise<Turn> {
  const refused = await refusal(item, look, ports);
  return settleUncalled(item, { state: 'PLANNED', reason: refused ?? null, seen: seenIn(look) }, ports);
}

async function refusal(item: RequestItem, look: Found, ports: AdvancePorts): Promise<Reason | undefined> {
  const { connectionId, parentConnectionId } = item.request;
  const expired = expiry(item, ports.clock());
  if (expired) return expired;
  const old = tooOld(item, ports.settings);
  if (old) return old;
  if (isSuperseded(item, await ports.ledger.readConnection(connectionId))) return SUPERSEDED;
  if (look.parent === parentConnectionId) return undefined;
  return unmetCondition(item, look, () => ports.directConnect.describeParent(parentConnectionId));
}
