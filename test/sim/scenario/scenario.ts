import type { Random } from '../../support/random.ts';
import { MINUTE, SECOND, START } from '../settings.ts';
import { LINES, PARENTS } from '../topology.ts';
import type { World } from '../world.ts';
import type { Content, Draft } from './content.ts';
import { contentOf } from './content.ts';
import type { SenderClocks } from './sender-clocks.ts';

/** One message to come, at its time. */
export interface Sending {
  at: number;
  content: Content;
  /** Its message group; the sender's to choose. */
  group: string;
}

/** A message that an order system sends when it receives the outcome of an earlier request. */
export interface FollowUp {
  after: string;
  /** Milliseconds from the event. */
  delay: number;
  content: Content;
}

/** How long an order system waits for an outcome before it asks again. */
const PATIENCE = 8 * MINUTE;

const DAY = 24 * 60 * MINUTE;

/** What order systems send in one run, and what else happens at Direct Connect. Written by the stories. */
export class Scenario {
  readonly random: Random;
  readonly sendings: Sending[] = [];
  readonly followUps: FollowUp[] = [];
  /** What others do at Direct Connect, and when. */
  readonly changes: { at: number; run: (world: World) => void }[] = [];
  /** Whether someone moves lines by hand around the service's own calls. */
  isMeddled = false;
  /** Until when the orders of a story are given, in milliseconds. */
  readonly span: number;
  readonly #duplicates: number;
  readonly #clocks: SenderClocks;
  readonly #planned = new Map(LINES.map(({ connectionId, parent }) => [connectionId, parent]));
  #ids = 0;

  constructor(random: Random, clocks: SenderClocks) {
    this.random = random;
    this.#clocks = clocks;
    this.span = random.chance(0.7) ? 3 * MINUTE : 12 * MINUTE;
    this.#duplicates = random.chance(0.4) ? 0 : random.next() * 0.5;
  }

  moment(): number {
    return START + this.random.between(0, this.span);
  }

  /** Mostly the same line, so that requests meet. */
  line(): string {
    return this.random.chance(0.8) ? 'dxcon-line1' : 'dxcon-line2';
  }

  /** Where a line will be when everything ordered so far has been done. */
  plannedParent(connectionId: string): string {
    return this.#planned.get(connectionId) ?? PARENTS[0];
  }

  otherParent(...not: string[]): string {
    return this.random.pick(PARENTS.filter((parent) => !not.includes(parent)));
  }

  /** The next step of a line, from where it will be then. */
  move(connectionId: string, to: string, requestedAtMs: number, more: Partial<Draft> = {}): Draft {
    const from = this.plannedParent(connectionId);
    this.#planned.set(connectionId, to);
    return this.draft({ connectionId, from, to, requestedAtMs, ...more });
  }

  draft(order: Omit<Draft, 'tenant' | 'requestId'> & Partial<Draft>): Draft {
    const tenant = this.random.chance(0.85) ? 'orders' : 'second';
    const draft = { tenant, requestId: `r${++this.#ids}`, ...order };
    const aheadMs = this.#clocks.aheadOf(draft.tenant);
    return aheadMs === 0 ? draft : { ...draft, aheadMs, requestedAtMs: draft.requestedAtMs + aheadMs };
  }

  /** Some orders have a change window: short, to come, or both. */
  window(from: number): Pick<Draft, 'notBefore' | 'notAfter'> {
    const notBefore = this.random.chance(0.08) ? from + this.random.between(0, 5 * MINUTE) : undefined;
    const length = this.random.chance(0.3) ? 10 * SECOND : 4 * MINUTE;
    const notAfter = this.random.chance(0.2) ? (notBefore ?? from) + this.random.between(0, length) : undefined;
    return { notBefore, notAfter };
  }

  /** Sends an order about when it is given; in some cases late, again, or days later out of a dead-letter queue. */
  send(draft: Draft, after = 0): void {
    this.sendContent(contentOf(draft), momentOf(draft) + after);
  }

  /** One message, in time. */
  sendOnce(draft: Draft): void {
    const content = contentOf(draft);
    this.sendings.push({ at: momentOf(draft), content, group: this.#group(content) });
  }

  sendContent(content: Content, at: number): void {
    const { random } = this;
    const group = this.#group(content);
    const reordered = random.chance(0.15) ? random.between(0, 2 * MINUTE) : random.between(0, SECOND);
    const late = random.chance(0.02) ? random.between(DAY / 24, 3 * DAY) : 0;
    this.sendings.push({ at: at + reordered + late, content, group });
    while (random.chance(this.#duplicates)) {
      const again = random.chance(0.5) ? random.between(0, 5 * SECOND) : random.between(0, 20 * MINUTE);
      const body = random.chance(0.5) ? content.body : content.otherBody;
      this.sendings.push({ at: at + again, content: { ...content, body }, group: this.#group(content) });
    }
    if (random.chance(0.05)) this.#askAgain(content, at + PATIENCE);
    if (random.chance(0.02)) this.sendings.push({ at: at + random.between(DAY / 24, 3 * DAY), content, group });
  }

  /** An order system that has received no outcome for so long, and loses its patience in several places at once. */
  #askAgain(content: Content, from: number): void {
    const at = from + this.random.between(0, 2 * MINUTE);
    for (let times = 0; times < 4; times++) this.sendings.push({ at, content, group: `group-${times}` });
  }

  sendAfter(earlier: Draft, draft: Draft): void {
    const delay = this.random.between(0, this.random.chance(0.7) ? 10 * SECOND : 3 * MINUTE);
    this.followUps.push({ after: `${earlier.tenant}#${earlier.requestId}`, delay, content: contentOf(draft) });
  }

  /** The connection, as the contract asks; or anything, since correctness must not depend on it. */
  #group({ order }: Content): string {
    if (!order || this.random.chance(0.1)) return `group-${this.random.between(1, 3)}`;
    return order.draft.connectionId;
  }
}

/** When an order is given, by a clock that counts whole milliseconds and is right. */
function momentOf({ requestedAtMs, aheadMs = 0 }: Draft): number {
  return Math.max(Math.floor(requestedAtMs - aheadMs), START);
}
