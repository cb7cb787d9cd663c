import { formatKey } from '../../src/migration/model/request-item.ts';
import { conclusiveAfter } from '../../src/migration/model/settings.ts';
import type { Ports } from '../../src/migration/ports/ports.ts';

/** Guards of the verification of moves, each with ports that lack it. */
export const VERIFICATION_ABLATIONS: Record<string, (ports: Ports) => Ports> = {
  'a verification of each move': (ports) => ({
    ...ports,
    ledger: { ...ports.ledger, beginVerification: async () => true },
  }),

  'only looks that show what the move has done': (ports) => ({
    ...ports,
    ledger: {
      ...ports.ledger,
      beginVerification: (key, { movedAtMs, ...verification }) => {
        const long = conclusiveAfter(0, ports.settings) + 1;
        return ports.ledger.beginVerification(key, { ...verification, movedAtMs: movedAtMs - long }, movedAtMs);
      },
    },
  }),

  'the soak': (ports) => ({ ...ports, settings: { ...ports.settings, soakMs: 0 } }),

  'the holder of a line that is looked at': withoutHolders,

  'who has moved a line last': (ports) => ({
    ...ports,
    ledger: {
      ...ports.ledger,
      readConnection: async (connectionId) => {
        const { lastMovedBy, ...connection } = await ports.ledger.readConnection(connectionId);
        return connection;
      },
    },
  }),

  'a verdict is published before the next one': (ports) => ({
    ...ports,
    ledger: {
      ...ports.ledger,
      readVerification: async (key) => {
        const read = await ports.ledger.readVerification(key);
        if (!read) return undefined;
        const { event, ...verification } = read.verification;
        return { ...read, verification };
      },
    },
  }),

  'one listing of a parent for all': (ports) => ({
    ...ports,
    ledger: { ...ports.ledger, readNextLook: async () => undefined, claimLook: withoutCondition(ports) },
  }),
};

/** Whoever claims a parent gets it, whatever others have. */
function withoutCondition({ ledger }: Ports): Ports['ledger']['claimLook'] {
  return async (parentId, _read, nextAtMs) => ledger.claimLook(parentId, await ledger.readNextLook(parentId), nextAtMs);
}

/** Of a line that is being verified, the invocation does not see who holds it. */
function withoutHolders(ports: Ports): Ports {
  const { ledger } = ports;
  const movers = new Map<string, string>();
  return {
    ...ports,
    ledger: {
      ...ledger,
      readVerification: async (key) => {
        const read = await ledger.readVerification(key);
        if (read) movers.set(read.verification.connectionId, formatKey(key));
        return read;
      },
      readConnection: async (connectionId) => {
        const { active, ...connection } = await ledger.readConnection(connectionId);
        const isSeen = active && formatKey(active) === movers.get(connectionId);
        return movers.has(connectionId) && !isSeen ? connection : { ...connection, ...(active && { active }) };
      },
    },
  };
}
