import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkWritable } from '../check-writable.ts';
import { oneAtATime } from './one-at-a-time.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Two runs at a time would meet in the work folder of serverless-esbuild. */
const LOCK = join(ROOT, '.build', 'package.lock');

/** That folder, which serverless-esbuild removes itself when it gets to its end. */
const WORK = join(ROOT, '.esbuild');

/** What packaging writes into, besides the folder that it is given. */
const WRITTEN = [dirname(LOCK), WORK, join(ROOT, '.serverless')];

/**
 * Half of the processor time that packaging takes. osls and its plugins are compiled once, not with each run. And esbuild, whose
 * process ends with osls, collects no garbage, as its own command line does for a single build: 600 MB at most instead of 460.
 */
const FASTER = { NODE_COMPILE_CACHE: join(dirname(LOCK), 'compile-cache'), GOGC: 'off' };

export interface PackageOptions {
  /** The folder that the template and the zips go to. */
  directory: string;
  region: string;
  /** By default `local`. */
  stage?: string;
  /** The content of the tenants file to bundle: who may send, and move what. By default the project's own file. */
  tenants?: unknown;
  /** Parameters of serverless.yml that differ from the local stage's. */
  parameters?: Readonly<Record<string, string | number>>;
  /** Ends the packaging, which rejects with the reason. */
  interruption?: AbortSignal;
}

/** Thrown when `osls package` fails; the message is what it printed. */
export class PackageError extends Error {
  override name = 'PackageError';
}

/**
 * Runs `osls package`, by default with `--stage local`: the same command that packages for AWS, without credentials, since none are needed.
 */
export async function packageStack(options: PackageOptions): Promise<void> {
  const { directory, region, stage = 'local', tenants, parameters = {}, interruption } = options;
  for (const folder of WRITTEN) checkWritable(folder);
  await mkdir(directory, { recursive: true });
  const { PATH, HOME } = process.env;
  // serverless-esbuild leaves a copy of each bundle among the temporary files; in the package's folder, osls leaves nothing else.
  const TMPDIR = await mkdtemp(join(tmpdir(), 'dx-migrator-osls-'));
  try {
    const values: Record<string, string | number> = { ...parameters };
    if (tenants !== undefined) {
      values.tenants = join(TMPDIR, 'tenants.json');
      await writeFile(values.tenants, JSON.stringify(tenants));
    }
    const args = ['package', '--stage', stage, '--region', region, '--package', directory];
    for (const [name, value] of Object.entries(values)) args.push('--param', `${name}=${value}`);
    await oneAtATime(LOCK, () => runOsls(args, { PATH, HOME, TMPDIR, ...FASTER }, interruption), interruption);
  } catch (error) {
    interruption?.throwIfAborted();
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new PackageError(`osls package failed:\n${stdout}${stderr}`.trim(), { cause: error });
  } finally {
    await rm(TMPDIR, { recursive: true });
  }
}

/** Settles when osls and what it has started are gone: until then they write into folders that are about to be removed. */
async function runOsls(args: string[], env: NodeJS.ProcessEnv, interruption?: AbortSignal): Promise<void> {
  const osls = join(ROOT, 'node_modules/osls/bin/serverless.js');
  const running = promisify(execFile)(process.execPath, [osls, ...args], { cwd: ROOT, env });
  const kill = () => running.child.kill('SIGKILL');
  interruption?.addEventListener('abort', kill);
  try {
    await running;
  } finally {
    interruption?.removeEventListener('abort', kill);
    if (interruption?.aborted) await rm(WORK, { recursive: true, force: true });
  }
}
