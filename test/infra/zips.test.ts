import { globSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { bundledIn, filesIn } from '../../infra/check/bundled.ts';
import { packageVariant } from '../../infra/check/variants.ts';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import { packaged } from './template.ts';

/**
 * 270 to 285 kB when this was written, of which 9 are licences. What Lambda loads at a cold start should not grow by a
 * client or a source map (850 kB) without anyone noticing.
 */
const MOST_BYTES = 320_000;

let directory: string;
beforeAll(async () => {
  ({ directory } = await packaged('default'));
});

const zipOf = (name: string) => join(directory, `${name}.zip`);

it('is one zip a function', () => {
  const zips = globSync('*.zip', { cwd: directory }).map((file) => basename(file, '.zip'));
  expect(new Set(zips)).toEqual(new Set(FUNCTION_NAMES));
});

describe.each(FUNCTION_NAMES)('the zip of %s', (name) => {
  it('holds the bundle and the licences of what is in it, and nothing else', () => {
    const files = Object.keys(filesIn(zipOf(name)));
    expect(new Set(files)).toEqual(new Set([`src/handlers/${name}.LICENSES.txt`, `src/handlers/${name}.mjs`]));
  });

  it('has no source map, in it or named', () => {
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

it('what the project depends on is in the zips, in the versions that are tested', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const bundled = new Set(FUNCTION_NAMES.flatMap((name) => bundledIn(zipOf(name))));
  const expected = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
  expect(expected.filter((title) => !bundled.has(title))).toEqual([]);
});

describe('packaged again, by someone whose files no one else may read', () => {
  let again: string;
  let temporary: string;
  beforeAll(async () => {
    again = join(directory, 'again');
    temporary = mkdtempSync(join(directory, 'temporary-'));
    vi.stubEnv('TMPDIR', temporary);
    const before = process.umask(0o077);
    try {
      await packageVariant('default', again);
    } finally {
      process.umask(before);
      vi.unstubAllEnvs();
    }
  });

  it('nothing is left among the temporary files', () => expect(readdirSync(temporary)).toEqual([]));

  it.each(FUNCTION_NAMES)('the zip of %s is the same to the byte', (name) => {
    expect(readFileSync(join(again, `${name}.zip`)).equals(readFileSync(zipOf(name)))).toBe(true);
  });

  it.each(FUNCTION_NAMES)('what is in the zip of %s can be read by the user that Lambda runs as', (name) => {
    // 0644 of a regular file, in the upper half of each entry's external attributes.
    expect(new Set(modesIn(join(again, `${name}.zip`)))).toEqual(new Set([0o100644]));
  });
});

/** Unix modes, from the central directory. Source: PKWARE's APPNOTE.TXT, 4.3.12 and 4.4.15. */
function modesIn(file: string): number[] {
  const zip = readFileSync(file);
  const modes: number[] = [];
  for (let at = zip.indexOf('PK\u0001\u0002'); at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 46)) {
    modes.push(zip.readUInt32LE(at + 38) >>> 16);
  }
  return modes;
}
