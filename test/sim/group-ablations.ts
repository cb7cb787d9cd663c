import type { Group } from '../../src/migration/groups/group.ts';
import type { Ports } from '../../src/migration/ports/ports.ts';
import type { Ablation } from './ablation.ts';

/** What keeps lines of one owner apart. */
export const GROUP_ABLATIONS: Record<string, Pick<Ablation, 'ledger' | 'ports'>> = {
  'a group of lines that are not down together': {
    ports: (ports) => withLedger(ports, { readGroup: async () => ({ entries: [] }), setGroup: async () => true }),
  },
  'a group that is replaced only as it was read': {
    ledger: (ledger) => {
      ledger.setGroup = async (ownerAccount, _read, group, dueAtMs) => {
        ledger.groups.set(ownerAccount, { group: structuredClone(group), dueAtMs });
        return true;
      };
      return ledger;
    },
  },
  'the sweep of groups': { ports: (ports) => withLedger(ports, { dueGroups: async () => ({ ownerAccounts: [] }) }) },
  'the age of an entry that is swept': { ports: withOldEntries },
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

/** Whoever asks which groups are due reads entries that were made long ago. */
function withOldEntries(ports: Ports): Ports {
  const { ledger } = ports;
  const asRead = new Map<string, Group>();
  let sweeps = false;
  return withLedger(ports, {
    dueGroups: (...given) => {
      sweeps = true;
      return ledger.dueGroups(...given);
    },
    readGroup: async (ownerAccount) => {
      const group = await ledger.readGroup(ownerAccount);
      if (!sweeps) return group;
      const old = { ...group, entries: group.entries.map((entry) => ({ ...entry, atMs: 0 })) };
      asRead.set(JSON.stringify(old), group);
      return old;
    },
    setGroup: (ownerAccount, read, group, dueAtMs) => {
      const before = asRead.get(JSON.stringify(read)) ?? read;
      const made = new Map(before.entries.map((entry) => [entry.attemptId, entry]));
      const entries = group.entries.map((entry) => made.get(entry.attemptId) ?? entry);
      return ledger.setGroup(ownerAccount, before, { ...group, entries }, dueAtMs);
    },
  });
}
