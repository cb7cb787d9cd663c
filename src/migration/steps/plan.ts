import type { Reason } from '../../contract/reason.ts';
import type { RequestItem } from '../model/request-item.ts';
import { seenIn } from '../outcome/build-outcome.ts';
import { recordUncalled } from '../outcome/record-outcome.ts';
import type { Ports } from '../ports/ports.ts';
import type { Turn } from '../step-result.ts';
import { expiry, tooOld } from './change-window.ts';
import { isSuperseded, SUPERSEDED } from './connection-lock.ts';
import type { Found } from './find-connection.ts';
import { unmetCondition } from './preconditions.ts';

/** Answers a dry run from one look. It reads the connection's order, but takes nothing and holds nobody up. */
export async function plan(item: RequestItem, look: Found, ports: Ports): Promise<Turn> {
  const refused = await refusal(item, look, ports);
  return recordUncalled(item, { state: 'PLANNED', reason: refused ?? null, seen: seenIn(look) }, ports);
}

async function refusal(item: RequestItem, look: Found, ports: Ports): Promise<Reason | undefined> {
  const { connectionId, parentConnectionId } = item.request;
  const expired = expiry(item, ports.clock());
  if (expired) return expired;
  const old = tooOld(item, ports.settings);
  if (old) return old;
  if (isSuperseded(item, await ports.ledger.readConnection(connectionId))) return SUPERSEDED;
  if (look.parent === parentConnectionId) return undefined;
  return unmetCondition(item, look, () => ports.directConnect.describeParent(parentConnectionId));
}
