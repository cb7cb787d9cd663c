import type { GuardKind, Guards } from '../migration/model/guards.ts';
import type { Notices } from '../migration/model/notices.ts';
import type {
  Circuits,
  Control,
  ControlItem,
  GuardChange,
  Pace,
  PauseChange,
  Running,
} from '../migration/ports/control.ts';
import { type Attributes, json, number, optional, readJson, readNumber } from './attributes.ts';
import { bothOf, ifStill } from './conditions.ts';
import type { Table } from './table.ts';

export const CONTROL = 'CONTROL';

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

    setGuards: (kind, read, guards, change, notices) => {
      const areGuards = ifStill(kind, read && json(read));
      return table.change(CONTROL, {
        set: {
          ...(guards && { [kind]: json(guards) }),
          ...(change && { guardChange: json(change) }),
          ...(notices && { notices: json(notices.next) }),
        },
        ...(guards ? {} : { remove: [kind] }),
        ...(notices ? bothOf(areGuards, ifStill('notices', notices.read && json(notices.read))) : areGuards),
      });
    },

    setNotices: (read, notices) =>
      table.change(CONTROL, { set: { notices: json(notices) }, ...ifStill('notices', json(read)) }),

    setCircuits: (read, circuits) =>
      table.change(CONTROL, {
        ...(isEmpty(circuits) ? { remove: ['circuits'] } : { set: { circuits: json(circuits) } }),
        ...ifStill('circuits', isEmpty(read) ? undefined : json(read)),
      }),

    setPace: (read, pace) =>
      table.change(CONTROL, { set: { pace: json(pace) }, ...ifStill('pace', read && json(read)) }),

    setRunning: (read, running) =>
      table.change(CONTROL, {
        ...(isEmpty(running) ? { remove: ['running'] } : { set: { running: json(running) } }),
        ...ifStill('running', read && json(read)),
      }),

    markBacklog: (read, atMs) =>
      table.change(CONTROL, {
        ...(atMs === undefined ? { remove: ['backlogAtMs'] } : { set: { backlogAtMs: number(atMs) } }),
        ...ifStill('backlogAtMs', read === undefined ? undefined : number(read)),
      }),
  };
}

/** The item as it is stored; of one that is not there, one on which nothing stands in the way. */
export function toControl(attributes: Attributes): ControlItem {
  const paused = attributes.paused?.BOOL === true;
  const change = readJson<Omit<PauseChange, 'paused'>>(attributes, 'pauseChange');
  return {
    paused,
    ...(change ? { lastChange: { paused, ...change } } : {}),
    ...optional('guardChange', readJson<GuardChange>(attributes, 'guardChange')),
    ...optional('notices', readJson<Notices>(attributes, 'notices')),
    ...guardsOf(attributes),
    circuits: readJson<Circuits>(attributes, 'circuits') ?? {},
    ...optional('pace', readJson<Pace>(attributes, 'pace')),
    ...optional('running', readJson<Running>(attributes, 'running')),
    ...optional('backlogAtMs', readNumber(attributes, 'backlogAtMs')),
  };
}

const GUARD_KINDS: readonly GuardKind[] = ['cordons', 'freezes', 'closedParents'];

function guardsOf(attributes: Attributes): Guards {
  return Object.assign({}, ...GUARD_KINDS.map((kind) => optional(kind, readJson<object>(attributes, kind))));
}

/** Removed while nothing is in it. */
function isEmpty(circuits: Circuits | Running): boolean {
  return Object.keys(circuits).length === 0;
}
