import { seenBefore } from '../../src/migration/call/apply-answer.ts';
import { formatKey } from '../../src/migration/model/request-item.ts';
import { recordAfterCall } from '../../src/migration/outcome/record-outcome.ts';
import { ObservationUnfinishedError } from '../../src/migration/ports/direct-connect.ts';
import type { Ports } from '../../src/migration/ports/ports.ts';

const SECOND = 1000;

/** Guards around the ports, each with ports that lack it. */
export const PORT_ABLATIONS: Record<string, (ports: Ports) => Ports> = {
  'permission at all': (ports) => {
    const ownerAccounts = [...new Set(ports.tenants.flatMap((tenant) => tenant.ownerAccounts))];
    const parents = [...new Set(ports.tenants.flatMap((tenant) => tenant.parents))];
    return { ...ports, tenants: ports.tenants.map((tenant) => ({ ...tenant, ownerAccounts, parents })) };
  },

  'a sender of the tenant whose queue it is': (ports) => {
    const senders = ports.tenants.flatMap((tenant) => tenant.senders);
    return { ...ports, tenants: ports.tenants.map((tenant) => ({ ...tenant, senders })) };
  },

  'nothing more for a closed tenant': (ports) => ({
    ...ports,
    tenants: ports.tenants.map(({ closed: _closed, ...tenant }) => tenant),
  }),

  'permission before the connection': (ports) => ({
    ...ports,
    ledger: {
      ...ports.ledger,
      read: async (key) => {
        const item = await ports.ledger.read(key);
        if (item?.state !== 'RECEIVED' || item.request.dryRun) return item;
        const { orderKey, fence } = item;
        await ports.ledger.takeLock(item.request.connectionId, key, { orderKey, fence, ownerAccount: '' });
        return item;
      },
    },
  }),

  'one attempt per call': (ports) => ({
    ...ports,
    directConnect: {
      ...ports.directConnect,
      associate: async (...call) => {
        const answer = await ports.directConnect.associate(...call);
        return answer.kind === 'unclear' ? ports.directConnect.associate(...call) : answer;
      },
    },
  }),

  'the wait for the effect timeout': (ports) => {
    const effectTimeoutMs = 1 - ports.settings.clockSkewMs;
    return { ...ports, settings: { ...ports.settings, effectTimeoutMs } };
  },

  'the skew at the effect timeout': (ports) => {
    const { effectTimeoutMs, clockSkewMs } = ports.settings;
    return { ...ports, settings: { ...ports.settings, effectTimeoutMs: effectTimeoutMs - clockSkewMs } };
  },

  'what a call that was throttled may have done': (ports) => ({
    ...ports,
    ledger: {
      ...ports.ledger,
      read: async (key) => {
        const item = await ports.ledger.read(key);
        if (item?.state !== 'RECEIVED' || !item.attempt) return item;
        const { attempt, ...rest } = item;
        return rest;
      },
    },
  }),

  'a request that has called is not replaced before an observation': withHolderThatNeverCalled,

  'a refusal after an earlier call is checked': (ports) => ({
    ...ports,
    ledger: {
      ...ports.ledger,
      markUnclear: async (key, attempt, ...rest) => {
        const { refusal } = attempt;
        const item = refusal && (await ports.ledger.read(key));
        if (!item) return ports.ledger.markUnclear(key, attempt, ...rest);
        const called = { ...item, attempt };
        await recordAfterCall(called, { state: 'FAILED', reason: refusal, seen: seenBefore(called) }, ports);
        return true;
      },
    },
  }),

  'the deadline of a call counted from its intent': (ports) => ({
    ...ports,
    directConnect: {
      ...ports.directConnect,
      associate: (connectionId, parentId) =>
        ports.directConnect.associate(connectionId, parentId, ports.settings.callTimeoutMs),
    },
  }),

  'the search of other parents only at the end': withSearchEachTime,

  'a line on two parents decides nothing': withFirstSightingOnly,

  'the time that a list may take': (ports) => ({
    ...ports,
    directConnect: {
      ...ports.directConnect,
      listHosted: (parent, _timeout, isWanted) => ports.directConnect.listHosted(parent, undefined, isWanted),
    },
  }),

  'a cause for an observation that does not end': (ports) => ({
    ...ports,
    directConnect: {
      ...ports.directConnect,
      listHosted: (...given) => ports.directConnect.listHosted(...given).catch(withoutCause),
    },
  }),

  'the end of a window while nothing can be observed': withWindowForgottenInTheDark,

  'the window once more after the intent': withClockStoppedByTheIntent,

  'no outcome marked as published before the bus has it': (ports) => ({
    ...ports,
    bus: { publish: (event) => ports.bus.publish(event).catch(() => undefined) },
  }),

  'a copy in quarantine before the answer': (ports) => ({
    ...ports,
    quarantine: { store: (message, reason) => ports.quarantine.store(message, reason).catch(() => undefined) },
  }),
};

