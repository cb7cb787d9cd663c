import type { Turns } from '../ports/turns.ts';
import { type PacePorts, takeTurn } from './pace.ts';

/** For those who cannot wait, and go to the backlog: a turn that is there now, and that no one else waits for. */
export function turnsAtOnce(ports: PacePorts): Turns {
  return {
    async take({ pace, backlogAtMs }) {
      if (backlogAtMs !== undefined || (pace && ports.clock() < pace.nextCallAtMs)) return false;
      return (await takeTurn(pace, ports)) !== undefined;
    },
  };
}
