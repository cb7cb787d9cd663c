interface Event {
  at: number;
  sequence: number;
  run: () => void;
}

/**
 * A clock that stands still while anything is being worked out, and then jumps to what comes next. What is due at the
 * same time runs in the order in which it was asked for, so that a run is the same each time.
 */
export class VirtualTime {
  /** Milliseconds since the epoch, whole. */
  now: number;
  readonly #heap: Event[] = [];
  #sequence = 0;

  constructor(start: number) {
    this.now = start;
  }

  at(time: number, run: () => void): void {
    const event = { at: Math.max(time, this.now), sequence: this.#sequence++, run };
    this.#heap.push(event);
    this.#rise(this.#heap.length - 1, event);
  }

  /** When the next thing happens; undefined if nothing ever will. */
  nextAt(): number | undefined {
    return this.#heap[0]?.at;
  }

  /** Lets everything happen that is due until then. Rejects with what an event throws. */
  async runUntil(end: number): Promise<void> {
    for (let event = this.#heap[0]; event && event.at <= end; event = this.#heap[0]) {
      this.#removeFirst();
      this.now = event.at;
      event.run();
      await allPromisesHandled();
    }
    this.now = Math.max(this.now, end);
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last && this.#heap.length > 0) this.#sink(last);
  }

  #rise(from: number, event: Event): void {
    let index = from;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#heap[above];
      if (!parent || !isBefore(event, parent)) break;
      this.#heap[index] = parent;
      index = above;
    }
    this.#heap[index] = event;
  }

  #sink(event: Event): void {
    let index = 0;
    for (;;) {
      const left = this.#heap[2 * index + 1];
      const right = this.#heap[2 * index + 2];
      const child = right && left && isBefore(right, left) ? right : left;
      if (!child || !isBefore(child, event)) break;
      this.#heap[index] = child;
      index = 2 * index + (child === right ? 2 : 1);
    }
    this.#heap[index] = event;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

/** Node.js runs what is given to nextTick when no promise is left to react to, and long before a timer. */
function allPromisesHandled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
