import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** A command at work on a terminal. */
export interface Running {
  /** Waits until it has written this. */
  shows(text: string): Promise<void>;
  output(): string;
  type(text: string): void;
  hangUp(): void;
  /** The command, what it has started, and what that has. */
  processes(): Process[];
  /** The process whose command line has this in it, the innermost if a shell has it too. */
  find(part: string): Process;
  /** Waits for the end of the command, and of all that `processes` has ever seen. */
  ended(): Promise<Ended>;
}

export interface Ended {
  /** The exit status; after a signal its number, negative. */
  status: number;
  /** Whether the terminal was left without line editing, echo or Ctrl-C. */
  raw: boolean;
  /** What is left in the folder for temporary files, which it had for itself. */
  left: string[];
}

/** What is missing for tests on a terminal, if anything is. */
export function missingForTerminal(): string | undefined {
  if (process.platform === 'win32') return 'Windows has no pseudo terminals of this kind';
  for (const [program, ...args] of [
    ['python3', '-c', 'import fcntl, termios'],
    ['ps', '-A', '-o', 'pid='],
  ]) {
    try {
      execFileSync(program ?? '', args, { stdio: 'ignore' });
    } catch {
      return `${program} is not installed`;
    }
  }
  return undefined;
}

/** Starts a command in the project's folder, on a pseudo terminal so many columns wide; 0 is one that does not report its width. */
export function onTerminal(command: readonly string[], columns = 80): Running {
  const temporary = mkdtempSync(join(tmpdir(), 'dx-migrator-terminal-'));
  // A terminal is a person's: where CI is set, ora shows no spinner.
  const { CI, ...persons } = process.env;
  // npm would leave its compile cache among the temporary files, if vitest.config.ts did not name another folder.
  const env = { ...persons, TMPDIR: temporary };
  const child = spawn('python3', [join(ROOT, 'test/support/terminal.py'), String(columns), ...command], {
    cwd: ROOT,
    env,
  });
  const closed = once(child, 'close');
  let [output, report] = ['', ''];
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    report += text;
  });
  const seen = new Map<number, Process>();
  onTestFinished(() => {
    for (const { pid, command } of seen.values()) if (commandOf(pid) === command) process.kill(pid, 'SIGKILL');
    child.kill('SIGKILL');
    rmSync(temporary, { recursive: true, force: true });
  });
  const processes = () => {
    const found = descendants(child.pid ?? 0);
    for (const one of found) seen.set(one.pid, one);
    return found;
  };
  return {
    shows: (text) => eventually(() => expect(output).toContain(text)),
    output: () => output,
    type: (text) => void child.stdin.write(text),
    hangUp: () => void child.stdin.end(),
    processes,
    find: (part) =>
      processes().findLast(({ command }) => command.includes(part)) ?? expect.fail(`no process of ${part} is there`),
    async ended() {
      await closed;
      await eventually(() => {
        const alive = [...seen.values()].filter(({ pid, command }) => commandOf(pid) === command);
        expect(alive).toEqual([]);
      });
      return { ...(JSON.parse(report) as Pick<Ended, 'status' | 'raw'>), left: readdirSync(temporary) };
    },
  };
}

function descendants(root: number): Process[] {
  const found: Process[] = [];
  const all = listProcesses();
  for (const pids = [root]; pids.length > 0; ) {
    const children = all.filter(({ parent }) => parent === pids[0]);
    found.push(...children);
    pids.splice(0, 1, ...children.map(({ pid }) => pid));
  }
  return found;
}

function commandOf(pid: number): string | undefined {
  return listProcesses().find((one) => one.pid === pid)?.command;
}

function listProcesses(): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8', maxBuffer: 1e8 }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, command = ''] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
    return pid === undefined || command.includes('<defunct>')
      ? []
      : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
