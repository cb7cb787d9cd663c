import type { Command } from 'commander';
import { DECIDE } from './help-groups.ts';
import { running } from './running.ts';

/** Migration requests from a file. */
export function send(dxm: Command): void {
  dxm
    .command('send')
    .argument('<file>', 'a request, an array of them, or one on each line, as JSON; - for standard input')
    .description('send migration requests from a file')
    .helpGroup(DECIDE)
    .option('--tenant <name>', 'to the queue of this tenant')
    .option('--queue-url <url>', 'to this queue, for who may send and not look it up')
    .option('-y, --yes', 'do not ask first')
    .addHelpText('after', AFTER)
    .action(running(() => import('../operate/send.ts')));
}

const AFTER = `
All are checked first, as the service will check them; if one is not valid, none
is sent. Sending again is safe: a request is carried out once.

Whoever sends is the sender: only with the credentials of the order system's own
role is it that system's request.

Example
  dxm send requests.jsonl --tenant orders
`;
