import type { AdvanceDrainPorts } from './ports.ts';

/** STUB: the branch of the driver brings it, and the two beside it. */
export async function advanceDrain(
  _drainId: string,
  _remaining: () => number,
  _ports: AdvanceDrainPorts,
): Promise<void> {}
