import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundledIn, filesIn } from '../../infra/check/bundled.ts';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import { packaged } from './template.ts';

/**
 * 258 to 350 kB when this was written (35 of them Lambda's client, of those who wake dispatch; some 12 what reads the plan of a drain),
 * of which 9 are licences. What Lambda loads at a cold start should not grow by a client or a source map (850 kB) without anyone noticing.
 */
const MOST_BYTES = 370_000;

let directory: string;
beforeAll(async () => {
  ({ directory } = await packaged('default'));
});

const zipOf = (name: string) => join(directory, `${name}.zip`);

it('is one zip per function', () => {
  const zips = globSync('*.zip', { cwd: directory }).map((file) => basename(file, '.zip'));
  expect(new Set(zips)).toEqual(new Set(FUNCTION_NAMES));
});

describe.each(FUNCTION_NAMES)('the zip of %s', (name) => {
  it('holds the bundle and the licences of what is in it, and nothing else', () => {
    const files = Object.keys(filesIn(zipOf(name)));
    expect(new Set(files)).toEqual(new Set([`src/handlers/${name}.LICENSES.txt`, `src/handlers/${name}.mjs`]));
  });

  it('contains and names no source map', () => {
    const files = Object.entries(filesIn(zipOf(name)));
    const naming = files.filter(([, text]) => text.includes('sourceMappingURL')).map(([file]) => file);
    expect(naming).toEqual([]);
  });

  it(`is smaller than ${MOST_BYTES / 1000} kB`, () => {
    const { size } = statSync(zipOf(name));
    process.stdout.write(`${name}.zip: ${(size / 1000).toFixed(0)} kB\n`);
    expect(size).toBeLessThan(MOST_BYTES);
  });

  it('has the licence of every package whose code esbuild says is in the bundle', () => {
    // It writes before each file's code where that is from.
    const bundle = filesIn(zipOf(name))[`src/handlers/${name}.mjs`] ?? '';
    const comments = bundle.matchAll(/^ *\/\/ \S*node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm);
    const bundled = new Set([...comments].map(([, packageName]) => packageName));
    const noted = bundledIn(zipOf(name)).map((title) => title.split(' ')[0]);
    expect(bundled.size).toBeGreaterThan(20);
    expect(new Set(noted)).toEqual(bundled);
  });
});

it('the zips have the project’s dependencies, in the versions that are tested', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const bundled = new Set(FUNCTION_NAMES.flatMap((name) => bundledIn(zipOf(name))));
  const expected = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
  expect(expected.filter((title) => !bundled.has(title))).toEqual([]);
});
