import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import { type Drain, isOver, stateOf } from '../drain.ts';
import type { LineProgress, LineState } from '../line.ts';
import { type Move, movesOf } from '../moves.ts';
import { withHistory } from '../told.ts';
import { answerOf, declined, isDeclined } from './answer.ts';
import { type CommandPorts, changeDrain, decisionOf, planOf } from './change-drain.ts';
import { endOfTry, lineOf, withLine } from './lines.ts';

type Retry = Extract<DrainCommand, { connectionId: string }>;

const MAY: ReadonlySet<LineState> = new Set<LineState>(['waits', 'failed', 'setAside']);

/** Has a line released again. Its next try has the next number: the last one has ended, and ends no second time. */
export async function retry(command: Retry, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  const { drainId, connectionId } = command;
  const done = await changeDrain(drainId, ports, async (drain, atMs) => {
    const line = lineOf(drain, connectionId);
    if (isDeclined(line)) return line;
    if (line.state === 'planned') return undefined;
    const move = await moveOf(drain, connectionId, ports);
    if (isDeclined(move)) return move;
    const why = await whyNotRetry(drain, connectionId, line, ports);
    if (why) return why;
    const next = planAgain(drain, move, line);
    return withHistory(next, `retried: ${connectionId}`, decisionOf(command, atMs));
  });
  return isDeclined(done) ? done : answerOf(done.drain, done.changed);
}

/** A line that was left out by a later revision is kept for its cancellation only. */
async function moveOf(drain: Drain, connectionId: string, ports: CommandPorts): Promise<Move | DrainDeclined> {
  const plan = await planOf(drain, ports);
  if (isDeclined(plan)) return plan;
  return movesOf(drain, plan).get(connectionId) ?? declined('its plan does not have the line any more');
}

async function whyNotRetry(
  drain: Drain,
  connectionId: string,
  line: LineProgress,
  ports: CommandPorts,
): Promise<DrainDeclined | undefined> {
  if (isOver(drain) || drain.phase === 'ENDING')
    return declined(`the drain is ${stateOf(drain)}: nothing more is released. An ordinary request moves the line`);
  if (!MAY.has(line.state)) return declined(`it is ${line.state}: ${HINT[line.state] ?? 'there is nothing to retry'}`);
  if (line.told)
    return declined(
      'its customer was told that it is not moved: that cannot be unsaid. Drain it later, under another id',
    );
  const end = await endOfTry(drain.drainId, connectionId, line, ports);
  if (end === 'open') return declined(`its last try is not over: dxm show ${connectionId} says what it waits for`);
  return end === 'moved' ? declined('it was moved') : undefined;
}

const MOVED = 'it was moved: take it back (dxm drain rollback) or leave it where it is (dxm drain set-aside)';

const HINT: Partial<Record<LineState, string>> = {
  held: 'resolve it first (dxm resolve)',
  unhealthy: MOVED,
  unknown: MOVED,
  drifted: 'it is not what was planned: plan it anew, under another id',
};

/** The drain goes back to the line's wave, which is not done any more, and is read again first: no line of a later one goes before it. */
function planAgain(drain: Drain, { connectionId, wave }: Move, line: LineProgress): Drain {
  const { by: _by, cause: _cause, atMs: _at, ...rest } = line;
  const next = withLine(drain, connectionId, { ...rest, state: 'planned', expired: 0 });
  const failed = Object.values(next.lines).filter(({ state }) => state === 'failed').length;
  return {
    ...next,
    wave: wave > drain.wave.number ? drain.wave : { number: wave },
    // Else one more than the budget could fail unseen.
    forgiven: { ...drain.forgiven, failed: Math.min(drain.forgiven.failed, failed) },
  };
}
