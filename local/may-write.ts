import { checkWritable } from './check-writable.ts';
import { orExit } from './or-exit.ts';

// For npm scripts, before a tool that would show a stack: `node local/may-write.ts <file or folder>…`, in this checkout.
orExit(() => process.argv.slice(2).forEach(checkWritable), 1);
