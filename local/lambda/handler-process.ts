import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** One operating system process that runs function code. */
export interface HandlerProcess {
  readonly pid: number;
  /** Stops all code in the process until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** SIGKILL, also to a frozen process. */
  kill(): void;
  /** When the process and what watches over it are gone. */
  readonly ended: Promise<void>;
}

export interface HandlerProcessOptions {
  readonly cwd: string;
  readonly env: Record<string, string>;
  /** Each line of stdout and stderr. */
  log(line: string): void;
  onExit(code: number | null, signal: NodeJS.Signals | null): void;
}

// Windows can neither stop a process nor does it need the watchdog: a running one notices that its parent is gone.
const CAN_STOP = process.platform !== 'win32';

/**
 * Starts the runtime in a process of its own, with this very Node.js and no variable but `env`. It leads its own process
 * group, so that a Ctrl-C in the terminal is the parent's to handle.
 */
export function startHandlerProcess(options: HandlerProcessOptions): HandlerProcess {
  const bootstrap = join(import.meta.dirname, 'runtime', 'bootstrap.ts');
  const child = spawn(process.execPath, [bootstrap], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid === undefined) {
    child.once('error', () => undefined); // says the same, later
    throw new Error(`Cannot start ${process.execPath} in ${options.cwd}.`);
  }
  const watchdog = CAN_STOP ? startWatchdog(child.pid) : undefined;
  for (const output of [child.stdout, child.stderr]) createInterface({ input: output }).on('line', options.log);

  const ended = Promise.all([once(child, 'exit'), watchdog && once(watchdog, 'exit')]).then(() => undefined);
  child.once('exit', (code, signal) => {
    watchdog?.kill('SIGKILL');
    options.onExit(code, signal);
  });
  return {
    pid: child.pid,
    freeze: () => void (CAN_STOP && child.kill('SIGSTOP')),
    thaw: () => void (CAN_STOP && child.kill('SIGCONT')),
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}

/**
 * Kills the process when this one is gone, however it ended. A frozen process cannot notice that by itself; a shell that
 * waits on a pipe from here can, because the kernel closes the pipe.
 */
function startWatchdog(pid: number): ChildProcess {
  return spawn('/bin/sh', ['-c', 'read -r _; kill -9 "$0"', String(pid)], {
    env: {},
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
}
