import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Throws a sentence if this user may not write to the file or into the folder, or not make it where it is missing. */
export function checkWritable(path: string): void {
  const place = resolve(existsSync(path) ? path : dirname(path));
  try {
    accessSync(place, constants.W_OK | (statSync(place).isDirectory() ? constants.X_OK : 0));
  } catch (cause) {
    throw new Error(`${place}: this user may not write here; use a checkout of your own`, { cause });
  }
}
