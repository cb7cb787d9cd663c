import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { LIKE_OURS } from './esbuild-options.ts';

const SOURCE = fileURLToPath(new URL('../handler/runner.ts', import.meta.url));

/** Bundles the program of the handlers' processes; returns its file. */
export async function bundleRunner(directory: string): Promise<string> {
  await build({ ...LIKE_OURS, entryPoints: [SOURCE], outdir: directory });
  return join(directory, 'runner.mjs');
}
