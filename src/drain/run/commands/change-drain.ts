import type { DrainDeclined } from '../command.ts';
import type { Decision, Drain } from '../drain.ts';
import type { Plans } from '../plans.ts';
import type { AdvanceDrainPorts, Drains } from '../ports.ts';
import { timeOfEvent } from '../told.ts';
import { declined, isDeclined, noSuchDrain } from './answer.ts';

/** What commands need. */
export type CommandPorts = AdvanceDrainPorts & { plans: Plans };

/** What a command comes to: the drain as it is to be; why it is declined; or undefined if the drain is so already. */
export type Outcome = Drain | DrainDeclined | undefined;

export interface Changed {
  changed: boolean;
  /** As it was written, or as it was read. */
  drain: Drain;
}

interface ChangePorts {
  ledger: Pick<Drains, 'readDrain' | 'setDrain'>;
  clock: () => number;
}

/** Drivers and other people write the same item; what they wrote is read. */
export const TRIES = 10;

/**
 * Changes a drain under the version that was read, and decides anew when somebody was faster: so no stop that was added meanwhile is
 * lost, and each command meets it. The drain is due then.
 *
 * @param decide is given the drain, and the time of the decision in milliseconds since the epoch
 */
export async function changeDrain(
  drainId: string,
  { ledger, clock }: ChangePorts,
  decide: (drain: Drain, atMs: number) => Outcome | Promise<Outcome>,
): Promise<Changed | DrainDeclined> {
  for (let tries = 0; tries < TRIES; tries++) {
    const stored = await ledger.readDrain(drainId);
    if (!stored) return noSuchDrain();
    const next = await decide(stored.drain, timeOfEvent(stored.drain, clock()));
    if (next === undefined) return { changed: false, drain: stored.drain };
    if (isDeclined(next)) return next;
    if (await ledger.setDrain(stored.version, next, clock())) return { changed: true, drain: next };
  }
  throw new Error(`DRAIN#${drainId} was changed by others ${TRIES} times before the command could be carried out`);
}

/** A person's decision, of a command. */
export function decisionOf({ by, why }: { by: string; why: string }, atMs: number): Decision {
  return { atMs, by, why };
}

/** The plan that the drain names; or why it is declined. */
export async function planOf(drain: Drain, { plans }: Pick<CommandPorts, 'plans'>) {
  const { drainId, rollbackOf = drainId, rev } = drain;
  const plan = await plans.read(drain);
  return plan ?? declined(`PLAN#${rollbackOf}#${rev} is not there, or is not the plan that the drain names`);
}
