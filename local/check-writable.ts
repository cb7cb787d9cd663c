import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Throws a sentence if this user may not write into the folder, or not make it where it is missing. */
export function checkWritable(folder: string): void {
  const place = resolve(existsSync(folder) ? folder : dirname(folder));
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why =
      'this user may not write into this folder, where packages and logs are made; use a checkout of your own';
    throw new Error(`${place}: ${why}`, { cause });
  }
}
