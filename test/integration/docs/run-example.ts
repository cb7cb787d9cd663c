import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NO_PROFILE } from '../../../local/ignore-aws-settings.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface Ran {
  /** Exit status. */
  status: number;
  stdout: string;
  stderr: string;
}

/** Variables that an example shall see, beside those by which a machine finds its programs. */
export type Environment = Record<string, string | undefined>;

/** Runs a shell block as someone would who pastes it; a command that fails ends it. */
export function runShell(text: string, environment: Environment, folder?: string): Promise<Ran> {
  return run('bash', ['-e', '-o', 'pipefail', '-c', text], environment, folder);
}

export function runPython(text: string, environment: Environment): Promise<Ran> {
  return run('python3', ['-c', text], environment);
}

/** Runs a TypeScript file from inside the project, so that it imports `dx-migrator/…` as if it were installed. */
export function runTypeScript(text: string, environment: Environment, ...args: string[]): Promise<Ran> {
  return inFolder({ 'example.ts': text }, (folder) =>
    run(process.execPath, [join(folder, 'example.ts'), ...args], environment),
  );
}

/** What the type checker has against TypeScript files, by this project's own strict settings; nothing if all is well. */
export function typeCheck(texts: readonly string[]): Promise<string> {
  const tsconfig = JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), include: ['*.ts'] });
  const files = Object.fromEntries(texts.map((text, index) => [`example-${index}.ts`, text]));
  return inFolder({ ...files, 'tsconfig.json': tsconfig }, async (folder) => {
    const { status, stdout, stderr } = await run(
      process.execPath,
      [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder],
      {},
    );
    return status === 0 ? '' : stdout + stderr;
  });
}

async function inFolder<T>(files: Record<string, string>, act: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(join(ROOT, '.build'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, '.build/example-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(program: string, args: string[], environment: Environment, cwd?: string): Promise<Ran> {
  const { PATH, HOME, TMPDIR } = process.env;
  // Nothing of the machine's own AWS configuration, and no question to a metadata service.
  const quiet = { ...NO_PROFILE, AWS_EC2_METADATA_DISABLED: 'true', AWS_PAGER: '' };
  const env = { PATH, HOME, TMPDIR, ...quiet, ...environment };
  return new Promise((resolve) => {
    execFile(program, args, { env, cwd, timeout: 240_000, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ status, stdout, stderr });
    });
  });
}
