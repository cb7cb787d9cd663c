import type { Plan } from '../../plan/plan.ts';
import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import { type Drain, stateOf } from '../drain.ts';
import { withHistory } from '../told.ts';
import { answerOf, declined, isDeclined } from './answer.ts';
import { type CommandPorts, changeDrain, decisionOf, planOf } from './change-drain.ts';

type Promote = Extract<DrainCommand, { action: 'promote' }>;

/** Opens the gate behind a wave, also while it runs: the next begins once this one is done. */
export async function promote(command: Promote, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  const done = await changeDrain(command.drainId, ports, async (drain, atMs) => {
    const plan = await planOf(drain, ports);
    if (isDeclined(plan)) return plan;
    const why = whyNotPromote(drain, plan, command);
    if (why) return why;
    if (drain.promoted >= command.wave) return undefined;
    const decision = decisionOf(command, atMs);
    return withHistory({ ...drain, promoted: command.wave }, `promoted: wave ${command.wave}`, decision);
  });
  return isDeclined(done) ? done : answerOf(done.drain, done.changed);
}

function whyNotPromote(drain: Drain, plan: Plan, { rev, wave }: Promote): DrainDeclined | undefined {
  if (drain.rollbackOf !== undefined) return declined('a rollback has no gate');
  if (drain.phase !== 'RUNNING') return declined(`it is ${stateOf(drain)}`);
  if (rev !== drain.rev) return declined(`it is revision ${drain.rev} of its plan that runs`);
  if (plan.waves[wave - 1]?.gate !== 'person') return declined(`there is no gate behind wave ${wave}`);
  if (wave > drain.wave.number) return declined(`wave ${wave} has not begun: it is in wave ${drain.wave.number}`);
  return undefined;
}
