import { type Command, InvalidArgumentError } from 'commander';
import { byWhom } from './deciding.ts';
import { LOOK } from './help-groups.ts';
import { running } from './running.ts';

const MOST_PORT = 65_535;

const AFTER = `
Prints an address that opens only on this machine, and is another one each
time. Ctrl-C closes the page; drains go on.

Examples
  dxm ui
  dxm ui --read-only --port 8099
`;

/** All that is to be seen, and what is to be done, on a page. */
export function ui(dxm: Command): void {
  dxm
    .command('ui')
    .description('all of it as a page, on this machine only')
    .helpGroup(LOOK)
    .option('--port <number>', 'this one; without it, any that is free', readPort, 0)
    .option('--read-only', 'nothing can be changed there')
    .addOption(byWhom())
    .addHelpText('after', AFTER)
    .action(running(() => import('../ui/ui.ts')));
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= MOST_PORT) return port;
  throw new InvalidArgumentError(`Give a number from 1 to ${MOST_PORT}.`);
}
