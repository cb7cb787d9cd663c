import type { Command } from 'commander';
import { deciding } from './deciding.ts';
import { example } from './example.ts';
import { STOP } from './help-groups.ts';
import { holding } from './holding.ts';
import { running } from './running.ts';

const RELEASE = 'dxm group release 111122223333 dxcon-fg100001 --why "no longer used"';

/** What stops calls of some lines, and lets them go on. */
export const STOP_COMMANDS: readonly ((dxm: Command) => void)[] = [
  (dxm) =>
    deciding(dxm.command('cordon').argument('<id>', 'an interconnect or LAG').description('move no line onto a parent'))
      .helpGroup(STOP)
      .addHelpText('after', example('dxm cordon dxcon-fg5678gh --why "to be replaced"'))
      .action(running(() => import('../operate/cordon.ts'))),
  (dxm) =>
    deciding(dxm.command('uncordon').argument('<id>', 'an interconnect or LAG').description('take a cordon away'))
      .helpGroup(STOP)
      .addHelpText('after', example('dxm uncordon dxcon-fg5678gh --why "stays after all"'))
      .action(running(() => import('../operate/uncordon.ts'))),
  freeze,
  (dxm) =>
    deciding(dxm.command('unfreeze').argument('<name>', 'of the freeze').description('end a freeze before its time'))
      .helpGroup(STOP)
      .addHelpText('after', example('dxm unfreeze tonight --why "release done"'))
      .action(running(() => import('../operate/unfreeze.ts'))),
  (dxm) => {
    const parent = holding(dxm, 'parent').addHelpText('after', example('dxm parent safe-to-delete dxcon-fg5678gh'));
    deciding(parent.command('close').argument('<id>', 'an interconnect or LAG'))
      .description('stop calls from and to it')
      .addHelpText('after', example('dxm parent close dxlag-fg1234ab --why "link errors"'))
      .action(running(() => import('../operate/close-parent.ts')));
    deciding(parent.command('open').argument('<id>', 'an interconnect or LAG'))
      .description('let calls go on, whoever closed it')
      .addHelpText('after', example('dxm parent open dxlag-fg1234ab --why "optics changed"'))
      .action(running(() => import('../operate/open-parent.ts')));
  },
  (dxm) =>
    deciding(holding(dxm, 'group').addHelpText('after', example(RELEASE)).command('release'))
      .argument('<owner>', 'the account that the lines belong to')
      .argument('<line>', 'what is to hold up its other lines no more')
      .description('let a line hold up others of its owner no more')
      .addHelpText('after', example(RELEASE))
      .action(running(() => import('../operate/release-group.ts'))),
];

function freeze(dxm: Command): void {
  deciding(dxm.command('freeze').argument('<name>', 'yours to choose: the same again replaces it'))
    .description('stop calls for a time')
    .helpGroup(STOP)
    .requiredOption('--until <time>', '2h, 06:00, "2026-12-24 18:00", 2026-12-24T18:00:00Z')
    .option('--from <time>', 'the same; without it, from now on')
    .option('--all', 'of all lines')
    .option('--location <code>', 'of lines in a location, such as EqDC2')
    .option('--parent <id>', 'of lines from or to an interconnect or LAG')
    .option('--stops-way-back', 'also of lines that go back where they came from')
    .addHelpText('after', FREEZE)
    .action(running(() => import('../operate/freeze.ts')));
}

const FREEZE = `
Examples
  dxm freeze tonight --until 06:00 --all --why "release night"
  dxm freeze year-end --location EqDC2 --from "2026-12-24 18:00" \\
    --until 2027-01-02T06:00:00Z --why "change freeze"
`;
