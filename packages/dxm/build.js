import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundlePage } from '../../src/cli/ui/page-files.ts';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const page = await bundlePage();

// One file for what every command needs, and others that a command loads when it runs: `dxm --help` reads no SDK.
const { metafile, outputFiles } = await build({
  entryPoints: [here('../../src/cli/main.ts')],
  outdir: here('dist'),
  absWorkingDir: here('../..'),
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  legalComments: 'external',
  metafile: true,
  write: false,
  plugins: [{ name: 'page', setup: ({ onLoad }) => onLoad({ filter: /\bui\/page-files\.ts$/ }, pageAsItIs) }],
  banner: {
    // The SDK's CommonJS parts call require for Node's own modules.
    js: "import { createRequire as createRequireOfDxm } from 'node:module'; const require = createRequireOfDxm(import.meta.url);",
  },
});
const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), Buffer.from(contents)]));
files.set('THIRD-PARTY-LICENSES.txt', Buffer.from(licenses()));
mkdirSync(here('dist'), { recursive: true });
for (const name of readdirSync(here('dist'))) if (!files.has(name)) rmSync(here(`dist/${name}`), { recursive: true });
for (const [name, contents] of files) write(here(`dist/${name}`), contents);
chmodSync(here('dist/main.js'), 0o755);

/** The page as it was bundled just now, instead of what bundles it. */
function pageAsItIs() {
  return { contents: `export const pageFiles = async () => (${JSON.stringify(page.files)});` };
}

/** What is there already stays untouched: a dxm may be running, as while tests pack it. */
function write(path, contents) {
  if (!existsSync(path) || !contents.equals(readFileSync(path))) writeFileSync(path, contents);
}

/**
 * Of every package that is in the bundle: few say in their code, where esbuild would keep it, what their licence asks to be kept. The
 * same text is there once, under the names of all that have it.
 */
function licenses() {
  const folders = [...Object.keys(metafile.inputs), ...page.inputs].flatMap(
    (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  );
  const namesByText = new Map();
  for (const folder of [...new Set(folders)].sort().map((path) => here(join('../..', path)))) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    const text = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
    namesByText.set(text, [...(namesByText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...namesByText]
    .map(([text, names]) => `${names.join('\n')}\n\n${text || 'No text of its own is in the package.'}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}
