import type { ControlItem } from '../ports/control.ts';
import type { Turns } from '../ports/turns.ts';
import { type PacePorts, takeTurn } from './pace.ts';

/** For those who cannot wait, and go to the backlog: a turn that is there now, and that no one else waits for. */
export function turnsAtOnce(ports: PacePorts): Turns {
  const isFree = ({ pace, backlogAtMs }: ControlItem) =>
    backlogAtMs === undefined && (!pace || ports.clock() >= pace.nextCallAtMs);
  return {
    areFree: async () => isFree(await ports.ledger.readControl()),
    take: async (control) => isFree(control) && (await takeTurn(control.pace, ports)) !== undefined,
  };
}
