import type { Guards } from '../../src/migration/model/guards.ts';
import type { Notices } from '../../src/migration/model/notices.ts';
import type { Trouble } from '../../src/migration/model/troubles.ts';
import type { GuardChange } from '../../src/migration/ports/control.ts';
import type { Troubles } from '../../src/migration/ports/parents.ts';
import type { Ledger } from '../../src/migration/ports/ports.ts';
import { copy } from './copy.ts';
import { MemoryVerifications } from './memory-verifications.ts';

type Guarding = Pick<Ledger, 'setGuards' | 'setNotices' | 'readTroubles' | 'setTroubles' | 'forgetTroubles'>;

/** The ledger's conditions on guards, and on the troubles of parents, in plain code. */
export class MemoryGuards extends MemoryVerifications implements Guarding {
  guards: Guards = {};
  guardChange: GuardChange | undefined;
  notices: Notices | undefined;
  readonly troubles = new Map<string, { list?: readonly Trouble[]; forgottenUntilMs?: number }>();

  setGuards: Ledger['setGuards'] = async (kind, read, guards, change, notices) => {
    if (JSON.stringify(read) !== JSON.stringify(this.guards[kind])) return false;
    if (notices && JSON.stringify(notices.read) !== JSON.stringify(this.notices)) return false;
    const { [kind]: _, ...others } = this.guards;
    this.guards = copy({ ...others, ...(guards ? { [kind]: guards } : {}) });
    if (change) this.guardChange = { ...change };
    if (notices) this.notices = copy(notices.next);
    return true;
  };

  setNotices: Ledger['setNotices'] = async (read, notices) => {
    if (JSON.stringify(read) !== JSON.stringify(this.notices)) return false;
    this.notices = copy(notices);
    return true;
  };

  async readTroubles(parentId: string): Promise<Troubles> {
    const { list = [], ...rest } = this.troubles.get(parentId) ?? {};
    return copy({ list, ...rest });
  }

  async setTroubles(parentId: string, read: Troubles, list: readonly Trouble[]): Promise<boolean> {
    const stored = await this.readTroubles(parentId);
    if (JSON.stringify(stored) !== JSON.stringify(read)) return false;
    this.troubles.set(parentId, copy({ ...stored, list }));
    return true;
  }

  async forgetTroubles(parentId: string, untilMs: number): Promise<boolean> {
    const { forgottenUntilMs } = this.troubles.get(parentId) ?? {};
    if (forgottenUntilMs !== undefined && forgottenUntilMs >= untilMs) return false;
    this.troubles.set(parentId, { forgottenUntilMs: untilMs });
    return true;
  }
}
