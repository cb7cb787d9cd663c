import type { Command } from 'commander';
import { dlq } from './dlq.ts';
import { GUARD_COMMANDS } from './guards.ts';
import { quarantine } from './quarantine.ts';
import { resolve } from './resolve.ts';
import { send } from './send.ts';
import { STOP_COMMANDS } from './stops.ts';

/** What operators change. */
export const CHANGING_COMMANDS: readonly ((dxm: Command) => void)[] = [
  resolve,
  dlq,
  quarantine,
  send,
  ...GUARD_COMMANDS,
  ...STOP_COMMANDS,
];
