import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { checkWritable } from '../../local/check-writable.ts';
import { orExit } from '../../local/or-exit.ts';
import { artefacts } from './artefacts.ts';
import { incompatibilities } from './compatibility.ts';
import type { Contract } from './contract.ts';
import { PUBLISHED_CONTRACTS } from './contracts.ts';

const CONTRACTS = fileURLToPath(new URL('..', import.meta.url));

const program = new Command('contracts')
  .description(
    `Writes ${PUBLISHED_CONTRACTS.map(({ folder }) => `contracts/${folder}`).join(', ')} from src/contract: JSON ` +
      'Schemas, AsyncAPI document, types, golden examples. Exit status: 0, 1 if a check fails or this user may not write, ' +
      '2 if an option is wrong.',
  )
  .option('--check', 'write nothing; fail if a file differs from what would be written')
  .option('--release', 'also keep it as the last release, against which later changes are checked')
  .option('--break', 'with --release: also if it breaks the last release; only while nothing has been released')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse();

const options = program.opts<{ check?: true; release?: true; break?: true }>();
if (options.break && !options.release) program.error('error: --break is for --release only');

/** A contract with where it is, and what belongs there. */
interface Publication extends Pick<Contract, 'folder' | 'mayGainEvents'> {
  current: string;
  released: string;
  wanted: ReadonlyMap<string, string>;
}

const publications = await Promise.all(
  PUBLISHED_CONTRACTS.map(async (contract): Promise<Publication> => {
    const { folder, mayGainEvents } = contract;
    const [current, released] = [join(CONTRACTS, folder), join(CONTRACTS, 'released', folder)];
    return { folder, mayGainEvents, current, released, wanted: await artefacts(contract) };
  }),
);
const count = publications.reduce((sum, { wanted }) => sum + wanted.size, 0);
if (options.check) check();
else write();

function check(): void {
  const different = publications.flatMap(({ folder, current, wanted }) =>
    [...new Set([...wanted.keys(), ...filesOf(current)])]
      .filter((path) => wanted.get(path) !== read(join(current, path)))
      .map((path) => `contracts/${folder}/${path}`),
  );
  for (const path of different) process.stderr.write(`${path} is not what the sources make\n`);
  if (different.length === 0) return void process.stdout.write(`${count} files are as the sources make them\n`);
  process.stderr.write('npm run contracts writes them anew.\n');
  process.exitCode = 1;
}

function write(): void {
  orExit(() => foldersToWrite().forEach(checkWritable), 1);
  for (const { current, wanted } of publications) {
    rmSync(current, { recursive: true, force: true });
    for (const [path, text] of wanted) {
      mkdirSync(dirname(join(current, path)), { recursive: true });
      writeFileSync(join(current, path), text);
    }
  }
  process.stdout.write(
    `${count} files written to ${publications.map(({ folder }) => `contracts/${folder}`).join(', ')}\n`,
  );
  const problems = publications.flatMap(({ folder, released, current, mayGainEvents }) =>
    incompatibilities(released, current, mayGainEvents).map((problem) => `${folder}: ${problem}`),
  );
  for (const problem of problems) process.stderr.write(`breaks the last release: ${problem}\n`);
  if (problems.length > 0 && !options.break) process.exitCode = 1;
  else if (options.release) publications.forEach(release);
}

function release({ folder, current, released }: Publication): void {
  rmSync(released, { recursive: true, force: true });
  for (const part of ['schemas', 'examples']) {
    cpSync(join(current, part), join(released, part), { recursive: true });
  }
  process.stdout.write(`kept as the last release in contracts/released/${folder}\n`);
}

/** All that is removed and made anew: a folder that may not be written is an error before the first is gone. */
function foldersToWrite(): string[] {
  const folders = publications.flatMap(({ current, released }) => [current, ...(options.release ? [released] : [])]);
  const inside = (folder: string) => globSync('**/', { cwd: folder }).map((name) => join(folder, name));
  return folders.flatMap((folder) => [dirname(folder), folder, ...inside(folder)]);
}

function filesOf(folder: string): string[] {
  return globSync('**/*.*', { cwd: folder });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
