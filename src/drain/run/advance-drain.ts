import { LedgerError } from '../../migration/model/ledger-error.ts';
import type { Drain } from './drain.ts';
import { movesOf } from './moves.ts';
import { announceLines } from './steps/announce-lines.ts';
import { beginWave } from './steps/begin-wave.ts';
import { checkWave } from './steps/check-wave.ts';
import { cleanUp } from './steps/clean-up.ts';
import { beginEnd, endDrain } from './steps/end-drain.ts';
import { endMaintenance } from './steps/end-maintenance.ts';
import { finishWave } from './steps/finish-wave.ts';
import { observeTries } from './steps/observe-tries.ts';
import { publishEvents } from './steps/publish-events.ts';
import { releaseLines } from './steps/release-lines.ts';
import { dueAfterWrite, dueAtRest, rest } from './steps/rest.ts';
import type { DrivePorts, Pass, Step, Visit } from './steps/step.ts';

/** In this order: what is known is written down, and told, before anything more is done. */
const STEPS: readonly Step[] = [
  observeTries,
  publishEvents,
  announceLines,
  endMaintenance,
  finishWave,
  beginEnd,
  endDrain,
  cleanUp,
  beginWave,
  checkWave,
  releaseLines,
];

/** What a step may take, in milliseconds: complete listings, at most. */
const TIME_FOR_STEP_MS = 10_000;

/**
 * Brings a drain as far as it will go now. Each pass reads it, does one thing under the version that it has read, and reads it again: any
 * number of callers may do so at a time, and any of them may die between two lines.
 *
 * @param remaining milliseconds left of the invocation
 * @returns the drain where it rests; undefined if there is none
 */
export async function advanceDrain(
  drainId: string,
  remaining: () => number,
  ports: DrivePorts,
): Promise<Drain | undefined> {
  const visit: Visit = { busRejects: false, cannotRead: false, cannotCleanUp: false };
  for (;;) {
    const pass = await readPass(drainId, visit, ports);
    // It stays due.
    if (!pass || remaining() < TIME_FOR_STEP_MS) return pass?.drain;
    if ((await takeStep(pass, ports)) === 'rest') return pass.drain;
  }
}

async function readPass(
  drainId: string,
  visit: Visit,
  { ledger, plans, clock }: DrivePorts,
): Promise<Pass | undefined> {
  const stored = await ledger.readDrain(drainId);
  if (!stored) return undefined;
  const { drain } = stored;
  const plan = await plans.read(drain);
  if (!plan) throw new LedgerError(`PLAN#${drain.rollbackOf ?? drainId}#${drain.rev}`, 'is not there, or another one');
  const control = await ledger.readControl();
  return { stored, drain, plan, moves: movesOf(drain, plan), control, now: clock(), visit };
}

async function takeStep(pass: Pass, ports: DrivePorts): Promise<'again' | 'rest'> {
  for (const step of STEPS) {
    const done = await step(pass, ports);
    if (done === 'again') return 'again';
    if (!done) continue;
    // Read anew either way: who has lost knows too little.
    if (await write(pass, done.next, dueAfterWrite(done.next, pass, ports.settings), ports)) await done.after?.();
    return 'again';
  }
  const resting = rest(pass, ports);
  if (!resting) return 'rest';
  if (await write(pass, resting.next, dueAtRest(pass, ports.settings), ports)) await resting.after?.();
  return 'again';
}

async function write(
  { stored, drain }: Pass,
  next: Drain,
  dueAtMs: number | undefined,
  { ledger, log }: DrivePorts,
): Promise<boolean> {
  if (!(await ledger.setDrain(stored.version, next, dueAtMs))) return false;
  for (const entry of next.history.filter((each) => !drain.history.includes(each))) {
    const { what, by, why } = entry;
    log(what.startsWith('stopped') ? 'drainStopped' : 'drainChanged', { drain: drain.drainId, cause: what, by, why });
  }
  return true;
}
