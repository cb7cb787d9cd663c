import type { Circuit, Control, ControlItem, PauseChange } from '../migration/ports/control.ts';
import { type Attributes, json, number, optional, readJson, readNumber } from './attributes.ts';
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

    setCircuit: (read, circuit) =>
      table.change(CONTROL, {
        ...(circuit ? { set: { circuit: json(circuit) } } : { remove: ['circuit'] }),
        condition: read ? '#circuit = :read' : 'attribute_not_exists(#circuit)',
        ...(read ? { values: { ':read': json(read) } } : {}),
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
    ...optional('circuit', readJson<Circuit>(attributes, 'circuit')),
    ...(minute === undefined ? {} : { rateCount: { minute, calls: readNumber(attributes, 'calls') ?? 0 } }),
  };
}
