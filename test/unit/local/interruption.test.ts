import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { InterruptedError, runInterruptibly, unlessInterrupted } from '../../../local/interruption.ts';

class Exit extends Error {}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let written = '';
const exit = vi.fn();
beforeEach(() => {
  written = '';
  exit.mockReset();
  vi.useFakeTimers();
  vi.spyOn(process, 'exit').mockImplementation((status) => {
    exit(status ?? process.exitCode ?? 0);
    throw new Exit();
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
});
afterEach(() => {
  for (const signal of SIGNALS) process.removeAllListeners(signal);
  for (const output of [process.stdout, process.stderr]) output.removeAllListeners('error');
  process.exitCode = undefined;
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** What process.exit throws here, in a place of the real one that never returns. */
function raise(signal: NodeJS.Signals): void {
  try {
    process.emit(signal, signal);
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
  }
}

const never = () => new Promise<never>(() => undefined);
const endless = (interruption: AbortSignal) => unlessInterrupted(interruption, never);

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s says so, lets the work close, and ends with %i', async (signal, status) => {
  const steps: string[] = [];
  const work = async (interruption: AbortSignal) => {
    try {
      await endless(interruption);
    } finally {
      steps.push('closed');
    }
  };
  const running = runInterruptibly(work, (message) => steps.push(message));
  raise(signal);
  await expect(running).rejects.toThrow(Exit);
  expect(written).toBe('Stopping…\n');
  expect(steps).toEqual(['closed', `Stopped by ${signal}`]);
  expect(exit.mock.calls).toEqual([[status]]);
});

it('ends with 0 if that is how the work should end, and with the status of a failure without a signal', async () => {
  const running = runInterruptibly(async (interruption) => {
    await endless(interruption).catch(() => undefined);
  }, vi.fn());
  raise('SIGINT');
  await expect(running).rejects.toThrow(Exit);
  expect(exit.mock.calls).toEqual([[0]]);

  const failed = vi.fn();
  await runInterruptibly(() => Promise.reject(new Error('no port')), failed);
  expect(failed.mock.calls).toEqual([['no port']]);
  expect(process.exitCode).toBe(1);
});

it('treats a failure after a signal as its consequence', async () => {
  const failed = vi.fn();
  const running = runInterruptibly(async (interruption) => {
    await endless(interruption).catch(() => undefined);
    throw new Error('ECONNRESET');
  }, failed);
  raise('SIGTERM');
  await expect(running).rejects.toThrow(Exit);
  expect(failed.mock.calls).toEqual([['Stopped by SIGTERM']]);
  expect(exit.mock.calls).toEqual([[143]]);
});

it('ends at once on a second signal, but not on the same Ctrl-C that npm passes on', () => {
  void runInterruptibly(never, vi.fn());
  raise('SIGINT');
  vi.advanceTimersByTime(999);
  raise('SIGINT');
  expect(exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  raise('SIGINT');
  expect(exit.mock.calls).toEqual([[130]]);
});

it('ends at once on another signal, however soon', () => {
  void runInterruptibly(never, vi.fn());
  raise('SIGINT');
  raise('SIGTERM');
  expect(exit.mock.calls).toEqual([[143]]);
});

it('ends with the status even if something does not close', () => {
  void runInterruptibly(never, vi.fn());
  raise('SIGHUP');
  vi.advanceTimersByTime(9_999);
  expect(exit).not.toHaveBeenCalled();
  expect(() => vi.advanceTimersByTime(1)).toThrow(Exit);
  expect(exit.mock.calls).toEqual([[129]]);
  expect(written).toContain('Not all of it stopped within 10 s');
});

it('treats a closed output as a terminal that is gone, once', async () => {
  const running = runInterruptibly(endless, vi.fn());
  process.stdout.emit('error', new Error('write EPIPE'));
  process.stderr.emit('error', new Error('write EIO'));
  await expect(running).rejects.toThrow(Exit);
  expect(exit.mock.calls).toEqual([[129]]);
});

it('does not begin work that was interrupted before it started', async () => {
  const work = vi.fn(never);
  const reason = new InterruptedError('SIGINT');
  await expect(unlessInterrupted(AbortSignal.abort(reason), work)).rejects.toBe(reason);
  expect(work).not.toHaveBeenCalled();
});
