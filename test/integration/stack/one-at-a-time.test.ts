import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { oneAtATime } from '../../../local/stack/one-at-a-time.ts';
import { eventually } from '../../support/eventually.ts';

let directory: string;
let lockFile: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dx-migrator-lock-'));
  lockFile = join(directory, 'folder', 'lock');
});
afterEach(() => rm(directory, { recursive: true }));

it('lets one begin when the other has ended, even if it failed', async () => {
  const steps: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = oneAtATime(lockFile, async () => {
    steps.push('one begins');
    await first.promise;
    steps.push('one ends');
    throw new Error('one fails');
  });
  await eventually(() => expect(steps).toEqual(['one begins']));
  const other = oneAtATime(lockFile, async () => steps.push('other begins'));
  setImmediate(first.resolve);
  await expect(one).rejects.toThrow('one fails');
  await other;
  expect(steps).toEqual(['one begins', 'one ends', 'other begins']);
  expect(await readdir(join(directory, 'folder'))).toEqual([]);
});

it('does not wait for a process that is gone', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  lockFile = join(directory, 'lock');
  await writeFile(lockFile, String(pid));
  expect(await oneAtATime(lockFile, async () => 'done')).toBe('done');
});

it('waits until it is interrupted, and leaves the lock to its owner', async () => {
  lockFile = join(directory, 'lock');
  await writeFile(lockFile, String(process.pid));
  const interruption = new AbortController();
  const waiting = oneAtATime(lockFile, async () => expect.fail('the lock is taken'), interruption.signal);
  interruption.abort();
  await expect(waiting).rejects.toThrow('aborted');
  expect(await readdir(directory)).toEqual(['lock']);
});
