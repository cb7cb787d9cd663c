import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Bundles `dxm` once for all tests that run it, as `npm pack` does. */
export default function setup(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../packages/dxm/build.js', import.meta.url))]);
}
