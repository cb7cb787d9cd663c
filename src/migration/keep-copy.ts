import type { ReasonCode } from '../contract/reason.ts';
import type { Message } from './model/message.ts';
import type { ReceivePorts } from './ports/ports.ts';

const HOUR_MS = 3_600_000;

/**
 * Keeps a copy of a message in quarantine, unless its tenant has had its copies of the hour: what one tenant sends must not bury
 * what the others have there. Messages from senders of no tenant count as one tenant's.
 */
export async function keepCopy(
  message: Message,
  tenant: string | undefined,
  reason: ReasonCode,
  ports: ReceivePorts,
): Promise<void> {
  const fields = { tenant, messageId: message.id, cause: reason };
  const counted = await countCopy(tenant, ports);
  if (counted === 'over') {
    ports.log('copyNotKept', fields);
    return;
  }
  // Before the copy: if it is not stored now, the message comes again, but not as the first of the hour.
  if (counted === 'first') ports.log('quarantineBegan', fields);
  await ports.quarantine.store(message, { ...(tenant === undefined ? {} : { tenant }), reason });
}

/** Last, once more: another process may have begun the hour, or the write that did was not answered. */
async function countCopy(
  tenant: string | undefined,
  { ledger, clock, settings }: ReceivePorts,
): Promise<'first' | 'further' | 'over'> {
  const hour = Math.floor(clock() / HOUR_MS);
  const { quarantineCopiesPerHour: limit } = settings;
  if (await ledger.countCopy(tenant, hour, limit)) return 'further';
  if (await ledger.startCopyHour(tenant, hour)) return 'first';
  return (await ledger.countCopy(tenant, hour, limit)) ? 'further' : 'over';
}
