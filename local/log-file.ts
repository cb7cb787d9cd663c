import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { checkWritable } from './check-writable.ts';

export interface LogFile {
  file: string;
  write: (line: string) => void;
  close: () => void;
}

/** A file under .build for the lines of the functions, which would drown what a person reads. Throws a sentence if it cannot be made. */
export function openLog(name: string): LogFile {
  checkWritable('.build');
  mkdirSync('.build', { recursive: true });
  const file = join('.build', `${name}.log`);
  const descriptor = open(file);
  return {
    file,
    write: (line) => {
      writeSync(descriptor, `${line}\n`);
    },
    close: () => closeSync(descriptor),
  };
}

function open(file: string): number {
  try {
    return openSync(file, 'w');
  } catch (cause) {
    throw new Error(`${file}: cannot be written; remove it, or use a checkout of your own`, { cause });
  }
}
