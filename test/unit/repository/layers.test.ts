import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What each layer of src/ may import, beside itself and packages. */
const MAY_IMPORT: Record<string, string[]> = {
  'src/contract': [],
  'src/settings': ['src/contract'],
  'src/migration': ['src/contract', 'src/settings'],
  'src/aws': ['src/contract', 'src/migration'],
  'src/handlers': ['src/contract', 'src/settings', 'src/migration', 'src/aws'],
  'src/client': ['src/contract'],
};

/** The only packages of the layers without AWS, and of what order systems install. */
const MAY_USE: Record<string, string[]> = {
  'src/contract': ['node:crypto', 'valibot'],
  'src/settings': [],
  'src/migration': ['node:crypto', 'valibot'],
  'src/client': ['node:crypto', 'node:timers/promises', '@aws-sdk/client-sqs'],
};

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
  const packages = imported.filter((name) => !name.startsWith('.'));
  expect(packages.filter((name) => MAY_USE[layer]?.includes(name) === false)).toEqual([]);
});
