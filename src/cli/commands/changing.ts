import type { Command } from 'commander';
import { dlq } from './dlq.ts';
import { quarantine } from './quarantine.ts';
import { resolve } from './resolve.ts';
import { send } from './send.ts';
import { STOP_COMMANDS } from './stops.ts';

/** What operators change, beside pause and resume. */
export const CHANGING_COMMANDS: readonly ((dxm: Command) => void)[] = [
  ...STOP_COMMANDS,
  resolve,
  dlq,
  quarantine,
  send,
];
