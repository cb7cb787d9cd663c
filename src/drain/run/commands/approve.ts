import type { ApproveCommand, DrainAnswer, DrainDeclined } from '../command.ts';
import { type Drain, isOver, stateOf } from '../drain.ts';
import type { Plans } from '../plans.ts';
import type { Drains } from '../ports.ts';
import { answerOf, declined, isDeclined, noSuchDrain } from './answer.ts';
import { decisionOf, planOf, TRIES } from './change-drain.ts';
import { otherDigest } from './objections.ts';

/** What the function `approve` may do: nothing else of a drain. */
export interface ApprovePorts {
  ledger: Pick<Drains, 'readDrain' | 'setApproval'>;
  plans: Plans;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

/** Approves the plan that was shown, by its digest, if it is still the drain's. */
export async function approve(command: ApproveCommand, ports: ApprovePorts): Promise<DrainAnswer | DrainDeclined> {
  const { ledger, clock } = ports;
  const { drainId, rev, digest } = command;
  for (let tries = 0; tries < TRIES; tries++) {
    const stored = await ledger.readDrain(drainId);
    if (!stored) return noSuchDrain();
    const { drain, version } = stored;
    const now = clock();
    const why = whyNotApprove(drain, command, now);
    if (why) return why;
    const plan = await planOf(drain, ports);
    if (isDeclined(plan)) return plan;
    if (drain.approval?.rev === rev && drain.approval.digest === digest) return answerOf(drain, false);
    const approval = { ...decisionOf(command, now), rev, digest };
    if (await ledger.setApproval(drainId, version, approval, now)) return answerOf({ ...drain, approval }, true);
  }
  throw new Error(`DRAIN#${drainId} was changed by others ${TRIES} times before it could be approved`);
}

function whyNotApprove(drain: Drain, { rev, digest }: ApproveCommand, now: number): DrainDeclined | undefined {
  const { rollbackOf, endsAtMs, phase } = drain;
  if (rollbackOf !== undefined) return declined(`a rollback is covered by the approval of ${rollbackOf}`);
  if (isOver(drain) || phase === 'ENDING') return declined(`it is ${stateOf(drain)}`);
  if (rev !== drain.rev || digest !== drain.digest) return otherDigest(drain);
  return now < endsAtMs ? undefined : declined('its window is over: make a new plan, under another id');
}
