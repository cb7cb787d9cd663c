import { formatTime } from '../../contract/time.ts';
import { type Decision, type Freeze, isOver } from '../model/guards.ts';
import type { Person } from '../model/transition.ts';
import type { ControlItem, PauseChange } from '../ports/control.ts';

/** Who decided it, why, and when. */
interface Since extends Person {
  since: string;
}

/** What stands in the way of calls, for people: times are texts, except in `lastChange`. */
export interface Standing {
  paused: boolean;
  lastChange: PauseChange | null;
  circuits: { circuit: string; since: string; until: string }[];
  cordons: ({ parent: string } & Since)[];
  freezes: (Pick<Freeze, 'location' | 'parent' | 'stopsWayBack'> & {
    name: string;
    from: string;
    until: string;
  } & Since)[];
  closedParents: ({ parent: string } & Since)[];
}

/** Freezes that are over do not count. */
export function standing(control: ControlItem, now: number): Standing {
  const { paused, lastChange = null, circuits, cordons = {}, freezes = {}, closedParents = {} } = control;
  return {
    paused,
    lastChange,
    circuits: Object.entries(circuits).map(([circuit, { openedAtMs, openUntilMs }]) => ({
      circuit,
      since: formatTime(openedAtMs),
      until: formatTime(openUntilMs),
    })),
    cordons: Object.entries(cordons).map(([parent, decision]) => ({ parent, ...since(decision) })),
    freezes: Object.entries(freezes)
      .filter(([, freeze]) => !isOver(freeze, now))
      .map(([name, { fromMs, untilMs, atMs, by, why, ...scope }]) => ({
        ...{ name, from: formatTime(fromMs), until: formatTime(untilMs) },
        ...scope,
        ...since({ atMs, by, why }),
      })),
    closedParents: Object.entries(closedParents).map(([parent, decision]) => ({ parent, ...since(decision) })),
  };
}

function since({ atMs, by, why }: Decision): Since {
  return { since: formatTime(atMs), by, why };
}
