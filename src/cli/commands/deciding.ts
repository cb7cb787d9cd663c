import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';

/** The options of a command that decides something. */
export interface Deciding {
  by: string;
  why: string;
  /** Do not ask. */
  yes?: boolean;
}

/** Adds who decides and why, which the service keeps with every decision. */
export function deciding(command: Command): Command {
  return perhapsDeciding(command.requiredOption(...WHY));
}

/** The same for a command that may only look: `why` is needed where it decides. */
export function whereItDecides(command: Command): Command {
  return perhapsDeciding(command.option(...WHY));
}

/** The same for what must not wait: the reason has a default, and nothing is asked. */
export function decidingAtOnce(command: Command, why: string): Command {
  // Who says --yes by habit is not to be told of a wrong usage now.
  const habit = new Option('-y, --yes', 'it asks nothing').hideHelp();
  return command
    .addOption(byWhom())
    .option(...WHY, why)
    .addOption(habit);
}

const WHY = ['--why <reason>', 'the reason, kept with the decision and shown to others'] as const;

function perhapsDeciding(command: Command): Command {
  return command.addOption(byWhom()).option('-y, --yes', 'do not ask first');
}

/** Who decides. */
export function byWhom(): Option {
  return new Option('--by <name>', 'who decides')
    .env('DXM_BY')
    .default(userInfo().username, 'the name you are signed in with');
}
