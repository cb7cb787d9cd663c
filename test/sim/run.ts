import type { Settings } from '../../src/migration/model/settings.ts';
import type { ControlCommand } from '../../src/migration/operators/control.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import type { Random } from '../support/random.ts';
import type { Ablation } from './ablation.ts';
import { Auditor } from './auditor/auditor.ts';
import { areDrainsAtRest, judgeDrains } from './auditor/drain-rest-rules.ts';
import { Evidence } from './auditor/evidence.ts';
import { isAtRest, judgeRest } from './auditor/rest-rules.ts';
import { judgeTimes } from './auditor/time-rules.ts';
import { isAlarmed } from './auditor/wait-rules.ts';
import { judgeResting } from './auditor/waits-for-rules.ts';
import { beginDrains, setDrains } from './drains/begin.ts';
import type { DrainPlan } from './drains/drain-stage.ts';
import { DueIndex } from './due-index.ts';
import type { Fate } from './faults.ts';
import { Health } from './health.ts';
import { type Lists, withOthers } from './lists.ts';
import { Meddler } from './meddler.ts';
import { Operators } from './operators.ts';
import type { Killer } from './ports/killer.ts';
import { Queue, type QueueSettings } from './queue.ts';
import type { Content } from './scenario/content.ts';
import type { FollowUp, Sending } from './scenario/scenario.ts';
import { everyPoll } from './schedule.ts';
import { Service } from './service.ts';
import { HOUR, MINUTE, SETTINGS, START } from './settings.ts';
import type { Stage } from './stage.ts';
import { type Line, SENDING, TENANTS } from './topology.ts';
import type { Trace } from './trace.ts';
import { VirtualTime } from './virtual-time.ts';
import { World } from './world.ts';

/** How one run is to go. */
export interface Plan {
  fate: Fate;
  /** Ends all faults. */
  clear: () => void;
  sendings: readonly Sending[];
  followUps: readonly FollowUp[];
  /** What else changes, and when: outages begin and end, a version or tenants file is deployed, others move lines. */
  changes: readonly { at: number; run: (stage: Pick<Stage, 'deployment' | 'world'>) => void }[];
  /** The draws of someone who moves lines by hand around the service's calls. */
  meddler: Random | undefined;
  /** The draws of how lines fare after a move; without them all are well at once. */
  health: Random | undefined;
  /** How much there is to list. */
  lists: Lists;
  /** The request whose events the bus never accepts, by its key. */
  unpublishable: string | undefined;
  /** Lines that there are besides those of every run. */
  lines: readonly Line[];
  /** A request that ends processes, if there is one. */
  killer: Killer | undefined;
  /** When the faults end. */
  clearAtMs: number;
  batchSize: number;
  /** How many runs of `reconcile` begin each poll interval: what Lambda limits to one may come twice all the same. */
  reconcilers: number;
  /** How many invocations the event source makes at a time. */
  concurrency: number;
  /** How many rows one answer of the index of what is due has at most. */
  pageSize: number;
  queue: QueueSettings;
  transition: number;
  settings: Partial<Settings>;
  operators: OperatorPlan;
  /** Lines that are drained meanwhile, if there are any. */
  drains: DrainPlan | undefined;
}

export interface OperatorPlan {
  random: Random;
  /** When someone stops calls, or lets them go on. */
  orders: readonly { at: number; command: ControlCommand }[];
  /** When someone decides what is held during the storm. */
  visits: readonly number[];
  /** Whether anyone decides what is held after it. */
  isStaffed: boolean;
}

/** The longest that anything may take to come to rest once the weather is clear and the last message is there. */
const REST = 12 * HOUR;
const STEP = 10 * MINUTE;

/** How long after the storm a message may still be in the dead-letter queue: it dies in half a day, and is redriven in two more. */
const LAST_REDRIVE = 62 * HOUR;

