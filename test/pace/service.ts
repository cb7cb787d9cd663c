import { SERVICE } from '../../src/contract/event-names.ts';
import { dispatch } from '../../src/migration/dispatch/dispatch.ts';
import { untilNextRun } from '../../src/migration/dispatch/until-next-run.ts';
import type { Message } from '../../src/migration/model/message.ts';
import { roomForCallMs, type Settings } from '../../src/migration/model/settings.ts';
import type { Tenant } from '../../src/migration/model/tenants.ts';
import { turnsAtOnce } from '../../src/migration/pace/turns-at-once.ts';
import type { DirectConnect } from '../../src/migration/ports/direct-connect.ts';
import type { Ledger, Ports } from '../../src/migration/ports/ports.ts';
import type { Turns } from '../../src/migration/ports/turns.ts';
import { receive } from '../../src/migration/receive.ts';
import { type LatestListings, observing } from '../../src/migration/steps/recent-listings.ts';
import { reconcile } from '../../src/migration/waiting/reconcile.ts';
import { VirtualTime } from '../sim/virtual-time.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import type { Random } from '../support/random.ts';
import type { DirectConnectWorld } from './direct-connect.ts';
import { Process } from './process.ts';

/** Milliseconds, about what is usual. */
export const LATENCY = { ledger: 5, query: 20, list: 150, describe: 100, associate: 300, publish: 20 };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** As serverless.yml says of events for dispatch. */
const EVENT_AGE = MINUTE;

/** How turns are given out, and what becomes of a request that gets none. */
export interface Mechanism {
  turns: (ledger: Ledger, clock: () => number) => Turns;
  ledger: (ledger: MemoryLedger, clock: () => number) => Ledger;
}

/** The detail of an event, and when the bus accepted it, in milliseconds since the epoch. */
interface Published {
  detail: string;
  atMs: number;
}

/** As it is shipped. */
export const shipped = (settings: Settings): Mechanism => ({
  turns: (ledger, clock) => turnsAtOnce({ ledger, clock, settings }),
  ledger: (ledger) => ledger,
});

/** The deployed functions over the real core, in virtual time. */
export class PacedService {
  readonly time = new VirtualTime(Date.parse('2026-11-23T00:00:00.000Z'));
  readonly ledger = new MemoryLedger();
  /** Outcomes, and what became of the moved lines. */
  readonly published: Published[] = [];
  readonly verified: Published[] = [];
  /** How often each operation of the ledger was asked for. */
  readonly asked: Record<string, number> = {};
  /** How often requests were taken up, by a message or when due; and what was written while they waited. */
  visits = 0;
  waitingWrites = 0;
  readonly #reached: Ledger;
  readonly #directConnect: DirectConnectWorld;
  readonly #settings: Settings;
  readonly #tenants: readonly Tenant[];
  readonly #random: Random;
  readonly #deaths: number;
  readonly #killers: ReadonlySet<string>;
  readonly #mechanism: Mechanism;
  readonly #listMs: number;
  #isDispatching = false;
  #isReconciling = false;
  #scheduledAtMs: number | undefined;
  #ids = 0;
  /** What the environments remember that no invocation is under way in. */
  readonly #environments: LatestListings[] = [];

  constructor(options: {
    settings: Settings;
    tenants: readonly Tenant[];
    directConnect: (now: () => number) => DirectConnectWorld;
    random: Random;
    deaths: number;
    /** Connections whose observation kills the process. */
    killers: ReadonlySet<string>;
    mechanism: Mechanism;
    /** How long a listing takes, in seconds. */
    listSeconds: number | undefined;
  }) {
    this.#listMs = options.listSeconds === undefined ? LATENCY.list : options.listSeconds * SECOND;
    this.#settings = options.settings;
    this.#tenants = options.tenants;
    this.#random = options.random;
    this.#deaths = options.deaths;
    this.#killers = options.killers;
    this.#mechanism = options.mechanism;
    this.#directConnect = options.directConnect(() => this.time.now);
    this.#reached = options.mechanism.ledger(this.ledger, () => this.time.now);
    this.#everyMinute();
  }

  get directConnect(): DirectConnectWorld {
    return this.#directConnect;
  }

