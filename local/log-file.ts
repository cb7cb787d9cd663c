import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface LogFile {
  file: string;
  write: (line: string) => void;
  close: () => void;
}

/** A file under .build for the lines of the functions, which would drown what a person reads. */
export function openLog(name: string): LogFile {
  mkdirSync('.build', { recursive: true });
  const file = join('.build', `${name}.log`);
  const descriptor = openSync(file, 'w');
  return {
    file,
    write: (line) => {
      writeSync(descriptor, `${line}\n`);
    },
    close: () => closeSync(descriptor),
  };
}
