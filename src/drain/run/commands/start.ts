import type { Inventory } from '../../plan/inventory.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DrainAnswer, DrainDeclined } from '../command.ts';
import { type Decision, type Drain, stateOf } from '../drain.ts';
import { withDrainEvent, withHistory } from '../told.ts';
import { answerOf, declined, isDeclined, type Objection } from './answer.ts';
import { type CommandPorts, changeDrain, decisionOf, type Outcome, planOf } from './change-drain.ts';
import { cordonSource, uncordonSource } from './cordon.ts';
import { type Drift, driftOf, MOST_DRIFTED } from './drift.ts';
import { busObjection, otherDigest } from './objections.ts';
import { nameAsRunning } from './running.ts';
import { approvalMissing, noticeMissing, type Start, startObjections } from './start-objections.ts';

/**
 * Starts a drain: CONTROL names it first, its source is cordoned, then it runs. Who dies in between has started nothing, and whoever repeats
 * it finishes. If another drain took its place in CONTROL in between, nothing of this one is called for, and the answer says so.
 */
export async function start(command: Start, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  const once = new Once(command, ports);
  const done = await changeDrain(command.drainId, ports, (drain, atMs) => once.decide(drain, atMs));
  if (isDeclined(done)) {
    await once.takeBack();
    return done;
  }
  const why = await nameAsRunning(done.drain, ports);
  return why
    ? declined(`it has started, but nothing of it is released: ${why.why}`)
    : answerOf(done.drain, done.changed);
}

/** One command, which may have to decide several times. */
class Once {
  readonly #command: Start;
  readonly #ports: CommandPorts;
  /** Minutes of reading on a large account: read once for the command. */
  #inventory: Inventory | undefined;
  #cordoned: string | undefined;

  constructor(command: Start, ports: CommandPorts) {
    this.#command = command;
    this.#ports = ports;
  }

  async decide(drain: Drain, atMs: number): Promise<Outcome> {
    const ports = this.#ports;
    const command = this.#command;
    if (command.digest !== drain.digest) return otherDigest(drain);
    if (drain.phase === 'RUNNING') return undefined;
    if (drain.phase !== 'PLANNED') return declined(`it is ${stateOf(drain)}`);
    const plan = await planOf(drain, ports);
    if (isDeclined(plan)) return plan;
    const objections = startObjections(drain, plan, command, ports, ports.clock());
    if (objections.length > 0) return declined('it cannot start', objections);
    const full = busObjection(drain);
    if (full) return full;
    this.#inventory ??= await ports.readInventory();
    const drift = driftOf(plan, drain.lines, this.#inventory);
    const why = whyNotNow(drift) ?? (await this.#claim(drain, plan));
    return why ?? started(drain, plan, drift, command, atMs, ports);
  }

  /** What other items have to say before it runs. */
  async #claim(drain: Drain, plan: Plan): Promise<DrainDeclined | undefined> {
    const why = await nameAsRunning(drain, this.#ports);
    if (why) return why;
    const set = await cordonSource(plan.source, this.#command, this.#ports);
    if (typeof set !== 'boolean') return set;
    if (set) this.#cordoned = plan.source;
    return undefined;
  }

  /** Of what is not started after all. What an announcement has cordoned stays. */
  async takeBack(): Promise<void> {
    if (this.#cordoned !== undefined) await uncordonSource(this.#cordoned, this.#command, this.#ports);
  }
}

/** Lines that have changed themselves are left out; what touches where lines go is for the planner. */
function whyNotNow({ drifted, broken }: Drift): DrainDeclined | undefined {
  const help = 'make a new plan (dxm drain plan), and submit it as the next revision';
  if (broken.length > 0) {
    const because = broken.map(
      ({ id, why, help }): Objection => ({ ...(id === undefined ? {} : { about: id }), why, help }),
    );
    return declined(`the plan does not hold now. If it stays so, ${help}`, because);
  }
  if (drifted.size <= MOST_DRIFTED) return undefined;
  const because = [...drifted].map(([about, code]) => ({ about, why: `it is not what was planned: ${code}` }));
  return declined(`${drifted.size} lines have changed, and at most ${MOST_DRIFTED} may: ${help}`, because);
}

function started(
  drain: Drain,
  plan: Plan,
  { drifted }: Drift,
  command: Start,
  atMs: number,
  ports: CommandPorts,
): Drain {
  const decision = decisionOf(command, atMs);
  const lines = [...drifted].map(([id, cause]) => [id, { state: 'drifted', expired: 0, cause, atMs }] as const);
  const next: Drain = {
    ...drain,
    ...{ phase: 'RUNNING', started: decision, operator: decision, wave: { number: 1 } },
    waivers: waiversOf(drain, plan, command, decision, ports),
    lines: { ...drain.lines, ...Object.fromEntries(lines) },
  };
  const about = { atMs, source: plan.source, serviceVersion: ports.serviceVersion };
  return withDrainEvent(withHistory(next, 'started', decision), 'Drain Started', about);
}

/** What was not needed was not waived. */
function waiversOf(drain: Drain, plan: Plan, { waive = [] }: Start, decision: Decision, ports: CommandPorts) {
  return {
    ...(waive.includes('notice') && noticeMissing(drain, plan).length > 0 ? { notice: decision } : {}),
    ...(waive.includes('approval') && approvalMissing(drain, ports).length > 0 ? { approval: decision } : {}),
  };
}
