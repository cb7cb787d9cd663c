import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundledIn, filesIn } from '../../infra/check/bundled.ts';
import { SOURCE_MAPS } from '../../infra/small-zips.ts';
import { FUNCTION_NAMES, type FunctionName } from '../../src/settings/setting.ts';
import { packaged } from './template.ts';

/**
 * What Lambda loads at a cold start should not grow by a client or a source map without anyone noticing: 3 to 5 % more than each had
 * when this was written. 6 kB of each are licences.
 */
const MOST_BYTES: Record<FunctionName, number> = {
  migrate: 120_000,
  reconcile: 120_000,
  dispatch: 112_000,
  resolve: 93_000,
  control: 87_000,
  drain: 133_000,
  approve: 89_000,
};

/** The AWS services that each calls. */
const CLIENTS: Record<FunctionName, string[]> = {
  migrate: ['direct-connect', 'dynamodb', 'eventbridge', 'lambda', 'sqs'],
  reconcile: ['direct-connect', 'dynamodb', 'eventbridge', 'lambda'],
  dispatch: ['direct-connect', 'dynamodb', 'eventbridge'],
  resolve: ['direct-connect', 'dynamodb', 'eventbridge'],
  control: ['dynamodb'],
  drain: ['direct-connect', 'dynamodb', 'eventbridge', 'sqs'],
  approve: ['dynamodb'],
};

/** Of the SDK, by what its files are called: see infra/bundle/sdk-parts.ts. */
const LEFT_OUT =
  /credential-provider|nested-clients|token-providers|xml-builder|event-streams\/|endpoint-cache\/|mnemonist|multi-region|Js\.js$|Adaptive|SharedConfigFiles|InstanceMetadata|HeaderFormatter/;

let directory: string;
beforeAll(async () => {
  ({ directory } = await packaged('default'));
});

const zipOf = (name: string) => join(directory, `${name}.zip`);

/** The files of which a bundle has something, by its source map: paths from the project's root. */
function sourcesOf(name: string): string[] {
  return JSON.parse(readFileSync(join(directory, SOURCE_MAPS, `${name}.mjs.map`), 'utf8')).sources;
}

const packageOf = (source: string) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];

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

  it('is small', () => {
    const { size } = statSync(zipOf(name));
    process.stdout.write(`${name}.zip: ${size} bytes\n`);
    expect(size).toBeLessThan(MOST_BYTES[name]);
  });

  it('has the licence of every package of which something is in the bundle, and of no other', () => {
    const bundled = new Set(
      sourcesOf(name)
        .map(packageOf)
        .filter((one) => one !== undefined),
    );
    const noted = bundledIn(zipOf(name)).map((title) => title.split(' ')[0]);
    expect(bundled.size).toBeGreaterThan(10);
    expect(new Set(noted)).toEqual(bundled);
  });

  it('has the clients of the services that it calls, and no other', () => {
    const clients = sourcesOf(name).flatMap((source) => /@aws-sdk\/client-([\w-]+)\//.exec(source)?.[1] ?? []);
    expect([...new Set(clients)].sort()).toEqual(CLIENTS[name]);
  });

  it('has the name by which the SDK knows that there is no logger', () => {
    expect(filesIn(zipOf(name))[`src/handlers/${name}.mjs`]).toContain('static name="NoOpLogger"');
  });

  it('has nothing of the SDK that no function can use', () => {
    const sources = sourcesOf(name).filter((source) => packageOf(source) !== undefined);
    expect(sources.filter((source) => LEFT_OUT.test(source))).toEqual([]);
  });
});

it('the zips have the project’s dependencies, in the versions that are tested', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const bundled = new Set(FUNCTION_NAMES.flatMap((name) => bundledIn(zipOf(name))));
  const expected = Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
  expect(expected.filter((title) => !bundled.has(title))).toEqual([]);
});
