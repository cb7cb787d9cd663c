import type { RequestKey } from '../../../src/migration/model/request-item.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import type { Verifications } from '../../../src/migration/ports/verifications.ts';
import type { Verification } from '../../../src/migration/verification/verification.ts';
import type { DueIndex } from '../due-index.ts';
import type { Invocation } from '../invocation.ts';
import { notify, readFrom, writeTo } from './reach-ledger.ts';

/** Notified of what is written about the verification of moves, at the moment in which it is done. */
export interface VerificationWatch {
  verificationBegan(key: RequestKey, verification: Verification): void;
  verificationSet(key: RequestKey, verification: Verification, isDue: boolean, invocation: Invocation): void;
  lookClaimed(parentId: string, invocation: Invocation): void;
}

/** The verifications of the ledger as one invocation reaches them. */
export function verificationsPort(
  invocation: Invocation,
  ledger: Ledger,
  index: DueIndex,
  watch: VerificationWatch,
): Verifications {
  const read = <T>(name: string, given: unknown[], run: () => Promise<T>) => readFrom(invocation, name, given, run);
  const write = (name: string, given: unknown[], run: () => Promise<boolean>) =>
    writeTo(invocation, name, given, () => run().finally(() => index.refresh()));
  const lag = () => invocation.fate.lag();
  return {
    beginVerification: (...given) =>
      write('beginVerification', given, () =>
        notify(ledger.beginVerification(...given), () => watch.verificationBegan(given[0], given[1])),
      ),
    readVerification: (...given) => read('readVerification', given, () => ledger.readVerification(...given)),
    setVerification: (...given) =>
      write('setVerification', given, () =>
        notify(ledger.setVerification(...given), () =>
          watch.verificationSet(given[0], given[2], given[3] !== undefined, invocation),
        ),
      ),
    dueToVerify: (now, next) => read('dueToVerify', [now, next], async () => index.dueToVerify(now, next, lag)),
    readNextLook: (...given) => read('readNextLook', given, () => ledger.readNextLook(...given)),
    // Whoever does not hear of it lists nothing.
    claimLook: (...given) =>
      notify(
        write('claimLook', given, () => ledger.claimLook(...given)),
        () => watch.lookClaimed(given[0], invocation),
      ),
  };
}
