import { advanceDrain } from '../../../src/drain/run/advance-drain.ts';
import type { ApproveCommand, DrainAnswer, DrainCommand, DrainDeclined } from '../../../src/drain/run/command.ts';
import { approve } from '../../../src/drain/run/commands/approve.ts';
import { drainCommand } from '../../../src/drain/run/commands/drain-command.ts';
import { isOpen } from '../../../src/drain/run/line.ts';
import type { Plans } from '../../../src/drain/run/plans.ts';
import type { DrivePorts } from '../../../src/drain/run/steps/step.ts';
import { driveDue, tickDrain } from '../../../src/drain/run/tick-drain.ts';
import type { Ports } from '../../../src/migration/ports/ports.ts';
import { verifyDue } from '../../../src/migration/verification/verify-due.ts';
import { SEND_FAULTS } from '../faults.ts';
import type { Invocation } from '../invocation.ts';
import { readFrom } from '../ports/reach-ledger.ts';
import { contentOfDrain } from '../scenario/content.ts';
import type { Service } from '../service.ts';
import { MINUTE, visibilityTimeout } from '../settings.ts';
import type { Stage } from '../stage.ts';
import { DRAIN_PARENTS } from '../topology.ts';
import type { DrainStage } from './drain-stage.ts';
import { readInventory } from './inventory.ts';
import { drainsPort } from './ports.ts';
import { type TickMessage, Ticks } from './ticks.ts';

/** Of the functions that drive drains, and carry out commands. */
const TIMEOUT = 2 * MINUTE;

/** For so long a command that was carried out also brings its drain on. */
const AFTER_COMMAND = MINUTE / 6;

export interface Commanded {
  answer: DrainAnswer | DrainDeclined;
}

/** The deployed functions of drains: the real driver and commands, each invocation over ports of its own. */
export class DrainFunctions {
  readonly ticks: Ticks;
  readonly #stage: Stage;
  readonly #drained: DrainStage;
  readonly #service: Service;
  #ids = 0;

  constructor(stage: Stage, drained: DrainStage, service: Service) {
    this.#stage = stage;
    this.#drained = drained;
    this.#service = service;
    this.ticks = new Ticks(stage.time, stage.fate, visibilityTimeout(stage.settings), (message, done) =>
      this.#take(message, done),
    );
  }

  /** What people are answered; undefined if the function dies, or fails. */
  command(command: DrainCommand | ApproveCommand, answered: (answer: DrainAnswer | DrainDeclined) => void): void {
    if (this.#stage.isHalted) return;
    const { invocation, ports, end } = this.#begin(command.action === 'approve' ? 'approve' : 'command');
    const { auditor } = this.#drained;
    const given = auditor.commanded(command, invocation);
    invocation.trace('is told', command.action === 'submit' ? 'submit' : command);
    const run = command.action === 'approve' ? approve(command, ports) : drainCommand(command, ports);
    run.then(
      (answer) => {
        invocation.trace('answers', shortOf(answer));
        if (command.action !== 'approve') this.#goOn(command, answer, invocation, ports);
        auditor.answered(given, answer);
        answered(answer);
        end();
      },
      (error: unknown) => {
        invocation.trace('fails', String(error));
        auditor.failed(`the command ${command.action}`, error);
      },
    );
  }

  #goOn(command: DrainCommand, answer: DrainAnswer | DrainDeclined, by: Invocation, ports: DrivePorts): void {
    if (answer.result !== 'done' || command.action === 'stop' || command.action === 'status') return;
    const until = this.#stage.time.now + AFTER_COMMAND;
    const left = () => Math.min(by.remaining(), until - this.#stage.time.now);
    advanceDrain(answer.rollback ?? answer.drainId, left, ports).catch((error: unknown) =>
      this.#drained.auditor.failed('advanceDrain', error),
    );
  }

  #take(message: TickMessage, done: () => void): void {
    if (this.#stage.isHalted) return;
    const { invocation, ports, core, end } = this.#begin('drive');
    invocation.trace('takes', message);
    this.#work(message, invocation, ports, core).then(
      () => {
        done();
        end();
      },
      (error: unknown) => this.#drained.auditor.failed('drive', error),
    );
  }

