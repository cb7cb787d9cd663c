import type { Command } from 'commander';
import { UsageError } from '../cli-error.ts';
import { type Output, output } from '../output/output.ts';
import { type Clients, clients } from './clients.ts';
import { type Stage, stageNamed } from './stage.ts';

/** What every command is given. */
export interface Context {
  stage: Stage;
  aws: Clients;
  out: Output;
  /** Milliseconds since the epoch. */
  clock: () => number;
}

export interface GlobalOptions {
  stage?: string;
  region?: string;
  profile?: string;
  json?: boolean;
  color?: boolean;
}

/** For a command that asks AWS. */
export function contextOf(command: Command): Context {
  const options = command.optsWithGlobals<GlobalOptions>();
  if (options.stage === undefined) {
    throw new UsageError('which stage?', {
      todo: 'say --stage prod, or export DXM_STAGE=prod (npm start prints it as well)',
    });
  }
  return {
    stage: stageNamed(options.stage),
    aws: clients(options),
    out: output(options),
    clock: Date.now,
  };
}
