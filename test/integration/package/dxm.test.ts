import { execFile, execFileSync } from 'node:child_process';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installIntoEmptyProject, ofOwnShell, readJson } from './empty-project.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PACKAGE = join(ROOT, 'packages/dxm');

let project: string;
let own: string;

beforeAll(async () => {
  project = await installIntoEmptyProject('packages/dxm', []);
  own = join(project, 'node_modules/dxm');
});

afterAll(() => rm(project, { recursive: true }));

it('contains the files of its manifest, and nothing else', async () => {
  expect(new Set(await readdir(own))).toEqual(new Set(['LICENSE', 'README.md', 'dist', 'package.json']));
  expect(await readFile(join(own, 'LICENSE'), 'utf8')).toBe(await readFile(join(ROOT, 'LICENSE'), 'utf8'));
});

it('installs nothing beside itself, and is small', async () => {
  const beside = (await readdir(join(project, 'node_modules'))).filter((name) => !name.startsWith('.'));
  expect(beside).toEqual(['dxm']);
  const files = await readdir(join(own, 'dist'));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(own, 'dist', file))).size));
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(3_000_000);
});

it('has the version of the service', async () => {
  const [{ version }, root] = await Promise.all([
    readJson(join(PACKAGE, 'package.json')),
    readJson(join(ROOT, 'package.json')),
  ]);
  expect(version).toBe(root.version);
});

it('cannot be published by mistake', async () => {
  expect(await readJson(join(PACKAGE, 'package.json'))).toMatchObject({ private: true });
});

it('has no path of this repository in it, nor of the machine that packed it', async () => {
  const files = (await readdir(join(own, 'dist'))).filter((name) => name.endsWith('.js'));
  const code = await Promise.all(files.map((name) => readFile(join(own, 'dist', name), 'utf8')));
  const PATHS = new RegExp(`${RegExp.escape(ROOT)}|(?:src/(?:cli|drain|aws|migration|contract)|node_modules)/`);
  expect(code.map((text) => PATHS.exec(text)?.[0]).filter((found) => found !== undefined)).toEqual([]);
  expect(files).toContain('main.js');
});

it('has the licence of everything that is bundled', async () => {
  const text = await readFile(join(own, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  const { dependencies, devDependencies } = await readJson(join(ROOT, 'package.json'));
  const versions = { ...dependencies, ...devDependencies };
  for (const name of [
    'commander',
    'ora',
    'chalk',
    'cli-table3',
    'csv-parse',
    'valibot',
    'hono',
    'preact',
    '@aws-sdk/client-sqs',
  ])
    expect(text).toContain(`${name} ${versions[name]} (`);
  expect(text).toContain('TJ Holowaychuk');
  expect(text).not.toContain('(undefined)');
});

/** That of a shell: the oldest that the package supports, where the machine has it. */
const node = execFileSync('node', ['--version'], { env: ofOwnShell(), encoding: 'utf8' }).trim();

describe(`its command, on Node ${node}`, () => {
  const dxm = (...args: string[]) =>
    run(join(project, 'node_modules/.bin/dxm'), args, { cwd: project, env: ofOwnShell() });

  it('shows its help and its version', async () => {
    const help = await dxm('--help');
    expect(help).toMatchObject({ stderr: '', stdout: expect.stringContaining('Usage: dxm COMMAND') });
    const { version } = await readJson(join(PACKAGE, 'package.json'));
    expect(await dxm('--version')).toEqual({ stdout: `${version}\n`, stderr: '' });
  });

  it('shows a plan', async () => {
    const shown = await dxm('drain', 'show', join(ROOT, 'contracts/drain/v1/examples/plan.json'));
    expect(shown).toMatchObject({ stderr: '', stdout: expect.stringContaining('moves      2 of 5 lines') });
  });

  it('prints what completes it in a shell, and what that asks for', async () => {
    expect((await dxm('completion', 'bash')).stdout).toContain('complete -F _dxm dxm');
    expect((await dxm('complete', '--', 'pau')).stdout).toBe('pause\tstop all calls\n');
  });

  it('says what it needs where nothing was set up', async () => {
    const { AWS_REGION, AWS_DEFAULT_REGION, DXM_STAGE, ...env } = ofOwnShell();
    const nothing = { ...env, HOME: project };
    const status = run(join(project, 'node_modules/.bin/dxm'), ['status'], { cwd: project, env: nothing });
    await expect(status).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('which stage?') });
  });
});
