import type { AdvanceDrainPorts } from './ports.ts';

export async function driveDue(_remaining: () => number, _ports: AdvanceDrainPorts): Promise<void> {}
