import type { Content } from './scenario/content.ts';
import { SECOND } from './settings.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface QueuedMessage {
  id: string;
  content: Content;
  group: string;
  /** As SQS reports it, by a clock of its own. */
  sentAtMs: number;
  visibleAtMs: number;
  receives: number;
}

export interface QueueSettings {
  /** In milliseconds. */
  visibilityTimeout: number;
  /** How often a message is received before it goes to the dead-letter queue. */
  maxReceives: number;
  clockOffset: number;
  /** FIFO by group; else a standard queue, which gives messages in any order. */
  isOrdered: boolean;
  /** Uniform in [0, 1): which comes next where there is no order. */
  random: () => number;
  /** How long a message stays in the dead-letter queue until someone redrives it, in milliseconds. */
  redriveAfter: () => number;
}

const POLL_DELAY = SECOND / 5;

/** The tenants' requests queues: FIFO by group, or without any order; visibility timeouts, a dead-letter queue that is redriven in the end. */
export class Queue {
  /** Set by the event source mapping: there may be something to receive. */
  onVisible: () => void = () => undefined;
  /** Set by who keeps account of the messages; a redriven one is sent anew. */
  onSent: (message: QueuedMessage) => void = () => undefined;
  /** Set by who keeps account of the messages: one goes to the dead-letter queue. */
  onBuried: (message: QueuedMessage) => void = () => undefined;
  /** Messages that went to the dead-letter queue. */
  dead = 0;
  readonly #time: VirtualTime;
  readonly #settings: QueueSettings;
  #messages: QueuedMessage[] = [];
  #ids = 0;

  constructor(time: VirtualTime, settings: QueueSettings) {
    this.#time = time;
    this.#settings = settings;
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  send(content: Content, group: string): void {
    const { now } = this.#time;
    const sentAtMs = now + this.#settings.clockOffset;
    const message = { id: `m${++this.#ids}`, content, group, sentAtMs, visibleAtMs: now, receives: 0 };
    this.#messages.push(message);
    this.onSent(message);
    this.#time.at(now + POLL_DELAY, () => this.onVisible());
  }

  /** The next messages of a tenant's queue in order; none of a group whose earlier ones are being worked on or wait to come again. */
  receive(most: number, tenant: string): QueuedMessage[] {
    const its = this.#messages.filter(({ content }) => content.tenant === tenant);
    const received = this.#settings.isOrdered ? this.#nextByGroup(its, most) : this.#nextOfAny(its, most);
    for (const message of received) this.deliverAgain(message);
    return received;
  }

  get isOrdered(): boolean {
    return this.#settings.isOrdered;
  }

  #nextOfAny(messages: readonly QueuedMessage[], most: number): QueuedMessage[] {
    const { now } = this.#time;
    const visible = messages.filter(({ visibleAtMs }) => visibleAtMs <= now);
    const received: QueuedMessage[] = [];
    while (received.length < most && visible.length > 0) {
      const [message] = visible.splice(Math.floor(this.#settings.random() * visible.length), 1);
      if (!message) break;
      if (message.receives >= this.#settings.maxReceives) this.#bury(message);
      else received.push(message);
    }
    return received;
  }

  #nextByGroup(messages: readonly QueuedMessage[], most: number): QueuedMessage[] {
    const { now } = this.#time;
    const blocked = new Set<string>();
    const received: QueuedMessage[] = [];
    for (const message of messages) {
      if (received.length === most) break;
      if (blocked.has(message.group)) continue;
      if (message.visibleAtMs > now) blocked.add(message.group);
      else if (message.receives >= this.#settings.maxReceives) this.#bury(message);
      else received.push(message);
    }
    return received;
  }

  /** Counts a delivery, also one that ought not to be, and hides the message for the visibility timeout. */
  deliverAgain(message: QueuedMessage): void {
    message.receives++;
    this.defer(message, this.#settings.visibilityTimeout);
  }

  defer(message: QueuedMessage, milliseconds: number): void {
    message.visibleAtMs = this.#time.now + milliseconds;
    this.#time.at(message.visibleAtMs, () => this.onVisible());
  }

  /** False if it is not there any more. */
  remove(message: QueuedMessage): boolean {
    const { length } = this.#messages;
    this.#messages = this.#messages.filter((other) => other !== message);
    return this.#messages.length < length;
  }

  /** A redriven message is a new one to SQS, with an id and a time of its own (SQS developer guide, "redrive"). */
  #bury(message: QueuedMessage): void {
    this.remove(message);
    this.onBuried(message);
    this.dead++;
    const { content, group } = message;
    this.#time.at(this.#time.now + this.#settings.redriveAfter(), () => {
      this.dead--;
      this.send(content, group);
    });
  }
}
