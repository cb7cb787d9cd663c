import { type Drain, isOver, type Phase } from '../../../src/drain/run/drain.ts';
import { needsAPerson } from '../../../src/drain/run/line.ts';
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
    const isOpen = kind === 'open' || kind === 'moved' || kind === 'seen';
    const isLeftToPeople = kind === 'held' || kind === 'bad';
    if (isOpen || (isLeftToPeople && after.lines[id]?.state !== 'setAside'))
      evidence.object('drain D10', `${after.drainId} is ${after.phase} while ${id} is ${kind}`);
  }
}

/** D2: a stop is lifted by a resume that names it; one for a line also by itself, when that line is in need no more. */
function judgeStops(evidence: Evidence, drains: DrainEvidence, { after, by }: SeenWrite, before: Drain): void {
  const command = drains.givenIn.get(by)?.command;
  for (const stop of before.stops) {
    if (after.stops.some(({ id }) => id === stop.id)) continue;
    const isNamed =
      command?.action === 'resume' && command.drainId === after.drainId && command.stops.includes(stop.id);
    const line = stop.about === undefined ? undefined : after.lines[stop.about];
    const isOverByItself = stop.kind === 'line' && (!line || !needsAPerson(line));
    if (isNamed) evidence.count(`stops resumed: ${stop.kind}`);
    else if (isOverByItself) evidence.count('stops lifted by themselves');
    else evidence.object('drain D2', `${after.drainId} is no longer stopped by ${stop.id}, which no one has resumed`);
    if (isNamed && stop.kind === 'line' && line && needsAPerson(line))
      evidence.object('drain D6', `${stop.id} is resumed while its line is ${line.state}`);
  }
  for (const { id, kind } of after.stops)
    if (!before.stops.some((stop) => stop.id === id)) evidence.count(`stops: ${kind}`);
}

/** D1 and D15: a line is never added but by a plan that is not running; and is said to be well only by a verdict. */
function judgeLines(evidence: Evidence, drains: DrainEvidence, { after, by }: SeenWrite, before: Drain): void {
  const isRevised = before.rev !== after.rev;
  if (isRevised && (before.phase !== 'PLANNED' || drains.givenIn.get(by)?.command.action !== 'submit'))
    evidence.object('drain D8', `${after.drainId} has another revision, which no one has submitted before its start`);
  for (const [id, line] of Object.entries(after.lines)) {
    const was = before.lines[id];
    if (!was && !isRevised) evidence.object('drain D1', `${id} comes to ${after.drainId} without a plan`);
    if (was?.state === line.state) continue;
    const fate = fateOfTry(evidence, after, id);
    if (line.state === 'healthy' && fate?.kind !== 'healthy')
      evidence.object('drain D15', `${after.drainId} takes ${id} for healthy, which is ${fate?.kind}`);
    if (line.state === 'setAside' && !isSetAside(drains, after.drainId, id) && line.cause !== 'REPLANNED')
      evidence.object('drain D4', `${after.drainId} sets ${id} aside, and no one has said so`);
  }
  for (const id of Object.keys(before.lines))
    if (!after.lines[id] && !isRevised) evidence.object('drain D1', `${id} is lost from ${after.drainId}`);
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
