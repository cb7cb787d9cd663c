import type { Ports } from '../../src/migration/ports/ports.ts';
import { copy } from '../support/copy.ts';
import type { Ablation } from './ablation.ts';

/** What keeps lines of one owner apart. */
export const GROUP_ABLATIONS: Record<string, Pick<Ablation, 'ledger' | 'ports'>> = {
  'a group of lines that are not down together': {
    ports: (ports) => withLedger(ports, { readGroup: async () => ({ entries: [] }), setGroup: async () => true }),
  },
  'a group that is replaced only as it was read': {
    ledger: (ledger) => {
      ledger.setGroup = async (ownerAccount, _read, group, dueAtMs) => {
        ledger.groups.set(ownerAccount, { group: copy(group), dueAtMs });
        return true;
      };
      return ledger;
    },
  },
  'the sweep of groups': { ports: (ports) => withLedger(ports, { dueGroups: async () => ({ ownerAccounts: [] }) }) },
  'a request that stands down loses its intent': {
    ledger: (ledger) => {
      ledger.standDown = async () => true;
      return ledger;
    },
  },
};

function withLedger(ports: Ports, change: Partial<Ports['ledger']>): Ports {
  return { ...ports, ledger: { ...ports.ledger, ...change } };
}
