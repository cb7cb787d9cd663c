import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { checkWritable } from '../../local/check-writable.ts';
import { orExit } from '../../local/or-exit.ts';
import { artefacts } from './artefacts.ts';
import { incompatibilities } from './compatibility.ts';

const CONTRACTS = fileURLToPath(new URL('..', import.meta.url));
const CURRENT = join(CONTRACTS, 'v1');
const RELEASED = join(CONTRACTS, 'released', 'v1');

const program = new Command('contracts')
  .description(
    'Writes contracts/v1 from src/contract: JSON Schemas, AsyncAPI document, types, golden examples. Exit status: 0, ' +
      '1 if a check fails or this user may not write, 2 if an option is wrong.',
  )
  .option('--check', 'write nothing; fail if a file differs from what would be written')
  .option('--release', 'also keep it as the last release, against which later changes are checked')
  .option('--break', 'with --release: also if it breaks the last release; only while nothing has been released')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const options = program.opts<{ check?: true; release?: true; break?: true }>();
if (options.break && !options.release) program.error('error: --break is for --release only');
const wanted = await artefacts();
if (options.check) check();
else write();

function check(): void {
  const different = [...new Set([...wanted.keys(), ...filesOf(CURRENT)])].filter(
    (path) => wanted.get(path) !== read(path),
  );
  for (const path of different) process.stderr.write(`contracts/v1/${path} is not what src/contract makes\n`);
  if (different.length === 0) return void process.stdout.write(`${wanted.size} files are as src/contract makes them\n`);
  process.stderr.write('npm run contracts writes them anew.\n');
  process.exitCode = 1;
}

function write(): void {
  orExit(() => foldersToWrite().forEach(checkWritable), 1);
  rmSync(CURRENT, { recursive: true, force: true });
  for (const [path, text] of wanted) {
    mkdirSync(dirname(join(CURRENT, path)), { recursive: true });
    writeFileSync(join(CURRENT, path), text);
  }
  process.stdout.write(`${wanted.size} files written to contracts/v1\n`);
  const problems = incompatibilities(RELEASED, CURRENT);
  for (const problem of problems) process.stderr.write(`breaks the last release: ${problem}\n`);
  if (problems.length > 0 && !options.break) process.exitCode = 1;
  else if (options.release) release();
}

function release(): void {
  rmSync(RELEASED, { recursive: true, force: true });
  for (const folder of ['schemas', 'examples']) {
    cpSync(join(CURRENT, folder), join(RELEASED, folder), { recursive: true });
  }
  process.stdout.write('kept as the last release in contracts/released/v1\n');
}

/** All that is removed and made anew: a folder that may not be written is an error before the first is gone. */
function foldersToWrite(): string[] {
  const folders = [CURRENT, ...(options.release ? [RELEASED] : [])];
  const inside = (folder: string) => globSync('**/', { cwd: folder }).map((name) => join(folder, name));
  return folders.flatMap((folder) => [dirname(folder), folder, ...inside(folder)]);
}

function filesOf(folder: string): string[] {
  return globSync('**/*.*', { cwd: folder });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(join(CURRENT, path), 'utf8');
  } catch {
    return undefined;
  }
}
