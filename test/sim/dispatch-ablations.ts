import type { RequestKey } from '../../src/migration/model/request-item.ts';
import type { BacklogEntry } from '../../src/migration/ports/due-index.ts';
import type { Ports } from '../../src/migration/ports/ports.ts';
import type { Ablation } from './ablation.ts';
import { HOUR } from './settings.ts';

type Show = (entry: BacklogEntry, ports: Ports) => Promise<BacklogEntry>;

/** Guards of `dispatch`, which keeps who waits in its memory: without each, the backlog is shown to it as something else. */
export const DISPATCH_ABLATIONS: Record<string, Pick<Ablation, 'ports'>> = {
  'turns between tenants': { ports: withOneTenant },
  'a list that begins after the lock is taken': { ports: withListsOfBefore },
  'the nearest end first': { ports: (ports) => withBacklogShown(ports, byArrival) },
  'deaths one at a time': {
    ports: (ports) => withBacklogShown(ports, async (entry) => ({ ...entry, postponements: 0 })),
  },
};

function withBacklogShown(ports: Ports, show: Show): Ports {
  const { ledger } = ports;
  const dueToCall: typeof ledger.dueToCall = async (...given) => {
    const page = await ledger.dueToCall(...given);
    return { ...page, items: await Promise.all(page.items.map((entry) => show(entry, ports))) };
  };
  return { ...ports, ledger: { ...ledger, dueToCall } };
}

/** As if each had to be called in when it came, but far enough ahead that its time is not over. */
async function byArrival(entry: BacklogEntry, { ledger }: Ports): Promise<BacklogEntry> {
  const item = await ledger.read(entry.key);
  return { ...entry, callByMs: (item?.history[0]?.atMs ?? 0) + 1000 * HOUR };
}

/** Whatever an invocation has listed once, it does not list again. */
function withListsOfBefore(ports: Ports): Ports {
  const { listHosted } = ports.directConnect;
  const known = new Map<string, ReturnType<typeof listHosted>>();
  return {
    ...ports,
    directConnect: {
      ...ports.directConnect,
      listHosted: (parentId, timeout, isWanted) => {
        const listing = known.get(parentId) ?? listHosted(parentId, timeout);
        known.set(parentId, listing);
        return listing.then(({ atMs, lines }) => ({
          atMs,
          lines: lines === 'absent' || !isWanted ? lines : lines.filter(isWanted),
        }));
      },
    },
  };
}

const ONE = 'all';

/** In the backlog, all tenants are one; to the ledger they are what they were. */
function withOneTenant(ports: Ports): Ports {
  const { ledger } = ports;
  return {
    ...ports,
    ledger: {
      ...ledger,
      dueToCall: async (...given) => {
        const { items, ...page } = await ledger.dueToCall(...given);
        return { ...page, items: items.map((entry) => ({ ...entry, key: hidden(entry.key) })) };
      },
      read: (key) => ledger.read(shown(key)),
      postpone: (key, ...rest) => ledger.postpone(shown(key), ...rest),
    },
  };
}

function hidden({ tenant, requestId }: RequestKey): RequestKey {
  return { tenant: ONE, requestId: `${tenant}#${requestId}` };
}

function shown(key: RequestKey): RequestKey {
  const [tenant = '', ...rest] = key.requestId.split('#');
  return key.tenant === ONE ? { tenant, requestId: rest.join('#') } : key;
}
