import type { BuildOptions } from 'esbuild';

/** As serverless-esbuild bundles the service's functions by serverless.yml, but for what that does besides. */
export const LIKE_OURS: BuildOptions = {
  bundle: true,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
};
