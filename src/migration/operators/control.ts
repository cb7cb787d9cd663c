import type { LogLine } from '../model/log-lines.ts';
import type { Person } from '../model/transition.ts';
import type { Control } from '../ports/control.ts';
import type { Ledger, OutcomePorts } from '../ports/ports.ts';
import { changeGuards, type GuardCommand, isGuardCommand } from './change-guards.ts';
import { type ReleaseCommand, release } from './release.ts';
import { type Standing, standing } from './standing.ts';

/** An operator's command: to stop calls, of all lines or of some; to go on; or to be told what stops them. */
export type ControlCommand =
  | ({ action: 'pause' | 'resume' } & Person)
  | GuardCommand
  | ReleaseCommand
  | { action: 'status' };

/** What stands in the way of calls now; `changed` says whether this command did anything. */
export type ControlAnswer = { changed: boolean } & Standing;

/** A command that was not carried out, and why. */
export interface ControlDeclined {
  result: 'declined';
  why: string;
}

export interface ControlPorts extends Pick<OutcomePorts, 'clock' | 'log' | 'serviceVersion'> {
  ledger: Pick<Control, 'readControl' | 'setPaused' | 'setGuards'> &
    Pick<Ledger, 'forgetTroubles' | 'readGroup' | 'setGroup' | 'read'>;
}

/** Carries out a command. Whatever is stopped, requests are still taken, checked and stored. */
export async function control(command: ControlCommand, ports: ControlPorts): Promise<ControlAnswer | ControlDeclined> {
  const done = await carryOut(command, ports);
  if (typeof done !== 'boolean') return { result: 'declined', why: done.declined };
  return { changed: done, ...standing(await ports.ledger.readControl(), ports.clock()) };
}

async function carryOut(command: ControlCommand, ports: ControlPorts): Promise<boolean | { declined: string }> {
  if (command.action === 'status') return false;
  if (command.action === 'release') return release(command, ports);
  if (isGuardCommand(command)) return changeGuards(command, ports);
  const { action, by, why } = command;
  const changed = await ports.ledger.setPaused({ paused: action === 'pause', atMs: ports.clock(), by, why });
  const line: LogLine = action === 'pause' ? 'paused' : 'resumed';
  if (changed) ports.log(line, { by, why });
  return changed;
}
