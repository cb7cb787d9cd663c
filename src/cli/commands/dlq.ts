import type { Command } from 'commander';
import { example } from './example.ts';
import { DECIDE } from './help-groups.ts';
import { running } from './running.ts';

/** Messages that no function could process. */
export function dlq(dxm: Command): void {
  const letters = dxm
    .command('dlq')
    .argument('[tenant]', 'whose; without it, all')
    .description('messages that were given up, and which may go')
    .helpGroup(DECIDE)
    .addHelpText('after', AFTER)
    .action(running(() => import('../operate/dlq.ts')));
  letters
    .command('clear')
    .argument('<tenant>', 'whose')
    .description('delete those that are done with')
    .option('--known', 'all that the ledger has with the same content')
    .option('--sender <id>', 'with --known: only of this sender')
    .option('--message <id>', 'this one')
    .option('-y, --yes', 'do not ask first')
    .addHelpText('after', example('dxm dlq clear orders --known'))
    .action(running(() => import('../operate/dlq-clear.ts')));
}

const AFTER = `
Each message is compared with the ledger as the service itself does. They are
hidden from others while dxm reads them, ten of a line at a time, and visible
again when it ends.

Examples
  dxm dlq
  dxm dlq clear orders --known
`;
