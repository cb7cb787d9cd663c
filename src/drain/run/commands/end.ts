import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import { type Drain, stateOf } from '../drain.ts';
import { withHistory } from '../told.ts';
import { answerOf, declined, isDeclined, noCallAfter, onTheirWay } from './answer.ts';
import { type CommandPorts, changeDrain, decisionOf, type Outcome } from './change-drain.ts';

type End = Extract<DrainCommand, { action: 'complete' | 'abort' }>;

/** Has nothing more released. Lines that are on their way still get their outcome and verdict; then it is over. */
export async function end(command: End, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  const done = await changeDrain(command.drainId, ports, (drain, atMs) => after(drain, command, atMs));
  if (isDeclined(done)) return done;
  const { drain, changed } = done;
  return { ...answerOf(drain, changed), onTheirWay: onTheirWay(drain), noCallAfter: noCallAfter(ports) };
}

function after(drain: Drain, command: End, atMs: number): Outcome {
  const as = command.action === 'complete' ? ('COMPLETED' as const) : ('ABORTED' as const);
  const { phase, ending } = drain;
  if (phase === as || (phase === 'ENDING' && ending?.as === as)) return undefined;
  if (phase !== 'PLANNED' && phase !== 'RUNNING')
    return declined(`it is ${stateOf(drain)}${phase === 'ENDING' && ending ? `, as ${ending.as}` : ''} already`);
  if (phase === 'PLANNED' && as === 'COMPLETED')
    return declined(`it has not started: dxm drain abort ${drain.drainId} ends it`);
  const decision = decisionOf(command, atMs);
  const next: Drain = { ...drain, phase: 'ENDING', ending: { ...decision, as, cause: 'person' } };
  return withHistory(next, as === 'COMPLETED' ? 'completed' : 'aborted', decision);
}
