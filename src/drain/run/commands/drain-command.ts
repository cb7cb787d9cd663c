import type { DrainAnswer, DrainCommand, DrainDeclined } from '../command.ts';
import { announce } from './announce.ts';
import { answerOf, noSuchDrain } from './answer.ts';
import type { CommandPorts } from './change-drain.ts';
import { end } from './end.ts';
import { promote } from './promote.ts';
import { rehearse } from './rehearse.ts';
import { resume } from './resume.ts';
import { retry } from './retry.ts';
import { rollback } from './rollback.ts';
import { setAside } from './set-aside.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { submit } from './submit.ts';
import { take } from './take.ts';

/**
 * Carries out a person's command. Each may be repeated, by anyone, and by two at once, with the effect that it has once. What follows from it,
 * advanceDrain does: the drain is due.
 */
export async function drainCommand(command: DrainCommand, ports: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  switch (command.action) {
    case 'submit':
      return submit(command, ports);
    case 'announce':
      return announce(command, ports);
    case 'rehearse':
      return rehearse(command, ports);
    case 'start':
      return start(command, ports);
    case 'stop':
      return stop(command, ports);
    case 'resume':
      return resume(command, ports);
    case 'promote':
      return promote(command, ports);
    case 'setAside':
      return setAside(command, ports);
    case 'retry':
      return retry(command, ports);
    case 'rollback':
      return rollback(command, ports);
    case 'complete':
    case 'abort':
      return end(command, ports);
    case 'take':
      return take(command, ports);
    case 'status':
      return status(command.drainId, ports);
  }
}

async function status(drainId: string, { ledger }: CommandPorts): Promise<DrainAnswer | DrainDeclined> {
  const stored = await ledger.readDrain(drainId);
  return stored ? answerOf(stored.drain, false) : noSuchDrain();
}
