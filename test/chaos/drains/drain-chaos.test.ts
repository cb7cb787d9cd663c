import { expect, it } from 'vitest';
import type { DrainWire } from '../../../local/judge/drain/drain-wire.ts';
import { judgeDrainRun } from './judge-drain-run.ts';
import { formatReport } from './report.ts';
import { type DrainChaosRun, runDrainChaos } from './run-drain-chaos.ts';
import { summarise } from './summary.ts';

/** For a run that hangs. One takes less than a minute, most of it waits of the local stage; on a busy machine, minutes. */
const TIMEOUT_MS = 1_800_000;
const LINES = 14;
/** Two of the site's lines cannot be moved. */
const MOVED = LINES - 2;

it('a drain moves each line once, and nothing after a stop, while everything fails', {
  timeout: TIMEOUT_MS,
}, async () => {
  const seed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 2 ** 32));
  process.stdout.write(`chaos with a drain: CHAOS_SEED=${seed} makes the same trouble again\n`);
  const logs: string[] = [];
  const run = await runDrainChaos({
    ...{ lines: LINES, seed, troubleGapMs: 700, stopGapMs: 6_000, timeoutMs: 1_500_000 },
    log: (line) => void logs.push(line),
    progress: () => undefined,
    interruption: new AbortController().signal,
  });
  const summary = summarise(run);
  const { trouble, quiet } = summary.seconds;
  process.stdout.write(`${trouble} s of trouble, then ${quiet} s until rest; ${summary.stops.answered} stops\n`);
  expect(summary.objections, `${formatReport(summary)}\n${logs.join('\n')}`).toEqual([]);
  expect(Object.values(summary.lines).reduce((sum, count) => sum + count, 0)).toBe(MOVED);
  expect(summary.lines.healthy).toBeGreaterThan(0);
  expect(summary.stops.answered).toBeGreaterThan(0);
  expect(Object.keys(summary.faults).length).toBeGreaterThan(5);
  for (const [rule, doctored] of doctoredOf(run))
    expect(judgeDrainRun({ ...run, wire: doctored }).map((objection) => objection.split(':')[0])).toContain(rule);
});

/** What the same judge has to object to, of the same evidence. */
function doctoredOf({ wire }: DrainChaosRun): [rule: string, wire: DrainWire][] {
  const { commands, intents, journal, bus, plan } = wire;
  const { calls, moves } = journal;
  const [first] = moves;
  const move = calls.find(({ requestId }) => requestId === first?.requestId);
  const stop = commands.find(({ action }) => action === 'stop');
  if (!first || !move || !stop) throw new Error('nothing was moved, or nobody has stopped it');
  const again = { ...move, requestId: 'doctored' };
  const late = { ...again, time: stop.answeredAtMs + 1 };
  const [intent] = intents.filter(({ connectionId }) => connectionId === first.connectionId);
  const decidedLate = { connectionId: first.connectionId, requestId: intent?.requestId ?? '', atMs: late.time };
  const ends = new Set(['Drain Completed', 'Drain Stopped']);
  return [
    [
      'D1',
      { ...wire, journal: { calls: [...calls, again], moves: [...moves, { ...first, requestId: again.requestId }] } },
    ],
    ['D2', { ...wire, journal: { calls: [...calls, late], moves }, intents: [...intents, decidedLate] }],
    ['I2', { ...wire, intents: [] }],
    ['D8', { ...wire, plan: { ...plan, digest: 'sha256:0' } }],
    ['D10', { ...wire, bus: bus.filter(({ detailType }) => !ends.has(detailType)) }],
  ];
}