  /** The event source: so many invocations at a time, one message each. */
  async deliverAll(messages: readonly Message[], concurrency: number): Promise<void> {
    const waiting = [...messages];
    const worker = async (): Promise<void> => {
      for (let message = waiting.shift(); message; message = waiting.shift()) {
        const again = await this.#deliver(message);
        if (again) this.time.at(this.time.now + again.seconds * SECOND, () => void this.deliverAll([again.message], 1));
      }
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
  }

  async #deliver(message: Message): Promise<{ message: Message; seconds: number } | undefined> {
    this.visits++;
    const { ports, process, end } = this.#begin(this.#settings.functionTimeoutMs);
    const died = new Promise<'died'>((resolve) => this.time.at(process.endsAt, () => resolve('died')));
    const delivery = await Promise.race([receive(message, process.remaining, ports), died]);
    const next = { ...message, receives: message.receives + 1 };
    if (delivery !== 'died') end();
    if (delivery === 'died') return { message: next, seconds: (6 * this.#settings.functionTimeoutMs) / SECOND };
    return delivery.kind === 'retry' ? { message: next, seconds: delivery.seconds } : undefined;
  }

  #everyMinute(): void {
    this.#scheduledAtMs = this.time.now;
    this.wakeDispatch();
    this.#reconcile();
    this.time.at(this.time.now + MINUTE, () => this.#everyMinute());
  }

  #reconcile(): void {
    if (this.#isReconciling) return;
    this.#isReconciling = true;
    const { ports, process, end } = this.#begin(this.#settings.functionTimeoutMs);
    const free = () => {
      this.#isReconciling = false;
    };
    this.time.at(process.endsAt, free);
    process.whenKilled = free;
    void reconcile(process.remaining, ports).then(end).then(free);
  }

  /** An event for `dispatch`, which Lambda tries again while another run is under way. */
  wakeDispatch(age = 0, gap = SECOND): void {
    if (this.#isDispatching) {
      if (age + gap <= EVENT_AGE) this.time.at(this.time.now + gap, () => this.wakeDispatch(age + gap, 2 * gap));
      return;
    }
    this.#isDispatching = true;
    const { ports, process, end } = this.#begin(this.#settings.dispatchTimeoutMs);
    let isFree = false;
    const free = () => {
      if (!isFree) this.#isDispatching = false;
      isFree = true;
    };
    this.time.at(process.endsAt, free);
    process.whenKilled = free;
    const remaining = untilNextRun(process.remaining, roomForCallMs(this.#settings), this.#scheduledAtMs, ports.clock);
    void dispatch(remaining, ports).then(end).then(free);
  }

  /** `end` keeps its environment for the next invocation. */
  #begin(timeoutMs: number): { ports: Ports; process: Process; end: () => void } {
    const dies = this.#random.chance(this.#deaths / 100);
    const process = new Process(
      this.time,
      timeoutMs,
      dies ? this.#random.next() * timeoutMs : Number.POSITIVE_INFINITY,
    );
    const clock = () => this.time.now;
    const listMs = this.#listMs;
    const world = this.#directConnect;
    const ledger = this.#ledgerFor(process);
    const latest: LatestListings = this.#environments.pop() ?? new Map();
    const directConnect: DirectConnect = {
      async listHosted(parentId) {
        const atMs = clock();
        return { atMs, lines: await process.ask(listMs, () => world.list(parentId)) };
      },
      describeParent: (parentId) =>
        process.ask(LATENCY.describe, () => ({
          state: 'available',
          allowsHostedConnections: world.parents.includes(parentId),
        })),
      associate: (connectionId, parentId) =>
        process.ask(LATENCY.associate, () => world.associate(connectionId, parentId)),
    };
    const ports: Ports = {
      ledger,
      clock,
      ...observing(directConnect, clock, latest),
      bus: {
        publish: ({ source, detail }) =>
          process.ask(LATENCY.publish, () => {
            (source === SERVICE ? this.published : this.verified).push({ detail, atMs: this.time.now });
          }),
      },
      quarantine: { store: () => Promise.resolve() },
      random: () => this.#random.next(),
      newId: () => `attempt-${++this.#ids}`,
      log: () => undefined,
      tenants: this.#tenants,
      turns: this.#mechanism.turns(ledger, clock),
      releases: { releaseOf: async () => ({ kind: 'notReleased' }) },
      wakeDispatch: () => process.ask(LATENCY.publish, () => this.wakeDispatch()),
      sleep: process.sleep,
      settings: this.#settings,
      serviceVersion: '0.0.0-pace',
    };
    return { ports, process, end: () => void this.#environments.push(latest) };
  }

  /** Each operation takes its time; what is written for those that wait is counted; one that concerns a killer ends the process. */
  #ledgerFor(process: Process): Ledger {
    return new Proxy(this.#reached, {
      get: (target, name: string) => {
        const operation = Reflect.get(target, name) as (...given: unknown[]) => Promise<unknown>;
        return async (...given: unknown[]) => {
          this.asked[name] = (this.asked[name] ?? 0) + 1;
          if (name === 'postpone') this.visits++;
          if (name === 'postpone' || name === 'park') this.waitingWrites++;
          if (name === 'takeLock' && this.#killers.has(given[0] as string)) {
            // Not always in the same few milliseconds of whoever is called for beside it.
            await process.sleep(Math.round(this.#random.next() * SECOND));
            return process.kill();
          }
          const latency = name.startsWith('due') ? LATENCY.query : LATENCY.ledger;
          return process.ask(latency, () => operation.apply(target, given));
        };
      },
    });
  }
}
