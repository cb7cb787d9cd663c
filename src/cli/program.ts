import { Command, Option } from 'commander';
import manifest from '../../packages/dxm/package.json' with { type: 'json' };
import { CHANGING_COMMANDS } from './commands/changing.ts';
import { COMPLETION_COMMANDS } from './commands/completion.ts';
import { DRAIN_COMMANDS } from './commands/drain.ts';
import { finish } from './commands/help.ts';
import { LOOKING_COMMANDS } from './commands/looking.ts';
import { PARENT_COMMANDS } from './commands/parents.ts';
import { ui } from './commands/ui.ts';

const AFTER = `Try first
  dxm status                    what needs a person, and the one command for it
  dxm show orders/order-4711    the story of a request, and what to do
  dxm help resolve              how a held request is decided
Exit status: 0 done, 1 refused or not found out, 2 wrong usage, 3 needs a person
Read on: docs/operations in the repository of dx-migrator; npm start tries it.`;

/** Every command and option. What a command does is loaded when it runs. */
export function program(): Command {
  const dxm = new Command('dxm')
    .usage('COMMAND [options]')
    .description('Looks after dx-migrator, which moves Direct Connect hosted connections (lines).')
    .addOption(new Option('--stage <name>', 'the stage to look after, such as prod').env('DXM_STAGE'))
    .option('--region <name>', 'its AWS Region, if shell and profile say none')
    .option('--profile <name>', 'the AWS profile to use')
    .option('--json', 'the result as JSON, with times in UTC')
    .option('--no-color', 'no colours; nor where NO_COLOR is set')
    .version(manifest.version, '--version', 'the version of dxm')
    .addHelpText('after', AFTER);
  for (const define of LOOKING_COMMANDS) define(dxm);
  ui(dxm);
  for (const define of CHANGING_COMMANDS) define(dxm);
  for (const define of PARENT_COMMANDS) define(dxm);
  for (const define of DRAIN_COMMANDS) define(dxm);
  for (const define of COMPLETION_COMMANDS) define(dxm);
  finish(dxm);
  return dxm;
}
