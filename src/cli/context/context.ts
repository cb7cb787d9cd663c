import type { Command } from 'commander';
import { UsageError } from '../cli-error.ts';
import { type Output, output } from '../output/output.ts';
import { askOnTerminal } from './ask-on-terminal.ts';
import { type Clients, clients } from './clients.ts';
import { type Stage, stageNamed } from './stage.ts';

/** What every command is given. */
export interface Context {
  stage: Stage;
  aws: Clients;
  out: Output;
  /** Asks a person whether to do what these lines say. @throws CliError where the answer is no, or no one can be asked */
  ask: (what: readonly string[]) => Promise<void>;
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

/** Of a command; which stage it is about, only a command that asks for it has to know. */
export function contextOf(command: Command): Context {
  const options = command.optsWithGlobals<GlobalOptions>();
  let made: Clients | undefined;
  const out = output(options);
  return {
    get stage() {
      return stageOf(options);
    },
    get aws() {
      made ??= clients(options);
      return made;
    },
    out,
    ask: (what) => askOnTerminal(what, out),
    clock: Date.now,
  };
}

function stageOf({ stage }: GlobalOptions): Stage {
  if (stage !== undefined) return stageNamed(stage);
  throw new UsageError('which stage?', {
    todo: 'say --stage prod, or export DXM_STAGE=prod (npm start prints it as well)',
  });
}
