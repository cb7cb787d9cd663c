import type { Command } from 'commander';
import { example } from './example.ts';
import { PORTS } from './help-groups.ts';
import { holding } from './holding.ts';
import { running } from './running.ts';

const SAFE = `
Reads all ports twice, more than staleSeconds apart. Exit status: 0 it is safe;
3 something is in the way, each with what to do; 1 it could not be found out.

Example
  dxm parent safe-to-delete dxcon-fg5678gh &&
    aws directconnect delete-interconnect --interconnect-id dxcon-fg5678gh
`;

/** Interconnects and LAGs. */
export const PARENT_COMMANDS: readonly ((dxm: Command) => void)[] = [
  (dxm) =>
    dxm
      .command('parents')
      .description('all of them: lines, room, links, and what is in the way')
      .option('--location <code>', 'only those in this Direct Connect location')
      .helpGroup(PORTS)
      .addHelpText('after', example('dxm parents --location EqDC2'))
      .action(running(() => import('../parents/parents.ts'))),
  (dxm) =>
    holding(dxm, 'parent')
      .command('safe-to-delete')
      .description('is nothing on it for sure, and can nothing come?')
      .argument('<id>', 'an interconnect (dxcon-…) or LAG (dxlag-…)')
      .option('--stale <seconds>', 'how old answers of Direct Connect may be; without it, as the stage has it')
      .addHelpText('after', SAFE)
      .action(running(() => import('../parents/safe-to-delete.ts'))),
];
