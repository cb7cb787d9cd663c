import type { BuildOptions } from 'esbuild';

/** As serverless-esbuild bundles by its defaults, and by what serverless.yml says of the format: nothing minified, nothing left out. */
export const LIKE_OURS: BuildOptions = {
  bundle: true,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
};
