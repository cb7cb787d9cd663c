import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { packageVariant, templateIn } from '../../infra/check/variants.ts';
import { readTemplate } from '../../local/stack/template.ts';
import { unzipBundle } from '../../local/stack/unzip-bundle.ts';
import { FUNCTION_NAMES } from '../../src/settings/setting.ts';
import { environmentOf, runModule } from '../support/bundle-process.ts';

/** What a start of a bundle takes: CPU time to import it, which constructs its clients. */
export interface Start {
  name: string;
  /** The median, in milliseconds. */
  cpuMs: number;
  /** To a start of the plain handler in the same round: the median. */
  ratio: number;
}

interface Measured {
  name: string;
  code: string;
  env: Record<string, string>;
}

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AROA', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' };

/**
 * Starts each bundle once in each round, the first of a round being another each time, so that what else the machine does meets all.
 *
 * @param folder an empty one, for the package
 */
export async function measureStarts(folder: string, rounds: number, say: (what: string) => void): Promise<Start[]> {
  say('Packaging');
  const measured = await makeBundles(folder);
  const times = new Map(measured.map(({ name }) => [name, [] as number[]]));
  // The first is not counted: it reads the files, and fills the compile cache.
  for (let round = 0; round <= rounds; round += 1) {
    say(`Round ${round} of ${rounds}`);
    const first = round % measured.length;
    for (const { name, code, env } of [...measured.slice(first), ...measured.slice(0, first)]) {
      const time = await runModule(code, env);
      if (round > 0) times.get(name)?.push(time);
    }
  }
  const [plain = []] = times.values();
  return [...times].map(([name, of]) => ({
    name,
    cpuMs: median(of),
    ratio: median(of.map((time, round) => time / (plain[round] ?? Number.NaN))),
  }));
}

/** The plain handler first. */
async function makeBundles(folder: string): Promise<Measured[]> {
  const packageDirectory = join(folder, 'package');
  await packageVariant('default', packageDirectory);
  const template = await readTemplate(templateIn(packageDirectory));
  const env = { ...environmentOf('migrate', template), ...CREDENTIALS };
  const measured = [{ name: 'plain handler', code: timing(await bundlePlain(folder)), env }];
  for (const name of FUNCTION_NAMES) {
    const unzipped = await unzipBundle(`${name}.zip`, { packageDirectory, codeDirectory: folder });
    const code = timing(join(unzipped, 'src/handlers', `${name}.mjs`));
    measured.push({ name, code, env: { ...environmentOf(name, template), ...CREDENTIALS } });
  }
  const cache = { NODE_COMPILE_CACHE: join(folder, 'compile-cache') };
  const cached = measured.map(({ name, code, env: own }) => ({
    name: `${name}, cached`,
    code,
    env: { ...own, ...cache },
  }));
  return [...measured, ...cached];
}

/** As serverless-esbuild bundles by default, but for the format. */
async function bundlePlain(folder: string): Promise<string> {
  const outfile = join(folder, 'plain', 'handler.mjs');
  await mkdir(join(folder, 'plain'));
  await build({
    entryPoints: [fileURLToPath(new URL('plain-handler.ts', import.meta.url))],
    ...{ outfile, bundle: true, format: 'esm', platform: 'node', target: 'node24', mainFields: ['module', 'main'] },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return outfile;
}

function timing(bundle: string): string {
  return `
    const before = process.cpuUsage();
    await import(${JSON.stringify(pathToFileURL(bundle).href)});
    const { user, system } = process.cpuUsage(before);
    console.log((user + system) / 1000);`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
