import { formatKey, keyOf, type RequestItem } from '../model/request-item.ts';
import type { VerifyPorts } from '../ports/ports.ts';

/**
 * Whether what was just listed shows what the request's move has come to, and no other's. The connection item is read after the
 * listings, and its holder after that: a move that they may show is on the one, or its call under way by the other. A holder that
 * has made no call has moved nothing, and one that was refused neither.
 *
 * `undecided`: no one can tell yet; `overtaken`: a later request has moved the line.
 */
export async function standingOf(
  item: RequestItem,
  { ledger }: Pick<VerifyPorts, 'ledger'>,
): Promise<'ours' | 'undecided' | 'overtaken'> {
  const own = formatKey(keyOf(item));
  const { active, lastMovedBy } = await ledger.readConnection(item.request.connectionId);
  // Verification began after W5 of its request: another one there is a later one.
  if (lastMovedBy && formatKey(lastMovedBy) !== own) return 'overtaken';
  if (!active || formatKey(active) === own) return 'ours';
  const holder = await ledger.read(active);
  return holder?.state === 'RECEIVED' && !holder.attempt ? 'ours' : 'undecided';
}
