import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import { isOver } from '../drain.ts';
import { answerOf, noCallAfter, noSuchDrain, onTheirWay } from './answer.ts';
import type { CommandPorts } from './change-drain.ts';

type StopCommand = Extract<DrainCommand, { action: 'stop' }>;

/**
 * Stops a drain: one write, before which nothing is read, and out of which the answer is made. Nobody who has read the drain before writes
 * anything more, and the core asks for stops after each intent.
 */
export async function stop(command: StopCommand, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  const { drainId, by, why } = command;
  const atMs = ports.clock();
  const stored = await ports.ledger.addStop(drainId, { id: ports.newId(), kind: 'person', by, why, atMs }, atMs);
  if (!stored) return noSuchDrain();
  const { drain } = stored;
  // By the clock of now: another process may have read the drain just before the write.
  return { ...answerOf(drain, !isOver(drain)), onTheirWay: onTheirWay(drain), noCallAfter: noCallAfter(ports) };
}
