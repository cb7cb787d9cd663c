import { chmodSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// One file for what every command needs, and others that a command loads when it runs: `dxm --help` reads no SDK.
rmSync(here('dist'), { recursive: true, force: true });
await build({
  entryPoints: [here('../../src/cli/main.ts')],
  outdir: here('dist'),
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  legalComments: 'external',
  banner: {
    // The SDK's CommonJS parts call require for Node's own modules.
    js: "import { createRequire as createRequireOfDxm } from 'node:module'; const require = createRequireOfDxm(import.meta.url);",
  },
});
chmodSync(here('dist/main.js'), 0o755);
