import type { Command } from 'commander';
import { deciding } from './deciding.ts';
import { running } from './running.ts';

/** What stops calls, and lets them go on. */
export const GUARD_COMMANDS: readonly ((dxm: Command) => void)[] = [
  (dxm) =>
    deciding(dxm.command('pause').description('stop all calls'))
      .helpGroup('Stop and go on:')
      .action(running(() => import('../operate/pause.ts'))),
  (dxm) =>
    deciding(dxm.command('resume').description('end the pause'))
      .helpGroup('Stop and go on:')
      .action(running(() => import('../operate/resume.ts'))),
];
