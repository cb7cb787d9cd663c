import { type Drain, isOver } from '../../../src/drain/run/drain.ts';
import { DRAINS_TENANT } from '../../../src/migration/model/drains-tenant.ts';
import { formatKey, isFinal } from '../../../src/migration/model/request-item.ts';
import type { DrainEvidence } from './drain-evidence.ts';
import { fateOfTry, requestOfTry } from './drain-fate.ts';
import type { Evidence } from './evidence.ts';

/** D10, when all had its time: each submitted drain has ended, or says in an event why it stands. */
export function judgeDrains(evidence: Evidence): void {
  const { drains } = evidence;
  if (!drains) return;
  for (const drain of drains.all) {
    countEnd(evidence, drain);
    const problem = unrestOf(evidence, drains, drain);
    if (problem !== undefined) evidence.object('drain D10', `${drain.drainId} is ${drain.phase}: ${problem}`);
    judgeOutcomes(evidence, drain);
  }
}

/** Whether all drains rest. */
export function areDrainsAtRest(evidence: Evidence, isStaffed: boolean): boolean {
  const { drains } = evidence;
  if (!drains) return true;
  return drains.all.every((drain) => {
    if (unrestOf(evidence, drains, drain) !== undefined) return false;
    return !isStaffed || isOver(drain) || drain.phase === 'ENDING';
  });
}

function unrestOf(evidence: Evidence, drains: DrainEvidence, drain: Drain): string | undefined {
  const { drainId, phase, stops, unpublished, ending } = drain;
  if (unpublished.length > 0) return `${unpublished.length} events are not published`;
  if (isOver(drain)) return unrestOfEnded(evidence, drains, drain);
  const isTold = (id: string) =>
    tells(drains, drainId, 'Drain Stopped', (data) => data.stops.some((stop) => stop.id === id));
  const untold = stops.find(({ id }) => !isTold(id));
  if (untold) return `no event tells of the stop ${untold.id}`;
  if (phase === 'ENDING')
    return isStuck(evidence, drain) ? undefined : `it does not end as ${ending?.as}, and none of its lines is held up`;
  // Lists that never settle keep it from reading what there is; that is logged.
  if (evidence.world.anyKeptSince(evidence.time.now)) return undefined;
  if (isBehindGroup(evidence, drain)) return undefined;
  return stops.length > 0 ? undefined : 'it is not stopped, and has not ended';
}

function unrestOfEnded(evidence: Evidence, drains: DrainEvidence, drain: Drain): string | undefined {
  const { drainId, phase } = drain;
  const name = `Drain ${phase.charAt(0)}${phase.slice(1).toLowerCase()}`;
  if (!tells(drains, drainId, name)) return `no event says ${name}`;
  const running = evidence.ledger.running ?? {};
  const isNamed = running.drain === drainId || running.rollback === drainId;
  // A process that was frozen may name one that is over: it gives way to the next.
  if (isNamed && !drains.wasNamedLate(drainId)) return 'CONTROL still names it';
  // A ledger that was put back has forgotten whom it has told.
  return evidence.restoredAtMs === undefined ? noticesLeft(drains, drain) : undefined;
}

interface Told {
  drainId: string;
  stops: { id: string }[];
}

/** Whether the bus has accepted an event that says so of the drain. */
function tells(
  { accepted }: DrainEvidence,
  drainId: string,
  detailType: string,
  isMeant: (data: Told) => boolean = () => true,
): boolean {
  return [...accepted.values()].some(({ event }) => {
    if (event.detailType !== detailType) return false;
    const { data } = JSON.parse(event.detail) as { data: Told };
    return data.drainId === drainId && isMeant(data);
  });
}

/** A line was set aside that is not well: others of its group wait for as long, which only people can end. */
function isBehindGroup(evidence: Evidence, drain: Drain): boolean {
  return Object.entries(drain.lines).some(([id, { state }]) => {
    const kind = fateOfTry(evidence, drain, id)?.kind;
    return state === 'setAside' && (kind === 'bad' || kind === 'held');
  });
}

/** Some line waits for people who do not come: it is held, not well, or behind one that is. */
function isStuck(evidence: Evidence, drain: Drain): boolean {
  return Object.keys(drain.lines).some((id) => {
    const kind = fateOfTry(evidence, drain, id)?.kind;
    return kind === 'held' || kind === 'bad' || kind === 'open';
  });
}

/** Each line that was announced is told to be done, or not to be moved after all. */
function noticesLeft(drains: DrainEvidence, { drainId }: Drain): string | undefined {
  const [announced, ended] = [new Set<string>(), new Set<string>()];
  for (const { event } of drains.accepted.values()) {
    if (!event.detailType.startsWith('Hosted Connection Maintenance')) continue;
    const { data } = JSON.parse(event.detail) as {
      data: { drainId: string; maintenanceId: string; window: { from: string } };
    };
    if (data.drainId !== drainId) continue;
    (event.detailType.endsWith('Announced') ? announced : ended).add(`${data.maintenanceId} ${data.window.from}`);
  }
  const left = [...announced].filter((one) => !ended.has(one));
  return left.length > 0 ? `${left.join(', ')} was announced, and no event says how that has ended` : undefined;
}

/** Each released line has an outcome, and each one that was moved a verdict. */
function judgeOutcomes(evidence: Evidence, drain: Drain): void {
  if (evidence.restoredAtMs !== undefined) return;
  for (const [connectionId, line] of Object.entries(drain.lines)) {
    if (!line.try) continue;
    const request = requestOfTry(evidence, drain.drainId, connectionId, line.try.number);
    const item = request && evidence.item(formatKey({ tenant: DRAINS_TENANT, requestId: request.draft.requestId }));
    if (!item) evidence.object('drain D10', `try ${line.try.number} of ${connectionId} was released, and never came`);
    else if (isOver(drain) && !isFinal(item.state) && line.state !== 'setAside')
      evidence.object('drain D10', `${drain.drainId} is over, and ${connectionId} is ${item.state}`);
  }
}

function countEnd(evidence: Evidence, drain: Drain): void {
  const kind = drain.rollbackOf === undefined ? 'drains' : 'rollbacks';
  evidence.count(kind);
  evidence.count(`${kind} ${drain.phase}${drain.ending ? ` ${drain.ending.cause}` : ''}`);
  if (drain.rollbackOf === undefined)
    evidence.count('waves done', drain.wave.doneAtMs ? drain.wave.number : Math.max(0, drain.wave.number - 1));
  for (const { state } of Object.values(drain.lines)) evidence.count(`lines of ${kind} ${state}`);
  for (const { expired } of Object.values(drain.lines)) evidence.count('tries that expired', expired);
}
