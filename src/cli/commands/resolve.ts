import { Argument, type Command } from 'commander';
import type { Deciding } from './deciding.ts';
import { whereItDecides } from './deciding.ts';
import { DECIDE } from './help-groups.ts';
import { running } from './running.ts';

/** A person's decision on a held request. */
export function resolve(dxm: Command): void {
  whereItDecides(dxm.command('resolve').description('decide on a held request'))
    .argument('<request>', 'TENANT/REQUEST, such as orders/order-4711')
    .addArgument(
      new Argument('[verdict]', 'what you found; without it, what there is to see').choices([
        'moved',
        'notMoved',
        'retry',
      ]),
    )
    .helpGroup(DECIDE)
    .addHelpText('after', AFTER)
    .action(
      running<[string, 'moved' | 'notMoved' | 'retry' | undefined, Omit<Deciding, 'why'> & { why?: string }]>(
        () => import('../operate/resolve.ts'),
      ),
    );
}

const AFTER = `
Verdicts
  moved     it is on the target: MIGRATED, published to billing too
  retry     it is not, and should still be: the call is made once more
  notMoved  it is not, and should no longer be moved: FAILED

Examples
  dxm resolve orders/order-4711
  dxm resolve orders/order-4711 retry --why "on the old port still, CHG-311"
`;
