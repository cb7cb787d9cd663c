import type { RequestKey } from '../model/request-item.ts';
import type { Verification } from '../verification/verification.ts';

/** A verification as it was read. */
export interface StoredVerification {
  verification: Verification;
  /** One more with every change. */
  version: number;
  /** Absent once its verdict is final and published. */
  dueAtMs?: number;
}

export interface VerificationPage {
  items: { key: RequestKey; dueAtMs: number }[];
  next?: string;
}

/** `VERIFICATION#<tenant>#<requestId>`, and of `PARENT#<id>` when it may be listed for them. */
export interface Verifications {
  /** False if there is one already. */
  beginVerification(key: RequestKey, verification: Verification, dueAtMs: number): Promise<boolean>;
  readVerification(key: RequestKey): Promise<StoredVerification | undefined>;
  /** Replaces it, if it is still the version read; without a due time it is taken up no more. */
  setVerification(
    key: RequestKey,
    version: number,
    verification: Verification,
    dueAtMs: number | undefined,
  ): Promise<boolean>;
  /** Keys of those that are due at `now` or before, oldest first; may lag behind the items. */
  dueToVerify(now: number, next?: string): Promise<VerificationPage>;
  /** From when on a parent may be listed to verify the lines that have left it or come to it; undefined if it never was. */
  readNextLook(parentId: string): Promise<number | undefined>;
  /** The right to list it once, now: sets when it may be listed next, if that is still as it was read. */
  claimLook(parentId: string, read: number | undefined, nextAtMs: number): Promise<boolean>;
}
