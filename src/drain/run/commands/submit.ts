import { packPlan, parsePlan } from '../../plan/parse-plan.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import type { Decision, Drain } from '../drain.ts';
import { answerOf, declined, isDeclined } from './answer.ts';
import { type CommandPorts, changeDrain, decisionOf, planOf } from './change-drain.ts';
import { readPlanFile } from './plan-file.ts';
import { planObjections } from './plan-objections.ts';
import { newDrain, revised, whyNotRevise } from './revise.ts';

type Submit = Extract<DrainCommand, { action: 'submit' }>;

/** A drain that names a plan finds it: the plan is written first. A process that dies in between leaves one that no drain names. */
export async function submit(command: Submit, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  const plan = readPlanFile(command.plan);
  if (isDeclined(plan)) return plan;
  // As we write it: what was sent may have anything behind its end.
  const packed = packPlan(plan);
  const { drain } = (await ports.ledger.readDrain(plan.drainId)) ?? {};
  if (!drain) {
    const made = await create(plan, packed, command, ports);
    if (made) return made;
  }
  const done = await changeDrain(plan.drainId, ports, (read, atMs) =>
    revise(read, plan, packed, decisionOf(command, atMs), ports),
  );
  return isDeclined(done) ? done : answerOf(done.drain, done.changed);
}

/** Undefined if somebody has made a drain with this id meanwhile. */
async function create(plan: Plan, packed: Uint8Array, command: Submit, ports: CommandPorts) {
  const now = ports.clock();
  const objections = planObjections(plan, ports, now);
  if (objections.length > 0) return declined(NOT_HERE, objections);
  const rev = await storePlan(plan, packed, 1, ports);
  const drain = newDrain(plan, rev, decisionOf(command, now));
  return (await ports.ledger.createDrain(drain, now)) ? answerOf(drain, true) : undefined;
}

async function revise(drain: Drain, plan: Plan, packed: Uint8Array, decision: Decision, ports: CommandPorts) {
  if (drain.digest === plan.digest) return undefined;
  const objections = planObjections(plan, ports, ports.clock());
  if (objections.length > 0) return declined(NOT_HERE, objections);
  const was = await planOf(drain, ports);
  if (isDeclined(was)) return was;
  const why = whyNotRevise(drain, was, plan);
  if (why) return why;
  return revised(drain, was, plan, await storePlan(plan, packed, drain.rev + 1, ports), decision);
}

const NOT_HERE = 'the plan cannot be run here';

/** More than anyone has left behind by dying in between. */
const MOST_LEFT_BEHIND = 100;

/** @returns the revision under which it is stored: the first free one, or one that has it already and that no drain names */
async function storePlan(plan: Plan, packed: Uint8Array, from: number, { ledger }: CommandPorts): Promise<number> {
  for (let rev = from; rev < from + MOST_LEFT_BEHIND; rev++) {
    if (await ledger.putPlan(plan.drainId, rev, packed)) return rev;
    const there = await ledger.readPlan(plan.drainId, rev);
    const parsed = there && parsePlan(there);
    if (parsed?.ok && parsed.plan.digest === plan.digest) return rev;
  }
  throw new Error(`PLAN#${plan.drainId} has ${MOST_LEFT_BEHIND} revisions that its drain does not name`);
}
