import { makePlan } from '../../../src/drain/plan/make-plan.ts';
import { packPlan } from '../../../src/drain/plan/parse-plan.ts';
import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { PlanRequest } from '../../../src/drain/plan/plan-request.ts';
import type { ApproveCommand, DrainAnswer, DrainCommand, DrainDeclined } from '../../../src/drain/run/command.ts';
import type { Random } from '../../support/random.ts';
import { type Operators, WHO } from '../operators.ts';
import { HOUR, MINUTE, SECOND } from '../settings.ts';
import type { Stage } from '../stage.ts';
import type { DrainFunctions } from './drain-functions.ts';
import type { DrainStage } from './drain-stage.ts';
import { inventoryNow } from './inventory.ts';

/** How long people wait for an answer before they give a command again. */
const PATIENCE = 30 * SECOND;

/** What a person knows of a drain. */
interface Known {
  plan: Plan;
  answer?: DrainAnswer;
  /** Whether they have done with it. */
  isLeft?: true;
}

/** The people who run drains: they do what is needed, now and then what is not, and lose answers. */
export class DrainPeople {
  readonly #stage: Stage;
  readonly #drained: DrainStage;
  readonly #functions: DrainFunctions;
  readonly #operators: Operators;
  readonly #random: Random;
  readonly #known = new Map<string, Known>();
  isAtWork = true;

  constructor(stage: Stage, drained: DrainStage, functions: DrainFunctions, operators: Operators) {
    this.#stage = stage;
    this.#drained = drained;
    this.#functions = functions;
    this.#operators = operators;
    this.#random = drained.plan.random;
  }

