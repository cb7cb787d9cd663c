#!/usr/bin/env node
import { EXIT } from './exit-status.ts';
import { endOnInterrupt } from './interruption.ts';
import { program } from './program.ts';
import { run } from './run.ts';

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.unread);
    throw error;
  });
}
endOnInterrupt();

process.exitCode = await run(program(), process.argv.slice(2));
// What AWS was asked before may still be under way: no one waits for it any more.
if (process.exitCode === EXIT.interrupted) process.exit();
