import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SIMULATOR = 'packages/direct-connect-simulator';
const readJson = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

/**
 * What each layer may import of this repository, beside itself. A layer is a folder; of local/ also a file that lies in no
 * folder.
 */
const MAY_IMPORT: Record<string, string[]> = {
  'src/contract': [],
  'src/settings': ['src/contract'],
  'src/migration': ['src/contract', 'src/settings'],
  'src/aws': ['src/contract', 'src/drain', 'src/migration'],
  'src/handlers': ['src/contract', 'src/drain', 'src/settings', 'src/migration', 'src/aws', '#tenants'],
  'src/client': ['src/contract'],
  // For those who tell customers, and for operators who do.
  'src/calendar': ['src/contract'],
  // What drains are made of; what is decided there knows nothing of AWS.
  'src/drain': ['src/contract', 'src/migration'],
  // What commands have in common, here and in local/.
  'src/terminal': [],
  // What operators run.
  'src/cli': [
    ...['src/aws', 'src/calendar', 'src/client', 'src/contract', 'src/drain', 'src/migration', 'src/settings'],
    ...['src/terminal', 'packages/dxm'],
  ],
  // The page that dxm serves: it runs in a browser, and has the words of dxm.
  'src/ui': ['src/cli', 'src/drain'],

  // A server each, which knows nothing of the others.
  'local/aws-json': [],
  'local/clock.ts': [],
  'local/fault-queue.ts': [],
  'local/ignore-aws-settings.ts': [],
  'local/dynamodb': ['local/fault-queue.ts'],
  'local/eventbridge': ['local/aws-json', 'local/clock.ts', 'local/fault-queue.ts', 'src/contract'],
  'local/lambda': ['local/clock.ts', 'local/ignore-aws-settings.ts'],
  'local/logs': ['local/aws-json'],
  'local/sqs': [],
  // What commands have in common.
  'local/check-writable.ts': [],
  'local/exports-file.ts': ['local/ignore-aws-settings.ts'],
  'local/interruption.ts': [],
  'local/log-file.ts': ['local/check-writable.ts'],
  'local/or-exit.ts': [],
  'local/sample-options.ts': [],
  'local/show-progress.ts': ['src/terminal'],
  'local/start-page.ts': [],
  // The servers, put together from the packaged template.
  'local/stack': [
    ...['local/dynamodb', 'local/eventbridge', 'local/lambda', 'local/logs', 'local/sqs', '#direct-connect-simulator'],
    ...['local/check-writable.ts', 'local/fault-queue.ts', 'local/ignore-aws-settings.ts', 'local/interruption.ts'],
    ...['infra/logical-id.ts', 'infra/settings-table.ts', 'src/contract', 'src/migration'],
  ],
  'local/read-topology.ts': ['local/stack', '#direct-connect-simulator', 'infra/read-text.ts', 'src/migration'],
  'local/consumers': ['local/stack', '#direct-connect-simulator', 'examples/consumers'],
  // What a run is judged by, whoever has watched it.
  'local/judge': ['#direct-connect-simulator', 'src/contract', 'src/drain', 'src/migration'],
  // The commands.
  'local/demo': [
    ...['local/consumers', 'local/judge', 'local/stack', 'local/read-topology.ts', '#direct-connect-simulator'],
    ...['local/drain-demo', 'local/interruption.ts', 'local/log-file.ts', 'local/or-exit.ts'],
    ...[
      'local/sample-options.ts',
      'local/show-progress.ts',
      'infra/read-text.ts',
      'examples/consumers',
      'src/contract',
      'src/migration',
    ],
  ],
  'local/drain-demo': [
    ...['local/consumers', 'local/judge', 'local/stack', '#direct-connect-simulator', 'examples/consumers'],
    ...['local/interruption.ts', 'local/log-file.ts', 'local/or-exit.ts', 'local/show-progress.ts'],
    ...['local/start-page.ts', 'src/aws', 'src/drain', 'src/settings'],
  ],
  'local/may-write.ts': ['local/check-writable.ts', 'local/or-exit.ts'],
  'local/start.ts': [
    ...['local/consumers', 'local/stack', 'local/read-topology.ts', '#direct-connect-simulator'],
    ...['local/exports-file.ts', 'local/interruption.ts', 'local/log-file.ts', 'local/or-exit.ts'],
    ...['local/sample-options.ts', 'local/show-progress.ts', 'local/start-page.ts', 'src/migration'],
  ],

  [`${SIMULATOR}/src`]: [],
  [`${SIMULATOR}/test`]: [`${SIMULATOR}/src`],
};

