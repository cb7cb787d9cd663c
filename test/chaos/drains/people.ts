import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalStack } from '../../../local/stack/local-stack.ts';
import type { EventDetail } from '../../../src/contract/event.ts';
import { SERVICE } from '../../../src/contract/event-names.ts';
import { packPlan } from '../../../src/drain/plan/parse-plan.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { DrainAnswer } from '../../../src/drain/run/command.ts';
import { DRAINS_TENANT } from '../../../src/migration/model/drains-tenant.ts';
import type { Standing } from '../../../src/migration/operators/standing.ts';
import type { Random } from '../../support/random.ts';
import type { Kills } from '../kills.ts';
import { operate } from '../operator.ts';
import { resolveHeld } from '../resolve-held.ts';
import type { Operators } from './operators.ts';

export interface PeopleOptions {
  plan: Plan;
  stack: LocalStack;
  operators: Operators;
  kills: Kills;
  random: Random;
  /** Between two stops by a person, on average, in milliseconds. */
  stopGapMs: number;
  /** Then they give up. Milliseconds since the epoch. */
  deadlineMs: number;
  /** Told after each look at the drain. */
  onLook: (answer: DrainAnswer) => void;
}

const LOOK_EVERY_MS = 400;
/** The share of stops during which a process of `drain` is killed; and of those whose answer gets lost on its way. */
const KILLED = 0.25;
const LOST = 0.15;
const DRAIN_ONLY = { drain: 1 };
const OVER: readonly string[] = ['COMPLETED', 'ABORTED', 'EXPIRED'];
const [ADA, BOB] = ['ada', 'bob'];
const WHY = 'the port is cut next week';

/** Those who run a drain from its plan to its end: they do what it needs, and stop it now and then. */
export class People {
  /** Nothing goes wrong any more, so nobody stops it. */
  isCalm = false;
  /** How often each decision on a held request was carried out. */
  readonly resolved: string[] = [];
  readonly #options: PeopleOptions;
  readonly #rollbacks = new Set<string>();
  #isPromoted = false;
  #nextStopAtMs = Number.POSITIVE_INFINITY;

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  /** @returns where the drain is at its end, or when they give up */
  async run(): Promise<DrainAnswer | undefined> {
    const { plan, deadlineMs, onLook } = this.#options;
    await this.#start();
    this.#drawNextStop();
    let last: DrainAnswer | undefined;
    while (Date.now() < deadlineMs) {
      last = await this.#look(plan.drainId);
      if (last) onLook(last);
      const open = last && OVER.includes(last.state) ? await this.#openRollbacks() : [plan.drainId];
      if (open.length === 0) return last;
      await this.#openParents();
      for (const drainId of [plan.drainId, ...this.#rollbacks]) await this.#bringOn(drainId);
      await this.#perhapsStop();
      await sleep(LOOK_EVERY_MS);
    }
    return last;
  }

  async #start(): Promise<void> {
    const { plan, operators, deadlineMs } = this.#options;
    const { drainId, digest } = plan;
    const who = { drainId, digest, by: ADA, why: WHY };
    const packed = Buffer.from(packPlan(plan)).toString('base64');
    await operators.ask({ action: 'submit', plan: packed, by: ADA, why: WHY });
    await operators.ask({ action: 'approve', rev: 1, ...who, by: BOB });
    await operators.ask({ action: 'announce', ...who });
    while (Date.now() < deadlineMs) {
      const answer = await operators.ask({ action: 'start', waive: ['notice'], ...who });
      if (answer.result !== 'declined') return;
      await sleep(LOOK_EVERY_MS);
    }
  }

  async #look(drainId: string): Promise<DrainAnswer | undefined> {
    const answer = await this.#options.operators.ask({ action: 'status', drainId });
    return answer.result === 'declined' ? undefined : answer;
  }

  async #openRollbacks(): Promise<string[]> {
    const answers = await Promise.all([...this.#rollbacks].map((drainId) => this.#look(drainId)));
    return answers.flatMap((answer) => (answer && !OVER.includes(answer.state) ? [answer.drainId] : []));
  }

  /** Those that have closed by themselves, after three lines that came to no good end: an alarm has rung, and they have looked at these. */
  async #openParents(): Promise<void> {
    const { stack } = this.#options;
    const { closedParents } = (await operate(stack, 'control', { action: 'status' })) as Pick<
      Standing,
      'closedParents'
    >;
    for (const { parent } of closedParents)
      await operate(stack, 'control', { action: 'openParent', parent, by: ADA, why: WHY });
  }

  async #bringOn(drainId: string): Promise<void> {
    const answer = await this.#look(drainId);
    if (!answer || OVER.includes(answer.state)) return;
    const { stops, wave, rev } = answer;
    const { operators } = this.#options;
    for (const { kind, about } of stops)
      if (kind === 'line' && about !== undefined) await this.#dealWith(about, drainId);
    const who = { drainId, by: ADA, why: WHY };
    if (stops.length > 0) await operators.ask({ action: 'resume', stops: stops.map(({ id }) => id), ...who });
    else if (wave === 1 && !this.#isPromoted) {
      const promoted = await operators.ask({ action: 'promote', rev, wave, ...who });
      this.#isPromoted = promoted.result !== 'declined';
    }
  }

  /** What is declined was not what the line needs. Most lines that are not well need only time. */
  async #dealWith(connectionId: string, drainId: string): Promise<void> {
    const { operators, random } = this.#options;
    const held = this.#heldRequestOf(connectionId);
    if (held !== undefined) {
      const verdict = await resolveHeld({ tenant: DRAINS_TENANT, requestId: held }, this.#options);
      if (verdict !== undefined) this.resolved.push(verdict);
      return;
    }
    const who = { drainId, by: ADA, why: 'it does not come by itself' };
    const way = random.pick(['wait', 'wait', 'wait', 'wait', 'retry', 'setAside', 'rollback'] as const);
    if (way === 'retry' || way === 'setAside') await operators.ask({ action: way, connectionId, ...who });
    if (way !== 'rollback') return;
    const answer = await operators.ask({ action: 'rollback', lines: [connectionId], ...who });
    if (answer.result !== 'declined' && answer.rollback !== undefined) this.#rollbacks.add(answer.rollback);
  }

  /** As the bus tells it. */
  #heldRequestOf(connectionId: string): string | undefined {
    const outcomes = this.#options.stack.eventBridge
      .received()
      .filter(({ event }) => event.source === SERVICE)
      .map(({ event }) => (event.detail as unknown as EventDetail).data)
      .filter(({ request }) => request?.connectionId === connectionId);
    const last = outcomes.at(-1);
    return last?.outcome === 'HELD' ? last.request?.requestId : undefined;
  }

  async #perhapsStop(): Promise<void> {
    const { plan, operators, kills, random } = this.#options;
    if (this.isCalm || Date.now() < this.#nextStopAtMs) return;
    const stop = { action: 'stop', drainId: plan.drainId, by: ADA, why: 'a router of ours looks odd' } as const;
    const asked = operators.ask(stop);
    const draw = random.next();
    if (draw < KILLED) {
      await sleep(random.between(0, 150));
      kills.killOne(DRAIN_ONLY);
    }
    await asked;
    if (draw > 1 - LOST) {
      operators.unanswered.push('stop');
      await operators.ask(stop);
    }
    // They look at what made them stop, and resume it the next time that they look at the drain.
    await sleep(random.between(300, 3_000));
    this.#drawNextStop();
  }

  #drawNextStop(): void {
    const { random, stopGapMs } = this.#options;
    this.#nextStopAtMs = Date.now() + random.gap(stopGapMs);
  }
}
