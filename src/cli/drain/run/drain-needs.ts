import type { Plan } from '../../../drain/plan/plan.ts';
import { type Drain, stateOf } from '../../../drain/run/drain.ts';
import { type LineProgress, needsAPerson } from '../../../drain/run/line.ts';
import { type Move, movesOf } from '../../../drain/run/moves.ts';
import { requestIdOf } from '../../../drain/run/request-of.ts';
import type { Stop } from '../../../drain/run/stop.ts';
import { DRAINS_TENANT } from '../../../migration/model/drains-tenant.ts';
import { printable } from '../../output/printable.ts';
import { count } from '../../output/words.ts';
import { byUrgency, type Need } from '../../words/needs.ts';
import { named } from '../../words/requests.ts';
import { isAtGate } from './gate.ts';

/** All that a drain needs a person for, each with its one command, the most urgent first. */
export function needsOfDrain(drain: Drain, plan: Plan): Need[] {
  const lines = [...movesOf(drain, plan).values()].flatMap((move) => {
    const line = drain.lines[move.connectionId];
    return line && needsAPerson(line) ? [{ id: move.connectionId, need: needOfLine(drain, move, line) }] : [];
  });
  const known = new Set(lines.map(({ id }) => id));
  // A stop for a line says no more than the line itself; and where nothing will be released any more, none has to be lifted.
  const isToGoOn = drain.phase === 'RUNNING' || drain.phase === 'PLANNED';
  const stops = (isToGoOn ? drain.stops : []).filter(({ kind, about }) => kind !== 'line' || !known.has(about ?? ''));
  return byUrgency([
    ...lines.map(({ need }) => need),
    ...stops.map((stop) => needOfStop(drain, stop)),
    ...gateOf(drain, plan),
  ]);
}

/** In docs/operations. */
export const PAGE = 'alarms/drain-stopped.md';

function needOfLine({ drainId, rollbackOf }: Drain, { connectionId, from, to }: Move, line: LineProgress): Need {
  const { state, cause, atMs, try: last } = line;
  const key = { tenant: DRAINS_TENANT, requestId: requestIdOf({ drainId, connectionId, try: last?.number ?? 1 }) };
  const why = cause === undefined ? '' : `: ${printable(cause)}`;
  const more = { kind: 'drainLine' as const, page: PAGE, ...(atMs === undefined ? {} : { sinceMs: atMs }) };
  switch (state) {
    case 'held':
      return {
        ...more,
        what: `${connectionId} is held: whether it was moved to ${to} is not known`,
        todo: `dxm resolve ${named(key)}`,
      };
    case 'waits':
      return {
        ...more,
        what: `${connectionId} could not be called for three times${why}`,
        todo: `dxm drain retry ${drainId} ${connectionId} --why "…"`,
      };
    case 'unhealthy': {
      const back = `dxm drain rollback ${drainId} --line ${connectionId} --why "…"`;
      // A rollback is not rolled back.
      const todo = rollbackOf === undefined ? back : `dxm show ${connectionId}`;
      return { ...more, what: `${connectionId} is not well on ${to}, where it came from ${from}${why}`, todo };
    }
    default:
      return {
        ...more,
        what: `${connectionId} could not be looked at since it was moved to ${to}`,
        todo: `dxm show ${connectionId}`,
      };
  }
}

function needOfStop(drain: Drain, { kind, about, by, why, atMs }: Stop): Need {
  const { drainId } = drain;
  const who = kind === 'person' ? `by ${printable(by)}: ` : '';
  const lines = (state: string) => `dxm drain lines ${drainId} --state ${state}`;
  const resume = `dxm drain resume ${drainId} --why "…"`;
  const todo: Record<Stop['kind'], string> = {
    person: resume,
    line: about === undefined ? resume : `dxm show ${about}`,
    failed: lines('failed'),
    drifted: lines('drifted'),
    target: 'dxm parents',
    fault: about === undefined ? `dxm drain status ${drainId}` : `dxm show ${about} --logs`,
  };
  const what = `${drainId} is stopped ${who}${printable(why)}`;
  return { kind: 'drainStopped', what, todo: todo[kind] ?? resume, page: PAGE, sinceMs: atMs };
}

function gateOf(drain: Drain, plan: Plan): Need[] {
  if (!isAtGate(drain, plan) || stateOf(drain) === 'STOPPED') return [];
  const { drainId, wave } = drain;
  const next = plan.waves[wave.number]?.lines.length ?? 0;
  return [
    {
      kind: 'drainGate',
      what: `wave ${wave.number} of ${drainId} is done, and the next one, ${count(next, 'line')}, waits for a person`,
      todo: `dxm drain promote ${drainId} --why "…"`,
      page: PAGE,
      ...(wave.doneAtMs === undefined ? {} : { sinceMs: wave.doneAtMs }),
    },
  ];
}
