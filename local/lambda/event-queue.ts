import type { Clock } from '../clock.ts';
import { DEFAULT_EVENT_INVOKE_CONFIG, type EventInvokeConfig } from './event-invoke-config.ts';
import type { InvokeResult } from './invoke-result.ts';

/** Milliseconds until an event is tried again, by how often the same has happened to it before. */
export interface EventPauses {
  /** After a throttle, or another error of Lambda's own. */
  throttled(before: number): number;
  /** After the function failed on it. */
  failed(before: number): number;
}

/**
 * "one-minute wait between the first two attempts, and two minutes between the second and third attempts"; for throttles "from
 * 1 second after the first attempt to a maximum of 5 minutes", which double here, as Lambda does not say how they grow ("How
 * Lambda handles errors and retries with asynchronous invocation", Lambda Developer Guide).
 *
 * @param minuteMs what a minute lasts
 */
export function eventPauses(minuteMs = 60_000): EventPauses {
  return {
    throttled: (before) => Math.min(300_000, 1000 * 2 ** before),
    failed: (before) => (before + 1) * minuteMs,
  };
}

export interface EventQueueOptions {
  readonly functionName: string;
  /** Runs an event, or throws if the function cannot be started now: at its reserved concurrency, for one. */
  invoke(payload: string, requestId: string): Promise<InvokeResult>;
  readonly clock: Clock;
  readonly pauses: EventPauses;
  createRequestId(): string;
  /** Called with a line for each event that Lambda gives up. */
  lost(line: string): void;
}

interface QueuedEvent {
  readonly payload: string;
  readonly requestId: string;
  readonly sinceMs: number;
}

/**
 * The queue in which Lambda keeps a function's asynchronous invocations: each event is tried by itself, in no order, until the
 * function has run without an error, or the event is given up. There is no destination and no dead-letter queue here: what is
 * given up is lost. An event keeps its request id from attempt to attempt. That an event may also run twice without an error is
 * not imitated.
 */
export class EventQueue {
  config: EventInvokeConfig = DEFAULT_EVENT_INVOKE_CONFIG;
  readonly #options: EventQueueOptions;
  readonly #underWay = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(options: EventQueueOptions) {
    this.#options = options;
  }

  /** Takes an event, JSON, and returns its request id; the function runs later. */
  put(payload: string): string {
    const requestId = this.#options.createRequestId();
    const event = { payload, requestId, sinceMs: this.#options.clock.now() };
    const done = this.#run(event).finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
    return requestId;
  }

  /** Forgets all that waits, without a word: nothing is lost that the end of the whole stack does not end. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#underWay);
  }

  async #run(event: QueuedEvent): Promise<void> {
    const { clock, pauses } = this.#options;
    const happened = { throttled: 0, failed: 0 };
    while (!this.#stop.signal.aborted) {
      const failure = await this.#attempt(event);
      if (failure === undefined || this.#stop.signal.aborted) return;
      if (failure.kind === 'failed' && happened.failed >= this.config.maximumRetryAttempts) {
        this.#lose(event, `the function failed ${happened.failed + 1} times, last with ${failure.why}`);
        return;
      }
      const pauseMs = pauses[failure.kind](happened[failure.kind]);
      happened[failure.kind] += 1;
      const ageLeftMs = event.sinceMs + this.config.maximumEventAgeSeconds * 1000 - clock.now();
      if (!(await clock.sleep(Math.max(0, Math.min(pauseMs, ageLeftMs)), this.#stop.signal))) return;
      if (pauseMs >= ageLeftMs) {
        this.#lose(event, `it is older than ${this.config.maximumEventAgeSeconds} s; last ${failure.why}`);
        return;
      }
    }
  }

  async #attempt({ payload, requestId }: QueuedEvent): Promise<{ kind: keyof EventPauses; why: string } | undefined> {
    try {
      const { functionError, payload: document } = await this.#options.invoke(payload, requestId);
      return functionError === undefined ? undefined : { kind: 'failed', why: document };
    } catch (error) {
      return { kind: 'throttled', why: String(error) };
    }
  }

  #lose({ requestId }: QueuedEvent, why: string): void {
    this.#options.lost(`event ${requestId} for ${this.#options.functionName} lost: ${why}`);
  }
}