/** The request that holds a connection is read as if it had never called. */
function withHolderThatNeverCalled(ports: Ports): Ports {
  const { ledger } = ports;
  const holders = new Set<string>();
  return {
    ...ports,
    ledger: {
      ...ledger,
      takeLock: async (connectionId, key, ...rest) => {
        const taken = await ledger.takeLock(connectionId, key, ...rest);
        const { active } = taken ? {} : await ledger.readConnection(connectionId);
        if (active && formatKey(active) !== formatKey(key)) holders.add(formatKey(active));
        return taken;
      },
      read: async (key) => {
        const item = await ledger.read(key);
        if (!holders.delete(formatKey(key)) || item?.state !== 'RECEIVED') return item;
        const { attempt, ...rest } = item;
        return rest;
      },
    },
  };
}

/** A line that is not on a parent is searched for on all that tenants have, each time; what that shows makes no difference. */
function withSearchEachTime(ports: Ports): Ports {
  const { listHosted } = ports.directConnect;
  const all = new Set(ports.tenants.flatMap(({ parents }) => parents));
  return {
    ...ports,
    directConnect: {
      ...ports.directConnect,
      listHosted: async (parentId, timeout, isWanted) => {
        const listing = await listHosted(parentId, timeout, isWanted);
        if (listing.lines === 'absent' || !isWanted || listing.lines.some(isWanted)) return listing;
        for (const other of all) await listHosted(other, timeout, isWanted).catch(() => undefined);
        return listing;
      },
    },
  };
}

/** An error like any other: the request comes again, and nothing says what it waits for. */
function withoutCause(error: unknown): never {
  throw error instanceof ObservationUnfinishedError ? new Error('not in time') : error;
}

/** Of a line that is listed on two parents only what was answered first counts. */
function withFirstSightingOnly(ports: Ports): Ports {
  const sightings = new Map<string, { parent: string; until: number }>();
  return {
    ...ports,
    directConnect: {
      ...ports.directConnect,
      listHosted: async (parent, ...rest) => {
        const listing = await ports.directConnect.listHosted(parent, ...rest);
        if (listing.lines === 'absent') return listing;
        const lines = listing.lines.filter(({ connectionId = '' }) => {
          const first = sightings.get(connectionId);
          const isSecond = first !== undefined && first.parent !== parent && ports.clock() < first.until;
          if (!isSecond) sightings.set(connectionId, { parent, until: ports.clock() + 2 * SECOND });
          return !isSecond;
        });
        return { ...listing, lines };
      },
    },
  };
}

/** Once an observation has failed, the request is as one without a window. */
function withWindowForgottenInTheDark(ports: Ports): Ports {
  const dark = new Set<object>();
  const inTheDark = (error: unknown) => {
    for (const request of seen) dark.add(request);
    throw error;
  };
  const seen = new Set<object>();
  return {
    ...ports,
    ledger: {
      ...ports.ledger,
      read: async (key) => {
        const item = await ports.ledger.read(key);
        if (item?.request.notAfter === undefined) return item;
        const { notAfter, ...rest } = item.request;
        const request = Object.defineProperty(rest, 'notAfter', {
          enumerable: true,
          get: () => (dark.has(request) ? undefined : notAfter),
        }) as typeof item.request;
        seen.add(request);
        return { ...item, request };
      },
    },
    directConnect: {
      ...ports.directConnect,
      listHosted: (...given) => ports.directConnect.listHosted(...given).catch(inTheDark),
      describeParent: (parent) => ports.directConnect.describeParent(parent).catch(inTheDark),
    },
  };
}

/** From W3 until the call the clock stands still, as if no one read it in between. */
function withClockStoppedByTheIntent(ports: Ports): Ports {
  let stoppedAtMs: number | undefined;
  return {
    ...ports,
    clock: () => stoppedAtMs ?? ports.clock(),
    ledger: {
      ...ports.ledger,
      intend: (...given) => {
        stoppedAtMs = ports.clock();
        return ports.ledger.intend(...given);
      },
    },
    directConnect: {
      ...ports.directConnect,
      associate: (...given) => {
        stoppedAtMs = undefined;
        return ports.directConnect.associate(...given);
      },
    },
  };
}
