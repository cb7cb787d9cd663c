import { Command, Option } from 'commander';
import { CHANGING_COMMANDS } from './commands/changing.ts';
import { DRAIN_COMMANDS } from './commands/drain.ts';
import { GUARD_COMMANDS } from './commands/guards.ts';
import { LOOKING_COMMANDS } from './commands/looking.ts';
import { PARENT_COMMANDS } from './commands/parents.ts';

const AFTER = `
Examples
  dxm status                      what needs a person, and the one command for it
  dxm pause --why "router down"   no call any more, within two seconds

Exit status: 0 done, 1 refused or not found out, 2 the command is wrong, 3 something needs a person.
On your machine: npm start, and the line that it prints to source. Everything else: dxm help COMMAND.
`;

/** Every command and option. What a command does is loaded when it runs. */
export function program(): Command {
  const dxm = new Command('dxm')
    .description('Looks after dx-migrator: what needs a person, and what to do about it.')
    .addOption(new Option('--stage <name>', 'the stage to look after, such as prod').env('DXM_STAGE'))
    .option('--region <name>', 'its AWS Region, if the shell and the profile say none')
    .option('--profile <name>', 'the AWS profile to use')
    .option('--json', 'the result as JSON, with times in UTC')
    .option('--no-color', 'no colours, as where NO_COLOR is set or there is no terminal')
    .showSuggestionAfterError()
    .showHelpAfterError('(dxm --help lists all commands)')
    .addHelpText('after', AFTER)
    .exitOverride();
  for (const define of LOOKING_COMMANDS) define(dxm);
  for (const define of GUARD_COMMANDS) define(dxm);
  for (const define of PARENT_COMMANDS) define(dxm);
  for (const define of DRAIN_COMMANDS) define(dxm);
  for (const define of CHANGING_COMMANDS) define(dxm);
  for (const command of dxm.commands) command.exitOverride();
  return dxm;
}
