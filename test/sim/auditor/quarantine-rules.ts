import type { LogFields } from '../../../src/migration/ports/log.ts';
import type { Invocation } from '../invocation.ts';
import type { Evidence } from './evidence.ts';

/** No more copies of a tenant's messages are counted in an hour than may be kept. Here the auditor reads whose hour it is. */
export function judgeCopyCount(evidence: Evidence, tenant: string | undefined, hour: number): void {
  const key = keyOf(tenant, evidence.ledger.copies.get(tenant ?? '')?.hour ?? hour);
  const counted = (evidence.countedCopies.get(key) ?? 0) + 1;
  evidence.countedCopies.set(key, counted);
  if (counted > evidence.settings.quarantineCopiesPerHour)
    evidence.object('quarantine', `${counted} copies in the hour ${key}`);
}

/** A copy was counted before it was put there; the same may come twice. */
export function judgeCopy(evidence: Evidence, messageId: string, invocation: Invocation): void {
  if (evidence.quarantined.has(messageId)) return;
  invocation.countedCopies--;
  if (invocation.countedCopies < 0) evidence.object('quarantine', `the copy of message ${messageId} is not counted`);
}

/** A copy is left out only where the tenant has had all that it may have in an hour. */
export function judgeNotKept(evidence: Evidence, { messageId = '', tenant }: LogFields): void {
  evidence.count('copies not kept');
  evidence.notKept.add(messageId);
  const limit = evidence.settings.quarantineCopiesPerHour;
  const isUsedUp = [...evidence.countedCopies].some(
    ([key, counted]) => counted >= limit && key.startsWith(keyOf(tenant, '')),
  );
  if (!isUsedUp) evidence.object('quarantine', `no copy of message ${messageId} is kept, though there is room`);
}

function keyOf(tenant = '', hour: number | string): string {
  return `${tenant}/${hour}`;
}
