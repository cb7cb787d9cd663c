/** Thrown at deploy: this event pattern is not one that EventBridge, or this local one, understands. */
export class PatternError extends Error {
  override readonly name = 'PatternError';

  /** `path` is where in the pattern, such as `detail.state[0]`; empty for the pattern as a whole. */
  constructor(path: string, problem: string) {
    super(`Event pattern${path === '' ? '' : ` at ${path}`}: ${problem}`);
  }
}
