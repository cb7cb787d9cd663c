import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** As strict as projects go, and with the package's own declarations checked too. */
const TSCONFIG = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    exactOptionalPropertyTypes: true,
    types: ['node'],
  },
};

/**
 * Packs a package of this repository as it is handed on, and installs the tarball into an empty TypeScript project.
 *
 * @param folder of the package, seen from the root
 * @param others packages beside it, in the versions that this repository has
 * @returns the project's folder
 */
export async function installIntoEmptyProject(folder: string, others: readonly string[]): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), 'dx-migrator-project-'));
  await run('npm', ['pack', '--pack-destination', project], { cwd: join(ROOT, folder), env: ofOwnShell() });
  const [tarball = ''] = globSync('*.tgz', { cwd: project });
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  const { dependencies, devDependencies } = await readJson(join(ROOT, 'package.json'));
  const versions = others.map((name) => `${name}@${dependencies[name] ?? devDependencies[name]}`);
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await run('npm', ['install', ...quietly, `./${tarball}`, ...versions], { cwd: project });
  return project;
}

/**
 * As in a shell of one's own: npm hands the settings of the project that runs this test down to every npm below it, and
 * its programs, of which Node is one.
 */
export function ofOwnShell(): NodeJS.ProcessEnv {
  const { PATH = '', ...others } = process.env;
  const own = Object.entries(others).filter(([name]) => !name.toLowerCase().startsWith('npm_'));
  const folders = PATH.split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(own), PATH: folders.join(delimiter) };
}

/** Compiles the project's TypeScript files beside themselves. */
export async function compile(project: string): Promise<void> {
  // The compiler reports errors on its standard output.
  await run(join(ROOT, 'node_modules/.bin/tsc'), [], { cwd: project }).catch(({ stdout }: { stdout: string }) => {
    throw new Error(`it does not compile:\n${stdout}`);
  });
}

export async function readJson(file: string) {
  return JSON.parse(await readFile(file, 'utf8'));
}
