import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What each layer of src/ may import, beside itself and packages. */
const MAY_IMPORT: Record<string, string[]> = {
  'src/contract': [],
  'src/migration': ['src/contract'],
  'src/aws': ['src/contract', 'src/migration'],
  'src/handlers': ['src/contract', 'src/migration', 'src/aws'],
};

/** The packages that the layers without AWS may use. */
const PACKAGES_OF_THE_CORE = /^(?:node:crypto|valibot)$/;

const importsOf = (file: string) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:from|import)\s+'([^']+)'/g)].map(([, name]) => name ?? '');

const layerOf = (path: string) => path.split('/').slice(0, 2).join('/');

it.each(globSync('src/**/*.ts', { cwd: ROOT }))('%s depends in the one direction', (file) => {
  const layer = layerOf(file);
  const allowed = [layer, ...(MAY_IMPORT[layer] ?? [])];
  const imported = importsOf(file);
  const files = imported
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(ROOT, join(ROOT, dirname(file), name)));
  expect(files.filter((path) => !allowed.includes(layerOf(path)))).toEqual([]);
  if (layer === 'src/contract' || layer === 'src/migration') {
    expect(imported.filter((name) => !name.startsWith('.') && !PACKAGES_OF_THE_CORE.test(name))).toEqual([]);
  }
});
