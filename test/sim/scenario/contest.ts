import type { Random } from '../../support/random.ts';
import type { Killer } from '../ports/killer.ts';
import { HOUR, SECOND } from '../settings.ts';
import { CROWD, INTERCONNECT, LAG, type Line, OTHER_LAG } from '../topology.ts';
import { contentOf, type Draft } from './content.ts';
import type { Sending } from './scenario.ts';

/** Many requests of several tenants whose windows begin at the same moment, when all faults are over. */
export interface Contest {
  sendings: readonly Sending[];
  lines: readonly Line[];
  killer: Killer | undefined;
  /** So few that turns are scarce. */
  callsPerSecond: number | undefined;
}

const NONE: Contest = { sendings: [], lines: [], killer: undefined, callsPerSecond: undefined };

/** What a contest is about. */
export interface Occasion {
  /** When all faults are over. */
  quietAtMs: number;
  /** Whether others leave the parents as they are, and a line that has moved can be moved again at once. */
  isUndisturbed: boolean;
}

/** @param share of the runs have one */
export function drawContest(random: Random, share: number, occasion: Occasion): Contest {
  if (!random.chance(share)) return NONE;
  const crowd = new Crowd(random, occasion);
  const [many, few] = random.chance(0.5) ? (['orders', 'rival'] as const) : (['rival', 'orders'] as const);
  crowd.order(many, random.between(12, 20));
  crowd.order(few, random.between(1, 4));
  const last = crowd.sendings.at(-1)?.content.order?.key ?? '';
  crowd.changeMinds();
  return {
    ...{ sendings: crowd.sendings, lines: crowd.lines },
    killer: random.chance(0.5) ? { key: last, times: random.between(1, 3) } : undefined,
    callsPerSecond: random.pick([1, 1, 0.2, undefined]),
  };
}

/** Of an order: all but what is the same for every one. */
type Order = Pick<Draft, 'connectionId'> & Partial<Draft>;

/** Orders for lines that no others are given for, a second apart. */
class Crowd {
  readonly sendings: Sending[] = [];
  readonly lines: Line[] = [];
  readonly #random: Random;
  readonly #occasion: Occasion;
  readonly #opensAtMs: number;

  constructor(random: Random, occasion: Occasion) {
    this.#random = random;
    this.#occasion = occasion;
    this.#opensAtMs = occasion.quietAtMs + random.between(HOUR, 2 * HOUR);
  }

  /** Orders of a tenant, each for a line of its own; some without an end, the others in no order. */
  order(tenant: keyof typeof CROWD, count: number): void {
    for (let left = count; left > 0; left--) {
      const notAfter = this.#opensAtMs + 2 * HOUR + this.#random.between(0, 4 * HOUR);
      const window = this.#random.chance(0.2) ? {} : { notAfter };
      const to = this.#random.pick([LAG, OTHER_LAG]);
      this.#send({ tenant, connectionId: this.#line(tenant), to, notBefore: this.#opensAtMs, ...window });
    }
  }

  /** Beside them all, what the contract says of two orders for one line: withdrawn, replaced, and in a chain. */
  changeMinds(): void {
    const notBefore = this.#opensAtMs;
    const withdrawn = this.#line('orders');
    this.#send({ connectionId: withdrawn, notBefore, ends: 'SUPERSEDED' });
    this.#send({ connectionId: withdrawn, to: INTERCONNECT, ends: 'alreadyThere' });
    const replaced = this.#line('orders');
    this.#send({ connectionId: replaced, notBefore, ends: 'SUPERSEDED' });
    this.#send({ connectionId: replaced, to: OTHER_LAG, ends: 'moved' });
    const chained = this.#line('orders');
    this.#send({ connectionId: chained, ends: 'moved' });
    this.#send({ connectionId: chained, from: LAG, to: OTHER_LAG, ends: 'moved' });
  }

  #line(tenant: keyof typeof CROWD): string {
    const used = this.lines.filter((line) => CROWD[tenant].includes(line)).length;
    const line = CROWD[tenant][used];
    if (!line) throw new RangeError(`${tenant} has no more lines`);
    this.lines.push(line);
    return line.connectionId;
  }

  #send({ ends, ...order }: Order): void {
    const at = this.#occasion.quietAtMs + this.sendings.length * SECOND;
    const draft: Draft = {
      ...{ tenant: 'orders', requestId: `c${this.sendings.length}`, requestedAtMs: at, from: INTERCONNECT, to: LAG },
      ...order,
      ...(this.#occasion.isUndisturbed && ends ? { ends } : {}),
    };
    this.sendings.push({ at, content: contentOf(draft), group: draft.connectionId });
  }
}
