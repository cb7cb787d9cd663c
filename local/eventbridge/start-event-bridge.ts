import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { awsJsonListener } from '../aws-json/listener.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { FaultQueue } from '../fault-queue.ts';
import type { Counters } from './counters.ts';
import type { Backoff, DroppedEvent } from './deliveries.ts';
import { EventBridge, type ServiceEvent } from './event-bridge.ts';
import type { BusFault } from './faults.ts';
import type { AcceptedEntry } from './put-events.ts';
import type { RuleProperties } from './rule.ts';
import type { TargetSender } from './target-sender.ts';

/** What a local EventBridge needs. */
export interface EventBridgeOptions {
  readonly region: string;
  /** The 12-digit account that buses, rules and events belong to. */
  readonly account: string;
  readonly targets: TargetSender;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly clock?: Clock;
  /** At least 0, below 1: the jitter of retries. */
  readonly random?: () => number;
  /** Gives event ids. */
  readonly newId?: () => string;
  /** Pauses between attempts. The default, 1 s doubling to 15 minutes, spreads 185 retries over nearly a day. */
  readonly retry?: Partial<Backoff>;
  /** Milliseconds that a minute of a schedule takes: 60,000, unless the whole stack runs in faster time. */
  readonly minuteMs?: number;
  /** Called with one line per event that matched no rule or that a target did not get. By default nothing is. */
  readonly report?: (line: string) => void;
}

/** A running local EventBridge. Events, rules and schedules live in memory, and all that is received is kept there. */
export interface EventBridgeServer {
  /** For `AWS_ENDPOINT_URL_EVENTBRIDGE`. */
  readonly url: string;
  readonly port: number;
  /** Creates a bus beside `default` and returns its ARN. Throws if it exists or AWS does not allow the name. */
  createBus(name: string): string;
  /**
   * Creates a rule, or replaces the one of the same name and bus, and returns its ARN. Takes the properties of an
   * AWS::Events::Rule with a Name. Throws at whatever it does not understand, naming it.
   */
  putRule(properties: RuleProperties): string;
  /** Runs a schedule of the default bus once, now. Throws if there is no enabled rule of that name with one. */
  tick(ruleName: string): void;
  /**
   * Puts an event onto the default bus as a service of AWS does: PutEvents rejects their sources from everyone else.
   * Throws for another source.
   */
  emitFromService(event: ServiceEvent): void;
  /** Faults of PutEvents requests. */
  readonly faults: FaultQueue<BusFault>;
  /** Every accepted entry, oldest first, also of buses that do not exist. */
  received(): readonly AcceptedEntry[];
  /** Every event that a rule matched and no one got. */
  dropped(): readonly DroppedEvent[];
  counters(): Readonly<Counters>;
  /** Ends the endpoint, all schedules and all retries; an event that was waiting for its retry is lost. */
  close(): Promise<void>;
}

const DEFAULT_RETRY: Backoff = { baseMs: 1000, capMs: 15 * 60_000 };

/** Starts an EventBridge on 127.0.0.1. Of the API it offers PutEvents; buses and rules are made by its methods. */
export async function startEventBridge(options: EventBridgeOptions): Promise<EventBridgeServer> {
  const minuteMs = options.minuteMs ?? 60_000;
  if (!(minuteMs >= 1)) {
    throw new RangeError(`minuteMs must be at least 1 millisecond, not ${minuteMs}`);
  }
  const bridge = new EventBridge({
    region: options.region,
    account: options.account,
    sender: options.targets,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    newId: options.newId ?? randomUUID,
    backoff: { ...DEFAULT_RETRY, ...options.retry },
    minuteMs,
    report: options.report ?? (() => {}),
  });
  const http = createServer(awsJsonListener('AWSEvents', { PutEvents: (body) => bridge.putEvents(body) }));
  const port = await listen(http, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    createBus: (name) => bridge.createBus(name),
    putRule: (properties) => bridge.putRule(properties),
    tick: (ruleName) => bridge.tick(ruleName),
    emitFromService: (event) => bridge.emitFromService(event),
    faults: bridge.faults,
    received: () => bridge.received(),
    dropped: () => bridge.dropped(),
    counters: () => bridge.counters(),
    close: async () => {
      await stopListening(http);
      await bridge.close();
    },
  };
}

async function listen(http: Server, port: number): Promise<number> {
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The EventBridge endpoint has no port');
  }
  return address.port;
}

async function stopListening(http: Server): Promise<void> {
  const closed = once(http, 'close');
  http.close();
  http.closeAllConnections();
  await closed;
}
