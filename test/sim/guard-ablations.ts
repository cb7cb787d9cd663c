import { CORDONED } from '../../src/contract/operations/names.ts';
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
  'the event of a cordon is stored with it': { ports: withoutNotices },
  'the event of a cordon stays until the bus has it': { ports: withNoticesTakenOutFirst },
  'the event of a cordon under the condition of what was told': { ports: withNoticesOverwritten },
  'a parent that closes by itself': {
    ports: (ports) => ({ ...ports, ledger: { ...ports.ledger, setTroubles: async () => true } }),
  },
};

function withControlRead(ports: Ports, change: (control: ControlItem) => ControlItem): Ports {
  const readControl = async () => change(await ports.ledger.readControl());
  return { ...ports, ledger: { ...ports.ledger, readControl } };
}

function withoutNotices(ports: Ports): Ports {
  const { ledger } = ports;
  const setGuards: typeof ledger.setGuards = (kind, read, guards, change) =>
    ledger.setGuards(kind, read, guards, change);
  return { ...ports, ledger: { ...ledger, setGuards } };
}

/** Whatever the bus says, it counts as told. */
function withNoticesTakenOutFirst(ports: Ports): Ports {
  const { bus } = ports;
  const publish: typeof bus.publish = (event) =>
    event.detailType === CORDONED ? bus.publish(event).catch(() => undefined) : bus.publish(event);
  return { ...ports, bus: { publish } };
}

/** What others have stored since it was read is lost. */
function withNoticesOverwritten(ports: Ports): Ports {
  const { ledger } = ports;
  const setNotices: typeof ledger.setNotices = async (_read, next) => {
    const { notices } = await ledger.readControl();
    return notices !== undefined && ledger.setNotices(notices, next);
  };
  const setGuards: typeof ledger.setGuards = async (kind, read, guards, change, notices) => {
    const known = (await ledger.readControl()).notices;
    return ledger.setGuards(kind, read, guards, change, notices && { ...notices, read: known });
  };
  return { ...ports, ledger: { ...ledger, setNotices, setGuards } };
}

/** As if no verdict were final: then what took a line somewhere may be taken back for ever. */
function withLinesNeverWell(ports: Ports): Ports {
  const readVerification: typeof ports.ledger.readVerification = async (key) => {
    const read = await ports.ledger.readVerification(key);
    const { verdict, ...verification } = read?.verification ?? {};
    return read && verdict === 'HEALTHY' ? ({ ...read, verification } as typeof read) : read;
  };
  return { ...ports, ledger: { ...ports.ledger, readVerification } };
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
      associate: (connectionId, parentId, timeoutMs) => {
        const passed = ports.clock() - (stoppedAtMs ?? ports.clock());
        stoppedAtMs = undefined;
        return directConnect.associate(connectionId, parentId, Math.max(1, timeoutMs - passed));
      },
    },
  };
}
