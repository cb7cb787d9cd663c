import { SECRET } from './chaos-topology.ts';
import { NOTE } from './planned-message.ts';

/** Reads along with the functions' log. */
export class LogWatch {
  /** When a function ran into its timeout, in milliseconds since the epoch. */
  readonly timeouts: number[] = [];
  /** Lines that hold a request's text or key material. */
  leaks = 0;
  readonly write: (line: string) => void;

  constructor(log: (line: string) => void) {
    this.write = (line) => {
      if (line.includes('Task timed out after')) this.timeouts.push(Date.now());
      if (line.includes(NOTE) || line.includes(SECRET)) this.leaks++;
      log(line);
    };
  }
}
