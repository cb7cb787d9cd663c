import { type Drain, isOver, type Phase } from '../../../src/drain/run/drain.ts';
import { needsAPerson } from '../../../src/drain/run/line.ts';
import type { Stop } from '../../../src/drain/run/stop.ts';
import type { DrainEvidence, SeenWrite } from './drain-evidence.ts';
import { fateOfTry } from './drain-fate.ts';
import { isSetAside } from './drain-release-rules.ts';
import type { Evidence } from './evidence.ts';

/** What must be so of each write to a drain, by whomever. */
export function judgeWrite(evidence: Evidence, drains: DrainEvidence, write: SeenWrite): void {
  const { before, after } = write;
  if (!before) {
    evidence.count(after.rollbackOf === undefined ? 'drains made' : 'rollbacks made');
    judgeRollback(evidence, drains, after);
    return;
  }
  judgePhase(evidence, write, before);
  judgeStops(evidence, drains, write, before);
  judgeLines(evidence, drains, write, before);
  judgeWords(evidence, drains, write, before);
  if (before.wave.number !== after.wave.number) judgeNextWave(evidence, drains, write, before);
  countWrite(evidence, write, before);
}

const NEXT: Record<Phase, readonly Phase[]> = {
  PLANNED: ['PLANNED', 'RUNNING', 'ENDING'],
  RUNNING: ['RUNNING', 'ENDING'],
  ENDING: ['ENDING', 'COMPLETED', 'ABORTED', 'EXPIRED'],
  COMPLETED: ['COMPLETED'],
  ABORTED: ['ABORTED'],
  EXPIRED: ['EXPIRED'],
};

function judgePhase(evidence: Evidence, { after }: SeenWrite, before: Drain): void {
  if (!NEXT[before.phase].includes(after.phase))
    evidence.object('drain phase', `${after.drainId} becomes ${after.phase} after ${before.phase}`);
  if (!isOver(after) || isOver(before)) return;
  if (after.phase !== before.ending?.as)
    evidence.object('drain phase', `${after.drainId} ends as ${after.phase}, and was to as ${before.ending?.as}`);
  // D10: what was released has its outcome, and what was moved its verdict.
  for (const id of Object.keys(after.lines)) {
    const kind = fateOfTry(evidence, after, id)?.kind;
    const { state, cause, try: last } = after.lines[id] ?? {};
    // No one has looked at it in time, and a person has set it aside for that.
    const isGivenUp = state === 'setAside' && [cause, last?.became].includes('unknown');
    const isOpen = kind === 'open' || (kind === 'moved' && !isGivenUp) || kind === 'seen';
    const isLeftToPeople = kind === 'held' || kind === 'bad';
    if (isOpen || (isLeftToPeople && state !== 'setAside'))
      evidence.object('drain D10', `${after.drainId} is ${after.phase} while ${id} is ${kind}`);
  }
}

/** D2: a stop is lifted by a resume that names it; one for a line also by itself, when that line is in need no more. */
function judgeStops(evidence: Evidence, drains: DrainEvidence, write: SeenWrite, before: Drain): void {
  const { after } = write;
  for (const stop of before.stops)
    if (!after.stops.some(({ id }) => id === stop.id)) judgeLift(evidence, drains, write, stop);
  for (const { id, kind } of after.stops)
    if (!before.stops.some((stop) => stop.id === id)) evidence.count(`stops: ${kind}`);
}

function judgeLift(evidence: Evidence, drains: DrainEvidence, { after, by }: SeenWrite, stop: Stop): void {
  const { id, kind, about } = stop;
  const command = drains.givenIn.get(by)?.command;
  const isNamed = command?.action === 'resume' && command.drainId === after.drainId && command.stops.includes(id);
  const line = about === undefined ? undefined : after.lines[about];
  const isInNeed = kind === 'line' && line !== undefined && needsAPerson(line);
  if (isNamed) evidence.count(`stops resumed: ${kind}`);
  else if (kind === 'line' && !isInNeed) evidence.count('stops lifted by themselves');
  else evidence.object('drain D2', `${after.drainId} is no longer stopped by ${id}, which no one has resumed`);
  if (isNamed && isInNeed) evidence.object('drain D6', `${id} is resumed while its line is ${line.state}`);
}

