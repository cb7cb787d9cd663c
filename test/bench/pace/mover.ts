/** One call of a line's move: whether Direct Connect took it, or throttled it. */
export type Call = () => Promise<'moved' | 'throttled'>;

/** Moves one line after the other, and asks again where a call is throttled. False once it gives a line up. */
export type Mover = (call: Call) => Promise<boolean>;

/** What a mover waits by. */
export interface MoverPorts {
  /** In milliseconds. */
  sleep: (milliseconds: number) => Promise<void>;
  /** Uniform in [0, 1). */
  random: () => number;
}

/** Gives each of so many workers its mover: one of its own, or all the same. */
export type Movers = (workers: number, ports: MoverPorts) => Promise<Mover[]>;
