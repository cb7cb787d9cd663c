import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.\w+)?$/i;
/** By SPDX id, for packages that name their licence only. */
const STANDARD_TEXTS: Record<string, string> = {
  'Apache-2.0': '../../LICENSE',
  MIT: '../licences/MIT.txt',
  'MIT-0': '../licences/MIT-0.txt',
};
const BUNDLE = /\.mjs$/;
const RULE = '='.repeat(80);

interface Bundled {
  folder: string;
  title: string;
  license: string;
  author: string;
}

/**
 * A plugin of esbuild. It writes the licences of the bundled packages beside each bundle, and so into its zip, and what esbuild
 * bundled into .build/metafiles, for `npm run sbom`.
 */
export const bundleNotes: Plugin = {
  name: 'bundle-notes',
  setup(build) {
    build.initialOptions.metafile = true;
    build.onEnd(({ errors, metafile }) => {
      const [bundle, output] = Object.entries(metafile?.outputs ?? {}).find(([file]) => BUNDLE.test(file)) ?? [];
      if (errors.length > 0 || metafile === undefined || bundle === undefined || output === undefined) return;
      // Of many files that esbuild reads, it takes nothing.
      output.inputs = Object.fromEntries(
        Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
      );
      const stem = bundle.replace(BUNDLE, '');
      const licences = `${stem}.LICENSES.txt`;
      writeFileSync(licences, notes(packagesIn(Object.keys(output.inputs))));
      mkdirSync('.build/metafiles', { recursive: true });
      writeFileSync(
        join('.build/metafiles', `${basename(stem)}.json`),
        JSON.stringify({ ...metafile, outputs: { [bundle]: output } }),
      );
    });
  },
};

/** The packages of the files, each once, by name and version. */
function packagesIn(files: string[]): Bundled[] {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  const packages = [...new Set(folders)].map((folder): Bundled => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder, title: `${name} ${version} (${license})`, license, author: author?.name ?? author ?? name };
  });
  return packages.sort((a, b) => (a.title < b.title ? -1 : 1));
}

/** Packages with the same texts together. */
function notes(packages: Bundled[]): string {
  const titles = new Map<string, string[]>();
  for (const one of packages) {
    const text = licenceOf(one);
    titles.set(text, [...(titles.get(text) ?? []), one.title]);
  }
  const parts = [...titles].map(([text, group]) => `${group.join('\n')}\n\n${text}`);
  return ['Third-party software in this bundle, each with its licence.\n', ...parts].join(`\n${RULE}\n\n`);
}

/** What the package carries or, where it carries nothing, the text of the licence that its package.json names. */
function licenceOf({ folder, title, license, author }: Bundled): string {
  const files = readdirSync(folder).filter((name) => LICENCE_FILE.test(name));
  if (files.length > 0)
    return files
      .sort()
      .map((name) => `${readFileSync(join(folder, name), 'utf8').trim()}\n`)
      .join('\n');
  const text = STANDARD_TEXTS[license];
  if (text === undefined)
    throw new Error(`${title} is bundled, and carries no licence: add its text to infra/licences`);
  return `Copyright ${author}\n\n${readFileSync(fileURLToPath(new URL(text, import.meta.url)), 'utf8')}`;
}
