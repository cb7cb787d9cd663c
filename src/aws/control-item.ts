import type { Circuits, Control, ControlItem, PauseChange } from '../migration/ports/control.ts';
import { type Attributes, json, number, readJson, readNumber } from './attributes.ts';
import type { Table } from './table.ts';

const CONTROL = 'CONTROL';

/** The ledger's reading and writing of the one control item. */
export function controlItem(table: Table): Control {
  return {
    setPaused: ({ paused, ...change }) =>
      table.change(CONTROL, {
        set: { paused: { BOOL: paused }, pauseChange: json(change) },
        // Before the first pause there is nothing to resume.
        condition: paused ? 'attribute_not_exists(#paused) OR #paused = :was' : '#paused = :was',
        values: { ':was': { BOOL: !paused } },
      }),

    readControl: async () => toControl((await table.get(CONTROL)) ?? {}),

    setCircuits: (read, circuits) =>
      table.change(CONTROL, {
        ...(isEmpty(circuits) ? { remove: ['circuits'] } : { set: { circuits: json(circuits) } }),
        ...(isEmpty(read)
          ? { condition: 'attribute_not_exists(#circuits)' }
          : { condition: '#circuits = :read', values: { ':read': json(read) } }),
      }),

    startMinute: (minute) =>
      table.change(CONTROL, {
        set: { callMinute: number(minute), calls: number(1) },
        condition: 'attribute_not_exists(#callMinute) OR #callMinute < :minute',
        values: { ':minute': number(minute) },
      }),

    countCall: (minute, limit) =>
      table.change(CONTROL, {
        add: { calls: number(1) },
        condition: '#callMinute = :minute AND #calls < :limit',
        values: { ':minute': number(minute), ':limit': number(limit) },
      }),
  };
}

function toControl(attributes: Attributes): ControlItem {
  const paused = attributes.paused?.BOOL === true;
  const change = readJson<Omit<PauseChange, 'paused'>>(attributes, 'pauseChange');
  const minute = readNumber(attributes, 'callMinute');
  return {
    paused,
    ...(change ? { lastChange: { paused, ...change } } : {}),
    circuits: readJson<Circuits>(attributes, 'circuits') ?? {},
    ...(minute === undefined ? {} : { rateCount: { minute, calls: readNumber(attributes, 'calls') ?? 0 } }),
  };
}

/** Removed while all are closed. */
function isEmpty(circuits: Circuits): boolean {
  return Object.keys(circuits).length === 0;
}
