import { expect, it } from 'vitest';
import { formatReport } from './report.ts';
import { runChaos } from './run-chaos.ts';
import { summarise } from './summary.ts';

/** For a run that hangs. One takes about forty seconds, most of them waits of the local stage; on a busy machine, minutes. */
const TIMEOUT_MS = 1_800_000;

it('the packaged service loses nothing and moves nothing twice while everything fails', {
  timeout: TIMEOUT_MS,
}, async () => {
  const seed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 2 ** 32));
  process.stdout.write(`chaos: CHAOS_SEED=${seed} sends the same and makes the same trouble again\n`);
  const logs: string[] = [];
  const run = await runChaos({
    requests: 150,
    seed,
    rate: 40,
    troubleGapMs: 250,
    troubledShare: 0,
    timeoutMs: 1_200_000,
    log: (line) => void logs.push(line),
    progress: () => undefined,
    interruption: new AbortController().signal,
  });
  const summary = summarise(run);
  expect(summary.objections, `${formatReport(summary)}\n${logs.join('\n')}`).toEqual([]);
  expect(summary.messages).toBe(150);
  expect(Object.keys(summary.faults).length).toBeGreaterThan(5);
  expect(summary.faults['delivered twice']).toBeGreaterThan(0);
});
