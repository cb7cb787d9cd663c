import {
  MAINTENANCE_ANNOUNCED,
  MAINTENANCE_CANCELLED,
  MAINTENANCE_DONE,
} from '../../../src/contract/operations/names.ts';
import type { Objection } from '../evidence.ts';
import { type DrainEvidence, endedAt, type Leg, setAsideAt, toldOf } from './drain-wire.ts';

/** D8, D9, D10: what runs was approved, whom it is about was told in time, and all of it comes to a word at the end. */
export function words(evidence: DrainEvidence): Objection[] {
  return [...approved(evidence), ...announced(evidence), ...ended(evidence), ...repeated(evidence)];
}

/** What has run has the digest that another person has approved, before the first call. */
function approved(evidence: DrainEvidence): Objection[] {
  const { plan, legs, commands } = evidence;
  const at = Math.min(...legs.map(({ call }) => call.time));
  const approval = toldOf(evidence, 'Drain Approved');
  const started = toldOf(evidence, 'Drain Started');
  const isRight = [approval, started].every((one) => one?.data.digest === plan.digest);
  const byOf = (action: string) => commands.find((one) => one.action === action)?.by;
  return [
    ...(isRight && (approval?.atMs ?? at) < at
      ? []
      : [{ rule: 'D8', what: 'another plan than the approved one has run', at }]),
    ...(byOf('approve') === byOf('submit') ? [{ rule: 'D8', what: 'who has planned has approved', at }] : []),
  ];
}

/** For this window, and as long before it as the plan says; unless a person has said by name that it need not be. */
function announced(evidence: DrainEvidence): Objection[] {
  const { plan, legs, told } = evidence;
  if (toldOf(evidence, 'Drain Started')?.data.waived?.includes('notice')) return [];
  const byMs = Date.parse(plan.notice.announceBy);
  const inTime = told.filter(({ type, atMs }) => type === MAINTENANCE_ANNOUNCED && atMs <= byMs);
  const ids = new Set(
    inTime.filter(({ data }) => data.window?.from === plan.window.from).map(({ data }) => data.connectionId),
  );
  return legs
    .filter(({ call, isWayBack }) => !isWayBack && !ids.has(call.connectionId))
    .map(({ call: { connectionId, time: at } }) => ({
      rule: 'D9',
      what: `${connectionId} was called for, and not announced in time`,
      at,
    }));
}

const ENDS: readonly string[] = ['Drain Completed', 'Drain Aborted', 'Drain Expired'];

/** It has ended, once, or says why it stands; each move has its outcome and verdict; and of each line that was announced, customers hear how it ended. */
function ended(evidence: DrainEvidence): Objection[] {
  const { plan, legs, told } = evidence;
  const idsOf = (...types: string[]) =>
    new Set(told.filter(({ type }) => types.includes(type)).map(({ data }) => data.connectionId));
  const ends = new Set(
    told.filter(({ type, data }) => ENDS.includes(type) && data.drainId === plan.drainId).map(({ type }) => type),
  );
  const open = legs.filter((leg) => leg.move && !isDecided(leg, evidence));
  const isStanding = ends.size === 0 && stands(evidence);
  const untold = idsOf(MAINTENANCE_ANNOUNCED).difference(idsOf(MAINTENANCE_CANCELLED, MAINTENANCE_DONE));
  return [
    ...(ends.size === 1 || isStanding ? [] : [{ rule: 'D10', what: `the drain has ended ${ends.size} times`, at: 0 }]),
    ...open.map(({ call }) => ({
      rule: 'D10',
      what: `the move of ${call.connectionId} to ${call.parentId} has no outcome or verdict`,
      at: call.time,
    })),
    ...[...(isStanding ? [] : untold)].map((id) => ({
      rule: 'D10',
      what: `of ${id}, which was announced, nothing more was told`,
      at: 0,
    })),
  ];
}

/** A verdict is needed that is the last; of a line that a person has set aside, any. */
function isDecided(leg: Leg, evidence: DrainEvidence): boolean {
  if (!leg.outcome) return false;
  return endedAt(leg) !== undefined || (leg.verdicts.length > 0 && setAsideAt(leg, evidence) !== undefined);
}

/** The last that was told of it is that it is stopped, and for what. */
function stands({ plan, told }: DrainEvidence): boolean {
  const news = told.filter(
    ({ type, data }) => data.drainId === plan.drainId && (type === 'Drain Stopped' || type === 'Drain Resumed'),
  );
  return news.toSorted((one, other) => one.atMs - other.atMs).at(-1)?.type === 'Drain Stopped';
}

/** One event, one text. */
function repeated({ bus }: DrainEvidence): Objection[] {
  const known = new Map<string, string>();
  return bus.flatMap(({ detail }): Objection[] => {
    const { eventId } = (detail as { metadata: { eventId: string } }).metadata;
    const text = JSON.stringify(detail);
    const first = known.get(eventId) ?? text;
    known.set(eventId, first);
    return first === text ? [] : [{ rule: 'D10', what: `event ${eventId} has two different details`, at: 0 }];
  });
}
