import { formatKey, type RequestKey } from '../../src/migration/model/request-item.ts';
import type { StoredVerification, Verifications } from '../../src/migration/ports/verifications.ts';
import { copy } from './copy.ts';
import { MemoryGroups } from './memory-groups.ts';

/** The verifications of the ledger in memory, and when parents may be listed for them. */
export class MemoryVerifications extends MemoryGroups implements Verifications {
  readonly verifications = new Map<string, StoredVerification & { key: RequestKey }>();
  readonly nextLooks = new Map<string, number>();

  beginVerification: Verifications['beginVerification'] = async (key, verification, dueAtMs) => {
    if (this.verifications.has(formatKey(key))) return false;
    this.verifications.set(formatKey(key), { key, verification: copy(verification), version: 1, dueAtMs });
    return true;
  };

  readVerification: Verifications['readVerification'] = async (key) => {
    const stored = copy(this.verifications.get(formatKey(key)));
    if (!stored) return undefined;
    const { key: _, ...verification } = stored;
    return verification;
  };

  setVerification: Verifications['setVerification'] = async (key, version, verification, dueAtMs) => {
    const stored = this.verifications.get(formatKey(key));
    if (stored?.version !== version) return false;
    const changed = { key, verification: copy(verification), version: version + 1 };
    this.verifications.set(formatKey(key), dueAtMs === undefined ? changed : { ...changed, dueAtMs });
    return true;
  };

  dueToVerify: Verifications['dueToVerify'] = async (now) => {
    const due = [...this.verifications.values()].flatMap(({ key, dueAtMs }) =>
      dueAtMs !== undefined && dueAtMs <= now ? [{ key, dueAtMs }] : [],
    );
    return { items: due.sort((a, b) => a.dueAtMs - b.dueAtMs) };
  };

  readNextLook: Verifications['readNextLook'] = async (parentId) => this.nextLooks.get(parentId);

  claimLook: Verifications['claimLook'] = async (parentId, read, nextAtMs) => {
    if (this.nextLooks.get(parentId) !== read) return false;
    this.nextLooks.set(parentId, nextAtMs);
    return true;
  };
}
