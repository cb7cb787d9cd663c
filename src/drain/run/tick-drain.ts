import type { AdvanceDrainPorts } from './ports.ts';

export interface Tick {
  drainId: string;
  number: number;
}

export async function tickDrain(_tick: Tick, _remaining: () => number, _ports: AdvanceDrainPorts): Promise<void> {}