/** The only packages, or those of Node, of the layers without AWS, of what order systems install, and of what others install. */
const MAY_USE: Record<string, (name: string) => boolean> = {
  'src/contract': (name) => ['node:crypto', 'valibot'].includes(name),
  'src/settings': () => false,
  'src/migration': (name) => ['node:crypto', 'valibot'].includes(name),
  'src/drain': (name) => ['node:crypto', 'node:zlib', 'canonicalize', 'csv-parse/sync', 'valibot'].includes(name),
  'src/calendar': (name) => name === 'ical-generator',
  'src/ui': (name) => /^preact(\/hooks)?$/.test(name),
  'src/client': (name) => ['node:crypto', 'node:timers/promises', '@aws-sdk/client-sqs'].includes(name),
  [`${SIMULATOR}/src`]: (name) =>
    name.startsWith('node:') || name in readJson(`${SIMULATOR}/package.json`).dependencies,
};

/** As static and dynamic imports, and `require`, name them. */
const importsOf = (file: string) =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\b(?:from|import|require)\s*\(?\s*'([^'\s]+)'/g)].map(
    ([, name]) => name ?? '',
  );

const layerOf = (path: string) =>
  path
    .split('/')
    .slice(0, path.startsWith(`${SIMULATOR}/`) ? 3 : 2)
    .join('/');

const FILES = globSync(['src/**/*.{ts,tsx}', 'local/**/*.ts', `${SIMULATOR}/{src,test}/**/*.ts`], { cwd: ROOT });

it.each(FILES)('%s imports only layers that it may', (file) => {
  const layer = layerOf(file);
  const allowed = [layer, ...(MAY_IMPORT[layer] ?? expect.fail(`${layer} is not in the table`))];
  const imported = importsOf(file);
  const own = imported.filter((name) => name.startsWith('#'));
  const files = imported
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(ROOT, join(ROOT, dirname(file), name)));
  const layers = [...own, ...files.map(layerOf)];
  expect(layers.filter((path) => !allowed.includes(path))).toEqual([]);
  const packages = imported.filter((name) => !/^[.#]/.test(name));
  expect(packages.filter((name) => MAY_USE[layer]?.(name) === false)).toEqual([]);
});

describe('the table', () => {
  const used = new Map<string, Set<string>>();
  for (const file of FILES) {
    const imported = importsOf(file).map((name) => (name.startsWith('.') ? layerOf(join(dirname(file), name)) : name));
    used.set(layerOf(file), (used.get(layerOf(file)) ?? new Set()).union(new Set(imported)));
  }

  it.each(Object.entries(MAY_IMPORT))('allows %s no more than it uses', (layer, allowed) => {
    expect(allowed.filter((name) => !used.get(layer)?.has(name))).toEqual([]);
  });

  it('has no cycle', () => {
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      (MAY_IMPORT[from] ?? []).some((next) => {
        if (next === to) return true;
        if (seen.has(next)) return false;
        seen.add(next);
        return reaches(next, to, seen);
      });
    expect(Object.keys(MAY_IMPORT).filter((layer) => reaches(layer, layer))).toEqual([]);
  });
});

it('the simulator uses every dependency that it declares', () => {
  const used = new Set(globSync(`${SIMULATOR}/src/**/*.ts`, { cwd: ROOT }).flatMap(importsOf));
  expect(Object.keys(readJson(`${SIMULATOR}/package.json`).dependencies).filter((name) => !used.has(name))).toEqual([]);
});
