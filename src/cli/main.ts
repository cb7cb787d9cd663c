#!/usr/bin/env node
import { EXIT } from './exit-status.ts';
import { program } from './program.ts';
import { run } from './run.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.unread);
  throw error;
});

process.exitCode = await run(program(), process.argv.slice(2));
// What AWS was asked before may still be under way: no one waits for it any more.
if (process.exitCode === EXIT.interrupted) process.exit();
