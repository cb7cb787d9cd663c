import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import { isOver, stateOf } from '../drain.ts';
import { withHistory } from '../told.ts';
import { answerOf, declined, isDeclined } from './answer.ts';
import { type CommandPorts, changeDrain, decisionOf } from './change-drain.ts';

type Take = Extract<DrainCommand, { action: 'take' }>;

/** Says who runs it now. It gives no right, and takes none away. */
export async function take(command: Take, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  const done = await changeDrain(command.drainId, ports, (drain, atMs) => {
    if (isOver(drain)) return declined(`it is ${stateOf(drain)}`);
    if (drain.operator?.by === command.by) return undefined;
    const operator = decisionOf(command, atMs);
    return withHistory({ ...drain, operator }, 'taken', operator);
  });
  return isDeclined(done) ? done : answerOf(done.drain, done.changed);
}