  begin(): void {
    const { time } = this.#stage;
    const { requests, submitAtMs, mischief } = this.#drained.plan;
    // Mostly a stop meets lines that are just about to be called for.
    this.#drained.auditor.released = (drainId) => {
      if (!this.isAtWork || this.#isCalm || !this.#random.chance(mischief / 2)) return;
      const at = time.now + this.#random.between(0, 8 * SECOND);
      time.at(at, () => this.#give({ action: 'stop', drainId, ...WHO }));
    };
    for (const [number, request] of requests.entries())
      time.at(submitAtMs + number * this.#random.between(0, 20 * MINUTE), () => this.#submit(request));
  }

  /** From what is there now, with the times of this stage. Undefined if there is nothing to be planned. */
  #plan(request: DrainStage['plan']['requests'][number]): Plan | undefined {
    const { time, world, evidence, settings } = this.#stage;
    const { plan, made } = this.#drained;
    const seconds = (ms: number) => Math.ceil(ms / SECOND);
    const inventory = inventoryNow(world, evidence.ledger, time.now);
    const whole: PlanRequest = {
      ...request,
      rules: { redundancy: settings.redundancyLock === 'named' ? 'named' : 'owner' },
      timing: {
        ...{ staleSeconds: seconds(settings.staleMs), clockSkewSeconds: seconds(settings.clockSkewMs) },
        ...{ tickSeconds: seconds(plan.tickMs), soakSeconds: seconds(settings.soakMs), gateSeconds: 120 },
      },
    };
    const widest = { fromMs: request.window.fromMs, toMs: request.window.fromMs + 20 * 24 * HOUR };
    const draft = makePlan(inventory, { ...whole, window: widest });
    if (!draft.ok) return undefined;
    const needed = draft.plan.estimate.seconds * SECOND;
    const toMs = request.window.fromMs + Math.ceil(needed * plan.roomInWindow) + 5 * MINUTE;
    const planned = makePlan(inventory, { ...whole, window: { ...widest, toMs } });
    const found = planned.ok ? planned.plan : draft.plan;
    made.set(found.digest, found);
    return found;
  }

  #submit(request: DrainStage['plan']['requests'][number]): void {
    const plan = this.#plan(request);
    if (!plan) {
      this.#stage.evidence.count('no plan could be made');
      return;
    }
    const known: Known = this.#known.get(plan.drainId) ?? { plan };
    known.plan = plan;
    this.#known.set(plan.drainId, known);
    this.#send(plan);
    if (this.#drained.plan.script) this.#play(known, this.#drained.plan.script);
    else this.#watch(plan.drainId);
  }

  #play(known: Known, script: NonNullable<DrainStage['plan']['script']>): void {
    const { drainId } = known.plan;
    for (const { at, give } of script)
      this.#stage.time.at(at, () =>
        this.#give({ action: 'status', drainId }, (answer) => {
          if (answer.result !== 'declined') this.#give(give(answer));
        }),
      );
  }

  #send(plan: Plan): void {
    this.#give({ action: 'submit', plan: Buffer.from(packPlan(plan)).toString('base64'), ...WHO });
  }

  /** Looks at a drain again and again, and does something about it. */
  #watch(drainId: string): void {
    const { time } = this.#stage;
    const look = () => {
      const known = this.#known.get(drainId);
      if (!known || known.isLeft || !this.isAtWork) return;
      this.#give({ action: 'status', drainId }, (answer) => {
        if (answer.result !== 'declined') this.#act(known, answer);
        else if (this.#random.chance(0.5)) this.#send(known.plan);
      });
      time.at(time.now + this.#random.between(20 * SECOND, this.#isCalm ? 4 * MINUTE : 2 * MINUTE), look);
    };
    time.at(time.now + this.#random.between(SECOND, MINUTE), look);
  }

  get #isCalm(): boolean {
    return this.#stage.time.now > this.#stage.evidence.quietAtMs;
  }

  #act(known: Known, answer: DrainAnswer): void {
    known.answer = answer;
    const { drainId, state } = answer;
    if (state === 'COMPLETED' || state === 'ABORTED' || state === 'EXPIRED') {
      this.#afterEnd(known, answer);
      return;
    }
    if (!this.#isCalm && this.#random.chance(this.#drained.plan.mischief)) this.#meddle(known, answer);
    else if (state === 'DRAFT' || state === 'APPROVED') this.#prepare(known, answer);
    else if (state === 'STOPPED' || answer.stops.length > 0) this.#dealWithStops(answer);
    else if (state === 'RUNNING' && answer.wave > 0 && this.#random.chance(0.7))
      this.#give({ action: 'promote', drainId, rev: answer.rev, wave: answer.wave, ...WHO });
    else if (state === 'ENDING') this.#decideLines(known, answer);
  }

  /** Lines that were moved may go back for a day. */
  #afterEnd(known: Known, { drainId }: DrainAnswer): void {
    known.isLeft = true;
    if (!/-r\d+$/.test(drainId) && this.#random.chance(0.2)) this.#rollBack(drainId);
  }

  #prepare({ plan }: Known, { drainId, state, rev, digest }: DrainAnswer): void {
    const { time } = this.#stage;
    const random = this.#random;
    const isWrong = random.chance(0.05);
    const said = isWrong ? `sha256:${'0'.repeat(64)}` : digest;
    if (state === 'DRAFT' && random.chance(0.7)) this.#give({ action: 'approve', drainId, rev, digest: said, ...WHO });
    if (random.chance(0.5)) this.#give({ action: 'announce', drainId, digest: said, ...WHO });
    const isTime = time.now >= Date.parse(plan.window.from) - 3 * MINUTE;
    if (!isTime && !random.chance(0.1)) return;
    const waive = (['notice', 'approval'] as const).filter(() => random.chance(this.#isCalm ? 0.6 : 0.25));
    this.#give({ action: 'start', drainId, digest: said, ...(waive.length > 0 ? { waive: [...waive] } : {}), ...WHO });
    if (time.now > Date.parse(plan.window.to) + HOUR) this.#give({ action: 'abort', drainId, ...WHO });
  }

  #dealWithStops(answer: DrainAnswer): void {
    const { drainId, stops } = answer;
    const random = this.#random;
    if (random.chance(0.2)) return;
    for (const { kind, about } of stops) if (kind === 'line' && about !== undefined) this.#dealWithLine(answer, about);
    const all = stops.map(({ id }) => id);
    const named = random.chance(0.1) ? [random.pick([...all, 'another'])] : all;
    if (random.chance(0.8)) this.#give({ action: 'resume', drainId, stops: named, ...WHO });
    if (this.#isCalm && random.chance(0.1)) this.#give({ action: random.pick(['abort', 'complete']), drainId, ...WHO });
  }

  #dealWithLine({ drainId }: DrainAnswer, connectionId: string): void {
    const random = this.#random;
    const draw = random.next();
    if (draw < 0.25) this.#operators.resolveHeld();
    else if (draw < 0.5) this.#give({ action: 'setAside', drainId, connectionId, ...WHO });
    else if (draw < 0.65) this.#give({ action: 'retry', drainId, connectionId, ...WHO });
    else if (draw < 0.8) this.#rollBack(drainId, random.chance(0.5) ? 'unhealthy' : [connectionId]);
  }

  /** What keeps a drain from its end: lines that are held, or not well. */
  #decideLines(known: Known, { drainId }: DrainAnswer): void {
    this.#operators.resolveHeld();
    if (!this.#random.chance(0.3)) return;
    const connectionId = this.#anyLine(known);
    if (connectionId !== undefined) this.#give({ action: 'setAside', drainId, connectionId, ...WHO });
  }

  #rollBack(drainId: string, lines: 'unhealthy' | 'all' | string[] = 'all', wave?: number): void {
    const command = { action: 'rollback' as const, drainId, lines, ...(wave === undefined ? {} : { wave }), ...WHO };
    this.#give(command, (answer) => {
      if (answer.result === 'declined' || answer.rollback === undefined) return;
      const { plan } = this.#known.get(drainId) ?? {};
      if (!plan || this.#known.has(answer.rollback)) return;
      this.#known.set(answer.rollback, { plan });
      this.#watch(answer.rollback);
    });
  }

  /** What no one needs. */
  #meddle(known: Known, answer: DrainAnswer): void {
    const random = this.#random;
    const { drainId } = answer;
    const line = this.#anyLine(known) ?? 'dxcon-none';
    const action = random.pick([
      ...(['stop', 'stop', 'stop', 'take', 'setAside', 'retry', 'rehearse', 'promote', 'resume', 'again'] as const),
      ...(['rollback', 'rollback', 'replan', 'approve', random.chance(0.1) ? 'abort' : 'stop'] as const),
      ...([random.chance(0.1) ? 'complete' : 'take'] as const),
    ]);
    const command = this.#commandOf(action, known, answer);
    if (command) this.#give(command);
    else if (action === 'again') this.#send(known.plan);
    else if (action === 'replan') this.#replan(known);
    else {
      this.#give({ action: 'stop', drainId, ...WHO });
      this.#rollBack(drainId, random.pick(['all', 'unhealthy', [line]]), random.pick([undefined, answer.wave]));
    }
  }

  #commandOf(
    action: string,
    known: Known,
    { drainId, rev, wave, digest }: DrainAnswer,
  ): DrainCommand | ApproveCommand | undefined {
    const random = this.#random;
    const connectionId = this.#anyLine(known) ?? 'dxcon-none';
    const perhapsNext = random.pick([rev, rev + 1]);
    switch (action) {
      case 'stop':
      case 'take':
      case 'rehearse':
      case 'abort':
      case 'complete':
        return { action, drainId, ...WHO };
      case 'setAside':
      case 'retry':
        return { action, drainId, connectionId, ...WHO };
      case 'promote':
        return { action, drainId, rev: perhapsNext, wave: wave + random.between(-1, 1), ...WHO };
      case 'resume':
        return { action, drainId, stops: ['stop-1', `line:${connectionId}`], ...WHO };
      case 'approve':
        return { action, drainId, rev: perhapsNext, digest, ...WHO };
      default:
        return undefined;
    }
  }

  /** A new revision: of what is there by now, or of fewer lines. */
  #replan(known: Known): void {
    const request = this.#drained.plan.requests.find(({ drainId }) => drainId === known.plan.drainId);
    const plan = request && this.#plan(request);
    if (!plan || plan.digest === known.plan.digest) return;
    known.plan = plan;
    this.#send(plan);
  }

  #anyLine({ plan }: Known): string | undefined {
    return plan.lines.length === 0 ? undefined : this.#random.pick(plan.lines).connectionId;
  }

  /** Once more if no answer comes; and sometimes twice at the same time. */
  #give(
    command: DrainCommand | ApproveCommand,
    then: (answer: DrainAnswer | DrainDeclined) => void = () => undefined,
    again = 2,
  ): void {
    const { time } = this.#stage;
    let isAnswered = false;
    const answered = (answer: DrainAnswer | DrainDeclined) => {
      if (isAnswered) return;
      isAnswered = true;
      then(answer);
    };
    this.#functions.command(command, answered);
    if (command.action !== 'status' && this.#random.chance(0.05)) this.#functions.command(command, () => undefined);
    time.at(time.now + PATIENCE, () => {
      if (!isAnswered && again > 0 && this.isAtWork) this.#give(command, answered, again - 1);
    });
  }
}
