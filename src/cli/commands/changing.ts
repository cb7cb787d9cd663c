import type { Command } from 'commander';
import { STOP_COMMANDS } from './stops.ts';

/** What operators change, beside pause and resume. */
export const CHANGING_COMMANDS: readonly ((dxm: Command) => void)[] = [...STOP_COMMANDS];
