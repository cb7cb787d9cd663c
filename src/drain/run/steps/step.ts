import type { ControlItem } from '../../../migration/ports/control.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Drain, StoredDrain } from '../drain.ts';
import type { Move } from '../moves.ts';
import type { Plans } from '../plans.ts';
import type { AdvanceDrainPorts } from '../ports.ts';

export type DrivePorts = AdvanceDrainPorts & { plans: Plans };

/** What a step decides by. Each pass reads it anew. */
export interface Pass {
  stored: StoredDrain;
  drain: Drain;
  plan: Plan;
  moves: ReadonlyMap<string, Move>;
  control: ControlItem;
  /** Milliseconds since the epoch. */
  now: number;
  visit: Visit;
}

/** What one call of `advanceDrain` has met already, and tries no more: its passes would never come to an end. */
export interface Visit {
  busRejects: boolean;
  /** The inventory could not be read. */
  cannotRead: boolean;
  /** Something else than the drain could not be written: its cordon, or what runs. */
  cannotCleanUp: boolean;
}

/** What a step has come to: the drain as it is to be written, and what follows only if it was. */
export interface Write {
  next: Drain;
  after?: () => Promise<void>;
}

/** `again`: something else than the drain was changed. Undefined: the step has nothing to do. */
export type Step = (pass: Pass, ports: DrivePorts) => Promise<Write | 'again' | undefined>;
