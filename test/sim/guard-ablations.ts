import { formatKey } from '../../src/migration/model/request-item.ts';
import type { ControlItem } from '../../src/migration/ports/control.ts';
import type { Ports } from '../../src/migration/ports/ports.ts';
import type { Ablation } from './ablation.ts';

/** Guards that operators put up, and what makes every stop an exact one. */
export const GUARD_ABLATIONS: Record<string, Pick<Ablation, 'ports'>> = {
  'calls wait in a freeze': { ports: (ports) => withControlRead(ports, ({ freezes, ...control }) => control) },
  'calls wait for a closed parent': {
    ports: (ports) => withControlRead(ports, ({ closedParents, ...control }) => control),
  },
  'nothing is moved onto a cordoned parent': {
    ports: (ports) => withControlRead(ports, ({ cordons, ...control }) => control),
  },
  'the control item once more after the intent': { ports: withReadingsOfBefore },
  'no call while the control item cannot be read': { ports: withReadingsOfBeforeInOutages },
  'a reading that holds for two seconds': { ports: withClockStoppedByTheReading },
  'a way back only from where a line is not well': { ports: withLinesNeverWell },
  'a parent that closes by itself': {
    ports: (ports) => ({ ...ports, ledger: { ...ports.ledger, setTroubles: async () => true } }),
  },
};

const NOT_SENT = { kind: 'neverRan', cause: 'unreachable' } as const;

function withControlRead(ports: Ports, change: (control: ControlItem) => ControlItem): Ports {
  const readControl = async () => change(await ports.ledger.readControl());
  return { ...ports, ledger: { ...ports.ledger, readControl } };
}

/** Whoever has just read which move was a line's last finds that one not to be well: it may be taken back for ever. */
function withLinesNeverWell(ports: Ports): Ports {
  const { ledger } = ports;
  const asked = new Set<string>();
  return {
    ...ports,
    ledger: {
      ...ledger,
      readConnection: async (connectionId) => {
        const connection = await ledger.readConnection(connectionId);
        if (connection.lastMovedBy) asked.add(formatKey(connection.lastMovedBy));
        return connection;
      },
      readVerification: (key) =>
        asked.delete(formatKey(key)) ? Promise.resolve(undefined) : ledger.readVerification(key),
    },
  };
}

/** After the intent, what was read before it is read again. */
function withReadingsOfBefore(ports: Ports): Ports {
  return withIntents(ports, async (known) => known);
}

/** The same, but only if it cannot be read anew. */
function withReadingsOfBeforeInOutages(ports: Ports): Ports {
  return withIntents(ports, (known) => ports.ledger.readControl().catch(() => known));
}

function withIntents(ports: Ports, afterIntent: (known: ControlItem) => Promise<ControlItem>): Ports {
  const { ledger } = ports;
  let known: ControlItem | undefined;
  let hasIntended = false;
  return {
    ...ports,
    ledger: {
      ...ledger,
      intend: async (...given) => {
        hasIntended = await ledger.intend(...given);
        return hasIntended;
      },
      readControl: async () => {
        const isAfter = hasIntended && known !== undefined;
        hasIntended = false;
        if (isAfter && known) return afterIntent(known);
        known = await ledger.readControl();
        return known;
      },
    },
  };
}

/** From the intent until the call, the clock stands still; but the call ends in time. */
function withClockStoppedByTheReading(ports: Ports): Ports {
  let stoppedAtMs: number | undefined;
  const { ledger, directConnect } = ports;
  return {
    ...ports,
    clock: () => stoppedAtMs ?? ports.clock(),
    ledger: {
      ...ledger,
      intend: async (...given) => {
        const written = await ledger.intend(...given);
        stoppedAtMs = ports.clock();
        return written;
      },
      revokeIntent: (...given) => {
        stoppedAtMs = undefined;
        return ledger.revokeIntent(...given);
      },
    },
    directConnect: {
      ...directConnect,
      associate: async (connectionId, parentId, timeoutMs) => {
        const left = timeoutMs - (ports.clock() - (stoppedAtMs ?? ports.clock()));
        stoppedAtMs = undefined;
        return left > 0 ? directConnect.associate(connectionId, parentId, left) : NOT_SENT;
      },
    },
  };
}
