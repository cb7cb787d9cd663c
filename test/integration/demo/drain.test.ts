import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { DrainDemoRun } from '../../../local/drain-demo/run-drain-demo.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

function demo(...args: string[]): Promise<{ status: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['local/demo/main.ts', '--drain', ...args],
      { cwd: ROOT, maxBuffer: 1e8, env: { PATH: process.env.PATH } },
      (_error, stdout, stderr) => resolve({ status: child.exitCode, stdout, stderr }),
    );
  });
}

it('empties a port of what can move, through a stop, a sick line and its way back, without an objection', async () => {
  const { status, stdout } = await demo('--lines', '32', '--json');
  const run: DrainDemoRun = JSON.parse(stdout);
  expect(run.objections).toEqual([]);
  expect(status).toBe(0);
  expect(run.evening.last).toMatchObject({ state: 'COMPLETED', lines: { healthy: 29 } });
  // There and back is two.
  expect(run.moves).toBe(31);
  expect(run.plan.left.map(({ reasons }) => reasons[0]?.code)).toEqual(['VLAN', 'SIBLING']);
});

it('refuses an option that is wrong, and runs nothing', async () => {
  const { status, stdout, stderr } = await demo('--lines', '5');
  expect(status).toBe(2);
  expect(stderr).toContain('a whole number from 30 to 1002');
  expect(stdout).toBe('');
});
