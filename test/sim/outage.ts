import type { Random } from '../support/random.ts';
import type { Fault } from './faults.ts';
import { HOUR, MINUTE } from './settings.ts';

const SYSTEMS = ['ledger', 'bus', 'quarantine', 'calls', 'describe'] as const;
export type System = (typeof SYSTEMS)[number];

/** A span of time in which all or much of what goes to some systems fails. */
export interface Outage {
  systems: readonly System[];
  from: number;
  to: number;
  /** Of what goes there, the share that fails: all in an outage, less in a brown-out. */
  share: number;
  /** Whether nothing of that gets through: otherwise some is done, and only the answer lost. */
  isWhole: boolean;
}

/** Direct Connect as a whole, or the part of it that is observed; the others by themselves. */
const STRUCK: readonly (readonly System[])[] = [
  ['ledger'],
  ['bus'],
  ['quarantine'],
  ['calls', 'describe'],
  ['describe'],
  ['ledger', 'bus'],
];

export function drawOutages(random: Random, from: number, to: number): Outage[] {
  if (random.chance(0.75)) return [];
  return Array.from({ length: random.between(1, 2) }, () => {
    const begin = random.between(from, to);
    const length = random.chance(0.7) ? random.between(MINUTE, 15 * MINUTE) : random.between(15 * MINUTE, 2 * HOUR);
    const share = random.chance(0.6) ? 1 : 0.3 + random.next() * 0.6;
    const systems = random.pick(STRUCK);
    return { systems, from: begin, to: begin + length, share, isWhole: random.chance(0.5) };
  });
}

const SYSTEM_OF: Record<string, System | 'none'> = {
  ...{ publish: 'bus', associate: 'calls', listHosted: 'describe', describeParent: 'describe' },
  ...{ quarantine: 'quarantine', defer: 'none', delivery: 'none', wakeDispatch: 'none' },
  ...{ listInventory: 'describe', send: 'none', sendTick: 'none', tick: 'none' },
};

/** The system that a fault point leads to; every other name is an operation of the ledger. */
export function systemOf(point: string): System | 'none' {
  return SYSTEM_OF[point] ?? 'ledger';
}

/** How a system fails that is away: nothing gets through, or nothing comes back. */
export const OUTAGE_FAULTS: readonly Fault[] = [
  ...(['notRead', 'notWritten', 'notTaken', 'observationUnavailable', 'unreachable'] as const),
  ...(['answerLost', 'lostWithoutEffect', 'lostWithEffect'] as const),
];
