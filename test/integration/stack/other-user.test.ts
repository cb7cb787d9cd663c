import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const NOBODY = ['setpriv', '--reuid=65534', '--clear-groups'];
const SENTENCE = /^\/\S+: this user may not write here; use a checkout of your own$/;

/** No one is another user than this checkout's; a user who is not root is kept out of a folder of mode 0555. */
const isRoot = process.getuid?.() === 0;
const missing = missingTool();

/** Otherwise the scripts would do what they are for. */
const isKeptOut = isRoot && missing === undefined && !mayWrite('.', 'node_modules', 'contracts', 'infra/check');

function mayWrite(...folders: string[]): boolean {
  const [program = '', ...args] = [...NOBODY, process.execPath, join(ROOT, 'local/may-write.ts')];
  return folders.some((folder) => spawnSync(program, [...args, folder], { cwd: ROOT }).status === 0);
}

function missingTool(): string | undefined {
  if (process.platform === 'win32') return 'Windows has no modes of folders';
  if (!isRoot) return undefined;
  const [program = '', ...args] = [...NOBODY, process.execPath, join(ROOT, 'local/demo/cli.ts'), '--help'];
  return spawnSync(program, args).status === 0
    ? undefined
    : 'setpriv is not installed, or no one may read this checkout';
}

/** Runs Node.js as someone who may not write into the working folder. */
function run(cwd: string, ...args: string[]): Promise<{ status: number | null; stderr: string }> {
  return runAsNobody(cwd, [process.execPath, ...args], {});
}

/** Runs a script of package.json as someone who may not write into this checkout. */
async function runScript(name: string): Promise<{ status: number | null; stderr: string }> {
  const HOME = mkdtempSync(join(tmpdir(), 'dx-migrator-home-'));
  onTestFinished(() => rmSync(HOME, { recursive: true }));
  chmodSync(HOME, 0o777);
  return runAsNobody(ROOT, ['npm', 'run', '--silent', name], { HOME, npm_config_update_notifier: 'false' });
}

function runAsNobody(
  cwd: string,
  command: string[],
  env: Record<string, string>,
): Promise<{ status: number | null; stderr: string }> {
  const [program = '', ...rest] = [...(isRoot ? NOBODY : []), ...command];
  return new Promise((resolve) => {
    const child = execFile(program, rest, { cwd, env: { PATH: process.env.PATH, ...env } }, (_error, _stdout, stderr) =>
      resolve({ status: child.exitCode, stderr }),
    );
  });
}

function closedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dx-migrator-closed-'));
  chmodSync(folder, 0o555);
  onTestFinished(() => {
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true });
  });
  return folder;
}

describe.skipIf(missing !== undefined)(`another user than the checkout's${missing ? `: ${missing}` : ''}`, () => {
  it.each(['local/demo/cli.ts', 'local/start.ts', 'test/chaos/cli.ts'])(
    '%s reports it in a sentence',
    async (command) => {
      const folder = closedFolder();
      const { status, stderr } = await run(folder, join(ROOT, command));
      expect(stderr.trimEnd()).toMatch(SENTENCE);
      expect(stderr).toContain(folder);
      expect(status).toBe(1);
    },
  );

  it('names a log file that is another’s', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dx-migrator-log-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, '.build'));
    writeFileSync(join(folder, '.build/demo.log'), '', { mode: 0o400 });
    chmodSync(folder, 0o777);
    chmodSync(join(folder, '.build'), 0o777);
    const { status, stderr } = await run(folder, join(ROOT, 'local/demo/cli.ts'));
    expect(stderr).toBe('.build/demo.log: cannot be written; remove it, or use a checkout of your own\n');
    expect(status).toBe(1);
  });

  it.skipIf(!isKeptOut)('packaging reports it in a sentence (as root only, where no one else may write)', async () => {
    const packaging = `
      import { packageStack } from '${join(ROOT, 'local/stack/package-stack.ts')}';
      await packageStack({ directory: '/no/such/folder', region: 'eu-central-1' }).catch(({ message }) => console.error(message));`;
    const { stderr } = await run(ROOT, '--input-type=module', '--eval', packaging);
    expect(stderr.trimEnd()).toMatch(SENTENCE);
    expect(stderr).toContain(ROOT.slice(0, -1));
  });

  it.skipIf(!isKeptOut).each(['package', 'contracts', 'sbom', 'check:infra', 'bench', 'test', 'walks', 'mutation'])(
    'npm run %s reports it in a sentence (as root only, where no one else may write)',
    async (script) => {
      const { status, stderr } = await runScript(script);
      expect(stderr.trimEnd()).toMatch(SENTENCE);
      expect(stderr).toContain(ROOT.slice(0, -1));
      expect(status).toBe(1);
    },
  );

  it('writing the tables of settings reports it in a sentence', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dx-migrator-copy-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    chmodSync(folder, 0o755);
    for (const part of ['docs', 'infra/docs', 'local', 'src', 'package.json']) {
      cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    }
    for (const file of globSync('infra/*.{ts,json}', { cwd: ROOT })) cpSync(join(ROOT, file), join(folder, file));
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const page = join(folder, 'docs/settings.md');
    // A table that lacks its first line is written anew.
    writeFileSync(page, readFileSync(page, 'utf8').replace(/^\|.*\n/m, ''));
    chmodSync(page, 0o444);
    const { status, stderr } = await run(folder, join(folder, 'infra/docs/cli.ts'));
    expect(stderr).toBe(`${page}: this user may not write here; use a checkout of your own\n`);
    expect(status).toBe(1);
  });
});