/** D1: a line is never added but by a plan that is not running. */
function judgeLines(evidence: Evidence, drains: DrainEvidence, write: SeenWrite, before: Drain): void {
  const { after, by } = write;
  const isRevised = before.rev !== after.rev;
  if (isRevised && (before.phase !== 'PLANNED' || drains.givenIn.get(by)?.command.action !== 'submit'))
    evidence.object('drain D8', `${after.drainId} has another revision, which no one has submitted before its start`);
  for (const id of Object.keys(after.lines)) {
    const was = before.lines[id];
    if (!was && !isRevised) evidence.object('drain D1', `${id} comes to ${after.drainId} without a plan`);
    if (was?.state !== after.lines[id]?.state) judgeState(evidence, drains, after, id);
  }
  for (const id of Object.keys(before.lines))
    if (!after.lines[id] && !isRevised) evidence.object('drain D1', `${id} is lost from ${after.drainId}`);
}

/** D15: a line is said to be well only by a verdict; and set aside by a person. */
function judgeState(evidence: Evidence, drains: DrainEvidence, after: Drain, id: string): void {
  const { state, cause } = after.lines[id] ?? {};
  const kind = fateOfTry(evidence, after, id)?.kind;
  if (state === 'healthy' && kind !== 'healthy')
    evidence.object('drain D15', `${after.drainId} takes ${id} for healthy, which is ${kind}`);
  if (state === 'setAside' && !isSetAside(drains, after.drainId, id) && cause !== 'REPLANNED')
    evidence.object('drain D4', `${after.drainId} sets ${id} aside, and no one has said so`);
}

/** What only a person's word brings about. */
function judgeWords(evidence: Evidence, drains: DrainEvidence, { after, how, by }: SeenWrite, before: Drain): void {
  const action = drains.givenIn.get(by)?.command.action;
  const isChanged = (name: keyof Drain) => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  if (isChanged('approval') && how !== 'approve')
    evidence.object('drain D8', `the approval of ${after.drainId} is changed by something else than one`);
  const owned = [
    ['promoted', 'promote'],
    ['started', 'start'],
    ['waivers', 'start'],
  ] as const;
  for (const [name, command] of owned)
    if (isChanged(name) && action !== command && !(name === 'promoted' && before.rev !== after.rev))
      evidence.object('drain D4', `${name} of ${after.drainId} is changed without the command ${command}`);
  const isForgiven = after.forgiven.failed > before.forgiven.failed || after.forgiven.drifted > before.forgiven.drifted;
  if (isForgiven && action !== 'resume')
    evidence.object('drain D6', `what has failed or drifted of ${after.drainId} is forgiven without a resume`);
}

function judgeNextWave(evidence: Evidence, drains: DrainEvidence, { after, by }: SeenWrite, before: Drain): void {
  const isStart = drains.givenIn.get(by)?.command.action === 'start' && after.wave.number === 1;
  const isNext = before.wave.doneAtMs !== undefined && after.wave.number === before.wave.number + 1;
  // Taken back to the wave of a line that is tried again.
  const isBack = drains.givenIn.get(by)?.command.action === 'retry' && after.wave.number <= before.wave.number;
  if (!isStart && !isNext && !isBack)
    evidence.object(
      'drain D4',
      `${after.drainId} begins wave ${after.wave.number} while ${before.wave.number} is not done`,
    );
}

function countWrite(evidence: Evidence, { after }: SeenWrite, before: Drain): void {
  evidence.count('writes to drains');
  if (before.phase !== 'RUNNING' && after.phase === 'RUNNING') evidence.count('drains started');
}

/** D1: a rollback takes back what its drain has moved, as far as the ledger knows. */
function judgeRollback(evidence: Evidence, drains: DrainEvidence, { drainId, rollbackOf, lines }: Drain): void {
  const of = rollbackOf === undefined ? undefined : drains.drainNow(rollbackOf);
  if (!of) return;
  for (const id of Object.keys(lines)) {
    const kind = fateOfTry(evidence, of, id)?.kind;
    if (kind === undefined || kind === 'open' || kind === 'left' || kind === 'held')
      evidence.object('drain D1', `${drainId} is to take back ${id}, which is ${kind ?? 'not released'}`);
  }
}
