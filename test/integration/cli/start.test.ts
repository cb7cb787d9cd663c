import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { DXM } from '../../support/dxm.ts';

const RUNS = 10;
const MOST_MS = 150;

/** Writes the CPU time of its own process to standard error when that ends, in microseconds. */
const METER = `data:text/javascript,${encodeURIComponent(`
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    process.stderr.write(String(user + system));
  });`)}`;

/** Of the whole process, in milliseconds: CPU time, which no other process takes away. */
function cpuMsOf(...args: string[]): number {
  // As for who runs it for the first time: nothing is found compiled.
  const { NODE_COMPILE_CACHE, ...env } = process.env;
  const command = `"$0" --import "$1" "$2" ${args.join(' ')} 2>&1 >/dev/null`;
  const said = execFileSync('sh', ['-c', command, process.execPath, METER, DXM], { env, encoding: 'utf8' });
  return Number(said) / 1_000;
}

it(`dxm --help takes at most ${MOST_MS} ms of CPU`, () => {
  const taken = Array.from({ length: RUNS }, () => cpuMsOf('--help'));
  const best = Math.min(...taken);
  process.stdout.write(
    `dxm --help, CPU ms in ${RUNS} runs: ${taken.map(Math.round).join(', ')}; best ${best.toFixed(1)}\n`,
  );
  expect(best).toBeGreaterThan(0);
  expect(best).toBeLessThanOrEqual(MOST_MS);
});
