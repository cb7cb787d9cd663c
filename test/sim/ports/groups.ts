import type { Groups } from '../../../src/migration/ports/groups.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import type { DueIndex } from '../due-index.ts';
import type { Invocation } from '../invocation.ts';
import { notify, readFrom, writeTo } from './reach-ledger.ts';

/** Notified when a group was written. */
export interface GroupWatch {
  grouped(ownerAccount: string): void;
}

/** The redundancy groups of the ledger as one invocation reaches them. */
export function groupsPort(invocation: Invocation, ledger: Ledger, index: DueIndex, watch: GroupWatch): Groups {
  return {
    readGroup: (...given) => readFrom(invocation, 'readGroup', given, () => ledger.readGroup(...given)),
    setGroup: (...given) =>
      writeTo(invocation, 'setGroup', given, () =>
        notify(
          ledger.setGroup(...given).finally(() => index.refresh()),
          () => watch.grouped(given[0]),
        ),
      ),
    dueGroups: (now, next) =>
      readFrom(invocation, 'dueGroups', [now, next], async () => index.dueGroups(now, () => invocation.fate.lag())),
  };
}