/** Plays one run from its first message until everything rests, and gives what the auditor has found. */
export async function play(plan: Plan, trace?: Trace, ablation?: Ablation): Promise<Evidence> {
  const { stage, memory } = setStage(plan, trace, ablation);
  const { time, queue, evidence, auditor } = stage;
  const service = new Service(stage);
  const operators = new Operators(service, memory, plan.operators.random);
  operators.answered = () => void evidence.answeredAtMs.push(time.now);
  const send = (content: Content, group: string) => queue.send(content, group);
  queue.onVisible = () => service.poll();
  queue.onSent = (message) => auditor.sent(message);
  queue.onBuried = (message) => auditor.buried(message, plan.queue.maxReceives);
  for (const { at, run } of plan.changes) {
    time.at(at, () => {
      run(stage);
      evidence.deployed.push(stage.deployment.tenants);
    });
  }
  for (const { at, content, group } of plan.sendings) time.at(at, () => send(content, group));
  for (const { at, command } of plan.operators.orders) time.at(at, () => operators.order(command));
  for (const at of plan.operators.visits) time.at(at, () => operators.resolveHeld());
  const followUps = answerEvents(plan.followUps, time, send);
  stage.published = (event) => followUps(auditor.published(event));
  const drained = stage.drained && beginDrains(stage, stage.drained, memory, service, operators);
  for (let left = plan.reconcilers; left > 0; left--)
    everyPoll(time, memory, stage.settings, 'reconcile', () => service.reconcile());
  everyPoll(time, memory, stage.settings, 'dispatch', () => service.wakeDispatch());

  await time.runUntil(plan.clearAtMs);
  plan.clear();
  evidence.quietAtMs = Math.max(time.now, evidence.frozenUntil + stage.settings.functionTimeoutMs);
  if (drained && !plan.drains?.isStaffed) drained.isAtWork = false;
  await heal(stage, plan, operators);
  judgeRest(evidence, plan.operators.isStaffed);
  judgeDrains(evidence);
  judgeTimes(evidence);
  auditor.judgeRun();
  // One that rings, for lists that leave no time to call, comes again each time that it is sent again.
  const isRinging = [...evidence.requests.values()].some((request) => isAlarmed(evidence, request));
  if (!queue.isEmpty && !isRinging) evidence.object('I6', 'messages are left in the queue');
  if (stage.world.disturbances.total > 0) evidence.count('lines changed by others', stage.world.disturbances.total);
  return evidence;
}

function setStage(plan: Plan, trace: Trace | undefined, ablation: Ablation | undefined) {
  const time = new VirtualTime(START);
  const world = new World(time, plan.transition, plan.lines, new Health(time, plan.health));
  const memory = new MemoryLedger();
  const settings = { ...SETTINGS, ...plan.settings };
  const index = new DueIndex(time, memory, plan.pageSize);
  const evidence = new Evidence(time, world, memory, settings, plan.lists, index);
  evidence.unpublishable = plan.unpublishable;
  const drained = plan.drains && setDrains(plan.drains, evidence, time, ablation);
  const stage: Stage = {
    ...{ time, world, evidence, trace, fate: plan.fate, batchSize: plan.batchSize, concurrency: plan.concurrency },
    queue: new Queue(time, plan.queue),
    index,
    ledger: ablation?.ledger?.(memory, settings) ?? memory,
    settings,
    auditor: new Auditor(evidence),
    ...{ published: () => undefined, drained, isHalted: false },
    meddler: plan.meddler && new Meddler(plan.meddler, time, world),
    deployment: { tenants: withOthers(plan.drains ? SENDING : TENANTS, plan.lists), serviceVersion: '0.0.0-sim' },
    lists: plan.lists,
    killer: plan.killer && { ...plan.killer },
    unpublishable: plan.unpublishable,
    adjust: ablation?.ports,
    adjustRemaining: ablation?.remaining ?? ((remaining) => remaining),
    adjustDelivery: ablation?.deliver ?? ((deliver) => deliver),
  };
  return { stage, memory };
}

/** Order systems that send the next request when they hear of an outcome. */
function answerEvents(
  followUps: readonly FollowUp[],
  time: VirtualTime,
  send: (content: Content, group: string) => void,
): (key: string | undefined) => void {
  const waiting = new Set(followUps);
  return (key) => {
    for (const followUp of waiting) {
      if (followUp.after !== key) continue;
      waiting.delete(followUp);
      const group = followUp.content.order?.draft.connectionId ?? 'none';
      time.at(time.now + followUp.delay, () => send(followUp.content, group));
    }
  };
}

/** Without faults, and with people if there are any, until all rests. */
async function heal({ time, queue, evidence }: Stage, plan: Plan, operators: Operators): Promise<void> {
  const lastSending = plan.sendings.reduce((last, { at }) => Math.max(last, at), 0);
  const begin = Math.max(time.now, lastSending);
  let lastMessageAtMs = begin;
  while (time.now < lastMessageAtMs + REST) {
    lastMessageAtMs = Math.max(lastMessageAtMs, Math.min(time.now, endOfDrains(evidence)));
    // Not back from a message that is still to be sent.
    if (queue.dead > 0) lastMessageAtMs = Math.max(lastMessageAtMs, Math.min(time.now, begin + LAST_REDRIVE));
    operators.liftAll();
    if (plan.operators.isStaffed) operators.resolveHeld();
    await time.runUntil(time.now + STEP);
    judgeResting(evidence);
    const isDelivered = queue.isEmpty && queue.dead === 0 && time.now >= Math.max(lastSending, evidence.quietAtMs);
    if (isDelivered && areAllAtRest(evidence, plan)) return;
  }
}

function areAllAtRest(evidence: Evidence, { drains, operators }: Plan): boolean {
  return areDrainsAtRest(evidence, drains?.isStaffed ?? false) && isAtRest(evidence, operators.isStaffed);
}

/** Drains send requests until their windows end. */
function endOfDrains({ drains }: Evidence): number {
  const running = (drains?.all ?? []).filter(
    ({ phase, rollbackOf }) => rollbackOf === undefined && (phase === 'PLANNED' || phase === 'RUNNING'),
  );
  return Math.max(0, ...running.map(({ endsAtMs }) => endsAtMs));
}
