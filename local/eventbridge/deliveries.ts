import type { Clock } from '../clock.ts';
import type { Counters } from './counters.ts';
import { type DeliveryFailure, readFailure } from './delivery-failure.ts';
import { type EventBridgeEvent, nameOf } from './event.ts';
import type { Rule } from './rule.ts';
import type { Target } from './target.ts';
import type { TargetSender } from './target-sender.ts';

/** Pauses between attempts, in milliseconds: at most `baseMs` after the first failure, doubling up to `capMs`. */
export interface Backoff {
  readonly baseMs: number;
  readonly capMs: number;
}

/** An event that reached neither its target nor a dead-letter queue. */
export interface DroppedEvent {
  readonly event: EventBridgeEvent;
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly code: string;
  readonly message: string;
}

/** What deliveries work with. */
export interface DeliveryContext {
  readonly sender: TargetSender;
  readonly clock: Clock;
  /** At least 0, below 1. */
  readonly random: () => number;
  readonly backoff: Backoff;
  readonly counters: Counters;
  /** Called with every event that a target did not get. */
  readonly report: (line: string) => void;
}

interface Delivery {
  readonly event: EventBridgeEvent;
  readonly rule: Rule;
  readonly target: Target;
  readonly sinceMs: number;
}

type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/**
 * Carries events to the targets of a rule, each delivery by itself and in no order. A failure that may pass is retried
 * until the target's RetryPolicy is used up, with exponential backoff and full jitter (that AWS backs off so is
 * documented, its pauses are not); then, and at once after one that will not pass, the event goes to the target's
 * dead-letter queue, or is dropped.
 */
export class Deliveries {
  readonly #context: DeliveryContext;
  readonly #running = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  readonly #dropped: DroppedEvent[] = [];

  constructor(context: DeliveryContext) {
    this.#context = context;
  }

  /** Starts a delivery to every target of the rule. */
  start(rule: Rule, event: EventBridgeEvent): void {
    for (const target of rule.targets) {
      this.#context.counters.matched += 1;
      const delivery = this.#deliver({ event, rule, target, sinceMs: this.#context.clock.now() });
      const running = delivery.finally(() => this.#running.delete(running));
      this.#running.add(running);
    }
  }

  /** Events given up without a dead-letter queue, or whose dead-letter queue did not accept them. */
  get dropped(): readonly DroppedEvent[] {
    return this.#dropped;
  }

  /** Gives up whatever waits for a retry, reporting each, and waits for the attempts that are under way. */
  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { counters, clock } = this.#context;
    for (let retries = 0; ; retries += 1) {
      const failure = await this.#attempt(delivery);
      if (failure === undefined) {
        counters.delivered += 1;
        return;
      }
      if (!failure.retriable || retries >= delivery.target.maxRetries) {
        await this.#giveUp(delivery, failure, retries, failure.retriable ? 'MaximumRetryAttempts' : undefined);
        return;
      }
      const ageLeftMs = delivery.sinceMs + delivery.target.maxAgeMs - clock.now();
      const pauseMs = this.#pauseMs(retries);
      if (!(await clock.sleep(Math.max(0, Math.min(pauseMs, ageLeftMs)), this.#stop.signal))) {
        this.#report(
          delivery,
          `not delivered: it was waiting to be tried again after ${failure.code} when EventBridge ended`,
        );
        return;
      }
      if (pauseMs >= ageLeftMs) {
        await this.#giveUp(delivery, failure, retries, 'MaximumEventAgeInSeconds');
        return;
      }
      counters.retried += 1;
    }
  }

  #pauseMs(retries: number): number {
    const { random, backoff } = this.#context;
    return random() * Math.min(backoff.capMs, backoff.baseMs * 2 ** retries);
  }

  async #attempt({ event, target }: Delivery): Promise<DeliveryFailure | undefined> {
    const { sender } = this.#context;
    const body = target.input ?? JSON.stringify(event);
    try {
      if (target.service === 'lambda') {
        await sender.lambda(target.arn, body);
      } else {
        const group = target.messageGroupId === undefined ? {} : { messageGroupId: target.messageGroupId };
        await sender.sqs(target.arn, { body, ...group });
      }
      return undefined;
    } catch (error) {
      return readFailure(error);
    }
  }

  async #giveUp(delivery: Delivery, failure: DeliveryFailure, retries: number, exhausted?: Exhausted): Promise<void> {
    const { counters, sender } = this.#context;
    const { event, rule, target } = delivery;
    if (target.deadLetterArn === undefined) {
      this.#drop(delivery, failure);
      return;
    }
    try {
      const attributes = deadLetterAttributes(rule, target, failure, retries, exhausted);
      await sender.sqs(target.deadLetterArn, { body: JSON.stringify(event), attributes });
      counters.deadLettered += 1;
      this.#report(delivery, `not delivered (${failure.code}): it is in the dead-letter queue`);
    } catch (error) {
      this.#drop(delivery, readFailure(error));
    }
  }

  #drop(delivery: Delivery, { code, message }: DeliveryFailure): void {
    const { event, rule, target } = delivery;
    this.#context.counters.dropped += 1;
    const where =
      target.deadLetterArn === undefined ? 'there is no dead-letter queue' : 'nor did the dead-letter queue take it';
    this.#report(delivery, `dropped (${code}): the target did not take it, ${where}`);
    this.#dropped.push({ event, ruleArn: rule.arn, targetArn: target.arn, code, message });
  }

  #report({ event, target }: Delivery, what: string): void {
    this.#context.report(`${nameOf(event)} for ${target.arn} ${what}`);
  }
}

/**
 * The message attributes that AWS documents for a message in a dead-letter queue ("Using dead-letter queues to process
 * undelivered events", EventBridge User Guide). Assumed: all are of type String, the body is the event itself, and
 * EXHAUSTED_RETRY_CONDITION is missing where nothing was retried.
 */
function deadLetterAttributes(
  rule: Rule,
  target: Target,
  failure: DeliveryFailure,
  retries: number,
  exhausted?: Exhausted,
): Record<string, string> {
  return {
    RULE_ARN: rule.arn,
    TARGET_ARN: target.arn,
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
    RETRY_ATTEMPTS: String(retries),
    ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
  };
}
