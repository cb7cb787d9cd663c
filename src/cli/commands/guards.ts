import type { Command } from 'commander';
import { deciding } from './deciding.ts';
import { example } from './example.ts';
import { STOP } from './help-groups.ts';
import { running } from './running.ts';

/** What stops calls, and lets them go on. */
export const GUARD_COMMANDS: readonly ((dxm: Command) => void)[] = [
  (dxm) =>
    deciding(dxm.command('pause').description('stop all calls'))
      .helpGroup(STOP)
      .addHelpText('after', example('dxm pause --why "router down"'))
      .action(running(() => import('../operate/pause.ts'))),
  (dxm) =>
    deciding(dxm.command('resume').description('end the pause'))
      .helpGroup(STOP)
      .addHelpText('after', example('dxm resume --why "router is back"'))
      .action(running(() => import('../operate/resume.ts'))),
];
