import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import { type Drain, isOver, stateOf } from '../drain.ts';
import type { LineState } from '../line.ts';
import { withHistory } from '../told.ts';
import { answerOf, declined, isDeclined } from './answer.ts';
import { type CommandPorts, changeDrain, decisionOf, type Outcome } from './change-drain.ts';
import { lineOf, withLine } from './lines.ts';

type SetAside = Extract<DrainCommand, { connectionId: string }>;

/** Not released, or in need of a person: others may still be called for, or soak. */
const MAY: ReadonlySet<LineState> = new Set<LineState>(['planned', 'waits', 'held', 'unhealthy', 'unknown']);
const ON_ITS_WAY: ReadonlySet<LineState> = new Set<LineState>(['released', 'moved', 'seen']);

/** Takes a line out by a person's word. What it needs besides, its request and its verification say as before. */
export async function setAside(command: SetAside, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  const done = await changeDrain(command.drainId, ports, (drain, atMs) => after(drain, command, atMs));
  return isDeclined(done) ? done : answerOf(done.drain, done.changed);
}

function after(drain: Drain, command: SetAside, atMs: number): Outcome {
  const { connectionId, by } = command;
  const line = lineOf(drain, connectionId);
  if (isDeclined(line)) return line;
  const { state } = line;
  if (state === 'setAside') return undefined;
  if (isOver(drain)) return declined(`the drain is ${stateOf(drain)}`);
  if (ON_ITS_WAY.has(state))
    return declined(
      `it is ${state}, on its way: wait until it is known to be well or not (dxm drain watch ${drain.drainId})`,
    );
  if (!MAY.has(state)) return declined(`it is ${state} already: there is nothing to set aside`);
  if (drain.phase === 'ENDING' && (state === 'planned' || state === 'waits'))
    return declined('the drain ends: it is not released any more, and its customer is told so');
  // What it was in need for stays to be seen.
  const cause = state === 'planned' ? line.cause : state;
  const next = { ...line, state: 'setAside' as const, by, atMs, ...(cause === undefined ? {} : { cause }) };
  return withHistory(withLine(drain, connectionId, next), `set aside: ${connectionId}`, decisionOf(command, atMs));
}
