import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import { type Drain, isOver, stateOf } from '../drain.ts';
import { movesOf } from '../moves.ts';
import { rehearsalOf } from '../request-of.ts';
import { withHistory } from '../told.ts';
import { answerOf, declined, isDeclined } from './answer.ts';
import { type Changed, type CommandPorts, changeDrain, decisionOf, planOf } from './change-drain.ts';

type Rehearse = Extract<DrainCommand, { action: 'rehearse' }>;

/** Messages between two writes of how far it has come, sent side by side. */
const BATCH = 25;

/** Sends every line as a dry run. One that was left unfinished is finished first; what is sent twice is the same message. */
export async function rehearse(command: Rehearse, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  let done = await begin(command, ports);
  for (;;) {
    if (isDeclined(done)) return done;
    const { drain } = done;
    const plan = await planOf(drain, ports);
    if (isDeclined(plan)) return plan;
    const { rehearsal } = drain;
    if (rehearsal?.rev !== drain.rev) return declined('there is a new revision of its plan: rehearse that one');
    const moves = [...movesOf(drain, plan).values()];
    const batch = moves.slice(rehearsal.sent, rehearsal.sent + BATCH);
    if (batch.length === 0) return { ...answerOf(drain, true), rehearsal: rehearsal.number };
    const { number, atMs } = rehearsal;
    await Promise.all(batch.map((move) => ports.send(rehearsalOf(drain.drainId, move, number, atMs, plan.ticket))));
    done = await noteSent(drain, number, rehearsal.sent + batch.length, ports);
  }
}

function begin(command: Rehearse, ports: CommandPorts): Promise<Changed | DrainDeclined> {
  return changeDrain(command.drainId, ports, async (drain, atMs) => {
    if (isOver(drain)) return declined(`it is ${stateOf(drain)}`);
    const plan = await planOf(drain, ports);
    if (isDeclined(plan)) return plan;
    const { rehearsal } = drain;
    if (rehearsal?.rev === drain.rev && rehearsal.sent < movesOf(drain, plan).size) return undefined;
    const decision = decisionOf(command, atMs);
    const next = { ...decision, number: (rehearsal?.number ?? 0) + 1, rev: drain.rev, sent: 0 };
    return withHistory({ ...drain, rehearsal: next }, `rehearsal ${next.number}`, decision);
  });
}

function noteSent({ drainId }: Drain, number: number, sent: number, ports: CommandPorts) {
  return changeDrain(drainId, ports, (drain) => {
    const { rehearsal } = drain;
    if (rehearsal?.number !== number || rehearsal.sent >= sent) return undefined;
    return { ...drain, rehearsal: { ...rehearsal, sent } };
  });
}