  async #work(message: TickMessage, { remaining }: Invocation, ports: DrivePorts, core: Ports): Promise<void> {
    if (message.kind === 'hint') {
      await advanceDrain(message.drainId, remaining, ports);
      return;
    }
    const { drainId } = message.tick;
    if (!(await tickDrain(message.tick, remaining, ports))) return;
    const { drain } = (await ports.ledger.readDrain(drainId)) ?? {};
    const hasMoved = drain && Object.values(drain.lines).some((line) => isOpen(line) && line.state !== 'released');
    if (!hasMoved) return;
    const { looks } = await verifyDue(remaining, core);
    if (looks > 0) await advanceDrain(drainId, remaining, ports);
  }

  /** The schedule: every minute, all that are due. */
  schedule(): void {
    const { time } = this.#stage;
    const run = () => {
      if (this.#drained.index.earliest <= time.now + MINUTE) this.#driveDue();
      time.at(time.now + MINUTE * (this.#drained.memory.drains.size === 0 ? 5 : 1), run);
    };
    time.at(time.now + MINUTE, run);
  }

  #driveDue(): void {
    if (this.#stage.isHalted) return;
    const { invocation, ports, end } = this.#begin('schedule');
    driveDue(invocation.remaining, ports).then(end, (error: unknown) =>
      this.#drained.auditor.failed('driveDue', error),
    );
  }

  /** Sends in the name of drains, by hand. */
  sendByHand(request: Parameters<DrivePorts['send']>[0]): void {
    this.#stage.queue.send(contentOfDrain(request, true), request.connectionId);
  }

  #begin(kind: 'drive' | 'command' | 'approve' | 'schedule') {
    const { plan, drains, memory, index, parsed, auditor, adjust } = this.#drained;
    const { world, settings, queue } = this.#stage;
    const { invocation, ports: core, end } = this.#service.begin(kind, TIMEOUT);
    const own = drainsPort(invocation, drains, (id) => memory.drains.get(id), index, auditor);
    const ports: DrivePorts = {
      ledger: { ...core.ledger, ...own },
      plans: plansOf(invocation, parsed),
      readInventory: async () => {
        const beganAtMs = this.#stage.time.now;
        const { ledger } = this.#stage.evidence;
        const inventory = await readInventory(invocation, world, ledger, () => core.ledger.readControl());
        auditor.inventoryRead(beganAtMs, invocation);
        return inventory;
      },
      send: async (request) => {
        const content = contentOfDrain(request);
        await send(invocation, request.requestId, () => queue.send(content, request.connectionId));
      },
      sendTick: async (drainId, number, delaySeconds) => {
        await send(invocation, `tick ${number}`, () =>
          this.ticks.send({ kind: 'tick', tick: { drainId, number } }, delaySeconds * 1000),
        ).catch(() => undefined);
      },
      bus: core.bus,
      clock: core.clock,
      newId: () => `stop-${++this.#ids}`,
      log: core.log,
      settings: {
        ...{ drainTickMs: plan.tickMs, drainApprovals: plan.approvals },
        ...{ staleMs: settings.staleMs, clockSkewMs: settings.clockSkewMs },
        ...{ verifyWithinMs: settings.verifyWithinMs, soakMs: settings.soakMs },
        minRequestedAt: settings.minRequestedAt,
      },
      parents: DRAIN_PARENTS,
      serviceVersion: invocation.deployment.serviceVersion,
    };
    const isCommand = kind === 'command' || kind === 'approve';
    return { invocation, ports: adjust ? adjust(ports, isCommand ? 'command' : 'drive') : ports, core, end };
  }
}

/** A process reads each plan once. */
export function plansOf(invocation: Invocation, parsed: Plans): Plans {
  const known = new Set<string>();
  return {
    read: async (drain) => {
      if (known.has(drain.digest)) return parsed.read(drain);
      const plan = await readFrom(invocation, 'readPlan', [drain.drainId, drain.rev], () => parsed.read(drain));
      if (plan) known.add(drain.digest);
      return plan;
    },
  };
}

class NotTaken extends Error {
  override name = 'NotTaken';
}

async function send(invocation: Invocation, what: string, accept: () => void): Promise<void> {
  const fault = invocation.fate.fault('send', SEND_FAULTS);
  await invocation.reach(MINUTE / 600, fault);
  if (fault === 'notTaken') throw new NotTaken('send: not taken');
  invocation.trace('sends', what);
  accept();
  if (fault === 'takenTwice') accept();
  if (fault === 'answerLost') throw new NotTaken('send: no answer');
  await invocation.answer(fault);
}

function shortOf(answer: DrainAnswer | DrainDeclined): unknown {
  if (answer.result === 'declined')
    return [answer.why, ...(answer.because ?? []).map(({ about, why }) => [about, why])];
  const { result, drainId, state, rev, wave, stops, lines, onTheirWay, rollback } = answer;
  return { result, drainId, state, rev, wave, stops: stops.map(({ id }) => id), lines, onTheirWay, rollback };
}
