import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DXM } from '../../support/dxm.ts';
import { missingForTerminal, onTerminal } from '../../support/terminal.ts';

/** Where `dxm` is called that, as where it is installed. */
const folder = mkdtempSync(join(tmpdir(), 'dx-migrator-shells-'));
symlinkSync(DXM, join(folder, 'dxm'));
afterAll(() => rmSync(folder, { recursive: true }));

const PATH = [folder, dirname(process.execPath), process.env.PATH].join(delimiter);
const inShell = (shell: string, ...args: string[]) =>
  execFileSync(shell, args, { encoding: 'utf8', env: { ...process.env, PATH }, cwd: folder })
    .trimEnd()
    .split('\n');

/** After these words, these and no others. */
const CASES: [words: string[], candidates: string[]][] = [
  [['pa'], ['pause', 'parent', 'parents']],
  [
    ['resolve', 'orders/x', ''],
    ['moved', 'notMoved', 'retry'],
  ],
  [
    ['quarantine', '--reason', ''],
    ['INVALID_REQUEST', 'UNKNOWN_SENDER'],
  ],
  [
    ['drain', 're'],
    ['rehearse', 'resume', 'retry'],
  ],
  [
    ['drain', 'start', 'fra', '--waive', ''],
    ['notice', 'approval'],
  ],
  [['freeze', 'tonight', '--until', '06:00', '--stops'], ['--stops-way-back']],
];

/** How each shell says what it would offer. What of zsh needs a line editor is replaced. */
const ASKING: Record<string, (words: readonly string[]) => string[]> = {
  bash: (words) => {
    const script = `eval "$(dxm completion bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _dxm dxm; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return inShell('bash', '--norc', '--noprofile', '-c', script, 'bash', 'dxm', ...words.flatMap(asBashSplits));
  },
  zsh: (words) => {
    const script = `compdef() { :; }; _files() { :; }; _describe() { print -rl -- "\${(@P)2}"; }
      eval "$(dxm completion zsh)"; words=("$@"); CURRENT=$#; _dxm`;
    return inShell('zsh', '-f', '-c', script, 'zsh', 'dxm', ...words).map((line) => line.split(':')[0] ?? '');
  },
  fish: (words) => {
    const script = `dxm completion fish | source; complete -C "${['dxm', ...words].join(' ')}"`;
    return inShell('fish', '--no-config', '-c', script).map((line) => line.split('\t')[0] ?? '');
  },
};

/** Bash's COMP_WORDBREAKS. */
const asBashSplits = (word: string) => (word === '' ? [''] : word.split(/([=:]+)/).filter((part) => part !== ''));

describe.each(['bash', 'zsh', 'fish'])('in %s', (shell) => {
  const missing = isThere(shell) ? undefined : `${shell} is not installed`;

  describe.skipIf(missing)(missing ?? 'as it is here', () => {
    it('the script has no error of syntax', () => {
      expect(inShell(shell, '-c', `dxm completion ${shell} | ${shell} -n`)).toEqual(['']);
    });

    it.each(CASES)('dxm completes after %j', (words, candidates) => {
      expect(new Set(ASKING[shell]?.(words))).toEqual(new Set(candidates));
    });
  });
});

const noTerminal = missingForTerminal() ?? (isThere('bash') ? undefined : 'bash is not installed');

describe.skipIf(noTerminal)(`bash at work${noTerminal === undefined ? '' : `: ${noTerminal}`}`, () => {
  it('completes what is typed, after = too, and names of files where a file is meant', async () => {
    const terminal = onTerminal(['env', `PATH=${PATH}`, 'PS1=ready> ', 'bash', '--norc', '--noprofile', '-i'], 200);
    await terminal.shows('ready> ');
    terminal.type('bind "set enable-bracketed-paste off"; eval "$(dxm completion bash)"; echo so"me"\r');
    await terminal.shows('some\r\n');
    terminal.type('dxm quaran\t--reason=INV\t');
    await terminal.shows('dxm quarantine --reason=INVALID_REQUEST');
    // Ctrl-U: another line.
    terminal.type('\x15dxm drain show contracts/dra\t');
    await terminal.shows('dxm drain show contracts/drain/');
    terminal.type('\x15exit\r');
    expect(await terminal.ended()).toMatchObject({ raw: false });
  });
});

function isThere(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', 'exit 0'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it('loads no SDK', () => {
  const code = `
    import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => {
      const loaded = next(url, context);
      if (/@aws-sdk|@smithy/.test(String(loaded.source ?? ''))) throw new Error('loaded ' + url);
      return loaded;
    } });
    process.argv = [process.argv[0], 'dxm', ...process.env.WORDS.split(' ')];
    await import(process.env.DXM);`;
  for (const words of ['completion bash', 'complete -- pa', '--help', '--version']) {
    const env = { ...process.env, WORDS: words, DXM };
    const shown = execFileSync(process.execPath, ['--input-type=module', '--eval', code], { env, encoding: 'utf8' });
    expect(shown).not.toBe('');
  }
});
