import type { Plans } from './plans.ts';
import type { AdvanceDrainPorts } from './ports.ts';

/** STUB: the branch of the driver brings it. */
export interface Tick {
  drainId: string;
  number: number;
}

type DrivePorts = AdvanceDrainPorts & { plans: Plans };

export async function tickDrain(_tick: Tick, _remaining: () => number, _ports: DrivePorts): Promise<void> {}

export async function driveDue(_remaining: () => number, _ports: DrivePorts): Promise<void> {}
