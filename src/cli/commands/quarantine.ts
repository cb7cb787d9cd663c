import { type Command, Option } from 'commander';
import { example } from './example.ts';
import { DECIDE } from './help-groups.ts';
import { running } from './running.ts';

/** Copies of messages that were answered and became no request. */
export function quarantine(dxm: Command): void {
  const copies = selecting(dxm.command('quarantine'))
    .description('copies of messages that became no request')
    .helpGroup(DECIDE)
    .addHelpText('after', example('dxm quarantine --reason UNKNOWN_SENDER'))
    .action(running(() => import('../operate/quarantine.ts')));
  selecting(copies.command('clear'))
    .description('delete those that are done with')
    .option('--message <id>', 'this copy')
    .option('-y, --yes', 'do not ask first')
    .addHelpText('after', AFTER)
    .action(running(() => import('../operate/quarantine-clear.ts')));
}

function selecting(command: Command): Command {
  return command
    .addOption(new Option('--reason <code>', 'with this reason').choices(['INVALID_REQUEST', 'UNKNOWN_SENDER']))
    .option('--sender <id>', 'of this sender: a SenderId up to its colon')
    .option('--tenant <name>', 'of this tenant');
}

const AFTER = `
Example
  dxm quarantine clear --reason INVALID_REQUEST --tenant orders
`;
