/** Faults of one kind that wait for requests. */
export interface WaitingFault<Fault extends string> {
  readonly fault: Fault;
  /** Requests that it will still meet. */
  readonly times: number;
}

/** Faults that wait for the requests of a server, first in, first out. */
export class FaultQueue<Fault extends string> {
  #waiting: { fault: Fault; times: number }[] = [];

  /** Lets the next `times` requests fail, after those asked for before. */
  failNext(times: number, fault: Fault): void {
    if (!Number.isInteger(times) || times < 1) {
      throw new RangeError(`failNext: times must be a positive integer, not ${times}`);
    }
    this.#waiting.push({ fault, times });
  }

  clear(): void {
    this.#waiting = [];
  }

  waiting(): WaitingFault<Fault>[] {
    return this.#waiting.map((entry) => ({ ...entry }));
  }

  /** The fault of the request that has just come, if it has one. */
  take(): Fault | undefined {
    const [first] = this.#waiting;
    if (first === undefined) return undefined;
    first.times -= 1;
    if (first.times === 0) this.#waiting.shift();
    return first.fault;
  }
}
