import { keyOf, type RequestItem } from '../../../src/migration/model/request-item.ts';
import type { Ledger } from '../../../src/migration/ports/ports.ts';
import { sideBySide } from '../../../src/migration/verification/side-by-side.ts';
import { Requests } from './requests.ts';
import { runDispatch, runReconcile, type Stage, type Taken } from './stage.ts';

const HOUR = 3_600_000;
const PERSON = { by: 'bench', why: 'to measure it' };

/** How much is done of each. */
export interface Extent {
  rounds: number;
  /** Requests that are due for `dispatch` beside those that wait, and for `reconcile`. */
  due: { dispatch: number; reconcile: number };
  /** For how long a run calls where all are due, in milliseconds. */
  callsForMs: number;
  /** Of those that wait, for so many there is a line: as many as are called for where all are due, and some more. */
  lines: number;
}

/** What is measured, in this order. */
export const PHASES = [
  'dispatch, none due: a run',
  'reconcile, none due: a run',
  'dispatch, a few due: a request moved',
  'reconcile, a few due: a request taken up',
  'dispatch, all due, paused: a run',
  'dispatch, all due: a request moved',
] as const;

export type Phase = (typeof PHASES)[number];

/** Of each phase, what a run or a request took, in each round. */
export type Phases = Record<Phase, Taken[]>;

/** Fills the ledger with requests that wait for their windows, and measures the functions over it. @param say each phase before it begins */
export async function measurePhases(
  stage: Stage,
  { ledger, waiting, extent, say }: { ledger: Ledger; waiting: number; extent: Extent; say: (what: string) => void },
): Promise<Phases> {
  const { clock } = stage.ports;
  const requests = new Requests(stage.world, clock());
  say('filling the ledger');
  await stage.play(fill(ledger, requests, waiting, { opensAtMs: clock() + 6 * HOUR, lines: extent.lines }));
  // An index in memory is made at the first question.
  await ledger.countDue(clock());

  const measure = async (phase: Phase, round: () => Promise<Taken>): Promise<[Phase, Taken[]]> => {
    say(phase);
    const taken: Taken[] = [];
    while (taken.length < extent.rounds) taken.push(await round());
    return [phase, taken];
  };
  const { due, callsForMs } = extent;
  const [noneByDispatch, noneByReconcile, fewByDispatch, fewByReconcile, paused, all] = PHASES;
  const phases: [Phase, Taken[]][] = [];
  phases.push(await measure(noneByDispatch, async () => (await runDispatch(stage, callsForMs)).taken));
  phases.push(await measure(noneByReconcile, async () => (await runReconcile(stage)).taken));
  phases.push(
    await measure(fewByDispatch, async () => {
      await putDue(stage, { ledger, requests }, due.dispatch, 'dispatch');
      return moved(due.dispatch, await runDispatch(stage, callsForMs));
    }),
  );
  phases.push(
    await measure(fewByReconcile, async () => {
      await putDue(stage, { ledger, requests }, due.reconcile, 'reconcile');
      const { report, taken } = await runReconcile(stage);
      if (report.taken !== due.reconcile) throw new Error(`reconcile took up ${report.taken} of ${due.reconcile}`);
      // They are gone before the next round.
      await runDispatch(stage, callsForMs);
      return per(report.taken, taken);
    }),
  );
  stage.skip(7 * HOUR);
  await ledger.setPaused({ paused: true, atMs: clock(), ...PERSON });
  phases.push(await measure(paused, async () => (await runDispatch(stage, callsForMs)).taken));
  await ledger.setPaused({ paused: false, atMs: clock(), ...PERSON });
  phases.push(
    await measure(all, async () => {
      const run = await runDispatch(stage, callsForMs);
      return moved(run.report.finished, run);
    }),
  );
  return Object.fromEntries(phases) as Phases;
}

async function fill(
  ledger: Ledger,
  requests: Requests,
  waiting: number,
  { opensAtMs, lines }: { opensAtMs: number; lines: number },
): Promise<void> {
  const numbers = Array.from({ length: waiting }, (_, index) => index);
  await sideBySide(
    numbers,
    20,
    () => true,
    async (index) => {
      const item = index < lines ? requests.forLine() : requests.forNone(index);
      await putInBacklog(ledger, item, opensAtMs + Math.floor((index * HOUR) / waiting));
    },
  );
}

async function putDue(
  { ports, play }: Stage,
  { ledger, requests }: { ledger: Ledger; requests: Requests },
  count: number,
  wokenBy: 'dispatch' | 'reconcile',
): Promise<void> {
  for (let index = 0; index < count; index++) {
    const item = { ...requests.forLine(), dueAtMs: ports.clock() };
    if (wokenBy === 'dispatch') await play(putInBacklog(ledger, item, ports.clock()));
    else await play(ledger.claim(item));
  }
}

export async function putInBacklog(ledger: Ledger, item: RequestItem, dueAtMs: number): Promise<void> {
  await ledger.claim(item);
  const waitsFor = { cause: 'window', sinceMs: dueAtMs } as const;
  await ledger.park(keyOf(item), item, { dueAtMs, wokenBy: 'dispatch', needsPlace: false, waitsFor });
}

function moved(expected: number, { report, taken }: Awaited<ReturnType<typeof runDispatch>>): Taken {
  if (report.finished !== expected || expected === 0) throw new Error(`dispatch: ${JSON.stringify(report)}`);
  return per(expected, taken);
}

function per(count: number, { reads, writes, cpuMs }: Taken): Taken {
  return { reads: reads / count, writes: writes / count, cpuMs: cpuMs / count };
}
