import { AwsError } from '../aws-json/aws-error.ts';
import { busArn, DEFAULT_BUS, ruleArn } from './arns.ts';
import { type Counters, newCounters } from './counters.ts';
import { type Backoff, Deliveries, type DroppedEvent } from './deliveries.ts';
import { buildEvent, type EventContent, type EventContext, nameOf } from './event.ts';
import { BusFaults } from './faults.ts';
import { type AcceptedEntry, judgeEntry, type RefusedEntry } from './put-events.ts';
import { parsePutEvents } from './put-events-request.ts';
import { parseRule, type Rule, type RuleProperties } from './rule.ts';
import { runSchedule } from './schedule.ts';
import type { TargetSender } from './target-sender.ts';

/** What an EventBridge without its HTTP endpoint needs. */
export interface EventBridgeContext extends EventContext {
  readonly sender: TargetSender;
  readonly random: () => number;
  readonly backoff: Backoff;
  readonly minuteMs: number;
  readonly report: (line: string) => void;
}

/** What a service of AWS has to say; the envelope is EventBridge's. */
export type ServiceEvent = Pick<EventContent, 'source' | 'detailType' | 'detail'>;

interface RunningRule {
  readonly rule: Rule;
  /** Ends the rule's schedule; does nothing for a rule without one. */
  readonly stop: AbortController;
}

/** The buses, rules and schedules of one account in one Region, and what has come over them. */
export class EventBridge {
  readonly faults = new BusFaults();
  readonly #context: EventBridgeContext;
  readonly #buses = new Set([DEFAULT_BUS]);
  readonly #rules = new Map<string, RunningRule>();
  readonly #counters: Counters = newCounters();
  readonly #deliveries: Deliveries;
  readonly #received: AcceptedEntry[] = [];

  constructor(context: EventBridgeContext) {
    this.#context = context;
    this.#deliveries = new Deliveries({ ...context, counters: this.#counters });
  }

  createBus(name: string): string {
    if (!/^[.\-_A-Za-z0-9]{1,256}$/.test(name)) {
      throw new Error(`Event bus "${name}": the name must be 1 to 256 of . - _ A-Z a-z 0-9`);
    }
    if (this.#buses.has(name)) {
      throw new Error(`Event bus "${name}" exists already`);
    }
    this.#buses.add(name);
    return busArn(this.#context, name);
  }

  putRule(properties: RuleProperties): string {
    const rule = parseRule(this.#context, properties);
    if (!this.#buses.has(rule.busName)) {
      throw new Error(`Rule ${rule.name}: EventBusName: there is no event bus "${rule.busName}"; create it first`);
    }
    this.#rules.get(rule.arn)?.stop.abort();
    const stop = new AbortController();
    this.#rules.set(rule.arn, { rule, stop });
    if (rule.enabled && rule.everyMinutes !== undefined) {
      const everyMs = rule.everyMinutes * this.#context.minuteMs;
      void runSchedule(this.#context.clock, everyMs, () => this.#fire(rule), stop.signal);
    }
    return rule.arn;
  }

  tick(ruleName: string): void {
    const rule = this.#rules.get(ruleArn(this.#context, DEFAULT_BUS, ruleName))?.rule;
    if (rule?.everyMinutes === undefined || !rule.enabled) {
      throw new Error(`Rule ${ruleName}: there is no enabled rule of this name with a schedule`);
    }
    this.#fire(rule);
  }

  emitFromService({ source, detailType, detail }: ServiceEvent): void {
    if (!source.startsWith('aws.')) {
      throw new Error(`Source "${source}": only services of AWS emit events, from "aws.…"; others use PutEvents`);
    }
    const atMs = this.#context.clock.now();
    const event = buildEvent(this.#context, { source, detailType, detail, resources: [], atMs });
    this.#take({ busName: DEFAULT_BUS, event });
  }

  received(): readonly AcceptedEntry[] {
    return [...this.#received];
  }

  dropped(): readonly DroppedEvent[] {
    return [...this.#deliveries.dropped];
  }

  counters(): Readonly<Counters> {
    return { ...this.#counters };
  }

  /**
   * Answers the body of a PutEvents request; undefined means that there is to be no answer.
   *
   * @throws {AwsError} if the request fails as a whole
   */
  putEvents(body: string): object | undefined {
    const fault = this.faults.take();
    if (fault === 'refuse') {
      throw new AwsError(500, 'InternalException', 'This exception occurs due to unexpected causes.');
    }
    const entries = parsePutEvents(body);
    const results =
      fault === 'entry'
        ? entries.map(() => this.faults.entryError())
        : entries.map((entry) => this.#take(judgeEntry(this.#context, entry)));
    if (fault === 'drop') {
      return undefined;
    }
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  }

  async close(): Promise<void> {
    for (const { stop } of this.#rules.values()) {
      stop.abort();
    }
    await this.#deliveries.close();
  }

  #take(judged: AcceptedEntry | RefusedEntry): { EventId: string } | RefusedEntry {
    if ('ErrorCode' in judged) {
      return judged;
    }
    this.#counters.accepted += 1;
    this.#received.push(judged);
    this.#route(judged);
    return { EventId: judged.event.id };
  }

  /** Starts the deliveries of an event; the answer to PutEvents does not wait for them. */
  #route({ busName, event }: AcceptedEntry): void {
    const matching = [...this.#rules.values()].filter(
      ({ rule }) => rule.enabled && rule.busName === busName && rule.matches?.(event) === true,
    );
    if (matching.length === 0) {
      const why = this.#buses.has(busName)
        ? 'no enabled rule of its bus matches it'
        : 'there is no bus of the name that it was put on';
      this.#context.report(`${nameOf(event)} reached no one: ${why}`);
    }
    for (const { rule } of matching) this.#deliveries.start(rule, event);
  }

  /** Sends the event of a schedule ("Scheduled Event", source aws.events) to the targets of its rule only. */
  #fire(rule: Rule): void {
    const event = buildEvent(this.#context, {
      source: 'aws.events',
      detailType: 'Scheduled Event',
      resources: [rule.arn],
      detail: {},
      atMs: this.#context.clock.now(),
    });
    this.#deliveries.start(rule, event);
  }
}
