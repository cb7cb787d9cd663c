import { turnsAtOnce } from '../../../src/migration/pace/turns-at-once.ts';
import type { DirectConnect } from '../../../src/migration/ports/direct-connect.ts';
import type { Ledger, Ports } from '../../../src/migration/ports/ports.ts';
import { observing } from '../../../src/migration/steps/recent-listings.ts';
import type { DirectConnectWorld } from '../../pace/direct-connect.ts';
import { DEFAULT_SETTINGS } from '../../support/default-settings.ts';
import { ownersOf, TENANTS } from './requests.ts';

interface Given {
  ledger: Ledger;
  world: DirectConnectWorld;
  /** Milliseconds since the epoch. */
  clock: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  callsPerSecond: number;
}

/** All that the core needs: Direct Connect answers at once, and events are dropped. */
export function portsOver({ ledger, world, clock, sleep, callsPerSecond }: Given): Ports {
  const settings = { ...DEFAULT_SETTINGS, callsPerSecond };
  const directConnect: DirectConnect = {
    listHosted: async (parentId) => ({ atMs: clock(), lines: world.list(parentId) }),
    describeParent: async () => ({ state: 'available', allowsHostedConnections: true }),
    associate: async (connectionId, parentId) => world.associate(connectionId, parentId),
  };
  let ids = 0;
  return {
    ...{ ledger, clock, sleep, settings, ...observing(directConnect, clock) },
    turns: turnsAtOnce({ ledger, clock, settings }),
    bus: { publish: async () => undefined },
    quarantine: { store: async () => undefined },
    random: () => 0.5,
    newId: () => `attempt-${++ids}`,
    log: () => undefined,
    tenants: TENANTS.map((name) => tenantOf(name, world)),
    releases: { releaseOf: async () => ({ kind: 'notReleased' }) },
    wakeDispatch: async () => undefined,
    serviceVersion: '0.0.0-bench',
  };
}

function tenantOf(name: string, world: DirectConnectWorld): Ports['tenants'][number] {
  const entry = { name, senders: [], ownerAccounts: ownersOf(name) };
  // Lines are placed later.
  return Object.defineProperty({ ...entry, parents: [] }, 'parents', { get: () => world.parents });
}
