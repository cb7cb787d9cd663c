import type { Plan } from '../../../src/drain/plan/plan.ts';
import type { Objection } from '../evidence.ts';
import { type DrainEvidence, endedAt, healthyAt, type Leg, setAsideAt } from './drain-wire.ts';

/** D3, D4, D5: never too many at a time, nor two that belong together, nor a wave before the one in front of it. */
export function limits(evidence: DrainEvidence): Objection[] {
  return [...together(evidence), ...waves(evidence), ...counts(evidence)];
}

/** From its call until nothing more is expected of it: its call at the earliest, so no less than what the drain counts. */
interface Span {
  connectionId: string;
  from: number;
  to: number;
}

const spanOf = (leg: Leg, to: number | undefined): Span => ({
  connectionId: leg.call.connectionId,
  from: leg.call.time,
  to: to ?? Number.POSITIVE_INFINITY,
});

/** Two lines of one named group. */
function together({ plan, legs }: DrainEvidence): Objection[] {
  const groups = new Map(plan.lines.map(({ connectionId, group }) => [connectionId, group]));
  const spans = legs.map((leg) => spanOf(leg, endedAt(leg)));
  return spans.flatMap((one, index) =>
    spans.slice(0, index).flatMap((other): Objection[] => {
      const group = groups.get(one.connectionId);
      const isOfGroup = group !== undefined && group === groups.get(other.connectionId);
      if (!isOfGroup || one.connectionId === other.connectionId || one.from >= other.to || other.from >= one.to)
        return [];
      return [
        {
          rule: 'D3',
          what: `${one.connectionId} was called for while ${other.connectionId} of its group was open`,
          at: one.from,
        },
      ];
    }),
  );
}

/** Each line of the waves in front is well, was not moved, or is elsewhere; or a person has set it aside. */
function waves({ plan, legs, commands }: DrainEvidence): Objection[] {
  const waveOf = new Map(plan.lines.map(({ connectionId, wave }) => [connectionId, wave]));
  const forth = legs.filter(({ isWayBack }) => !isWayBack);
  const doneAt = new Map(forth.map((leg) => [leg.call.connectionId, endedAt(leg)]));
  return forth.flatMap(({ call: { connectionId, time: at } }) => {
    const wave = waveOf.get(connectionId) ?? 0;
    const open = plan.lines.find((line) => line.wave < wave && !isDone(line, at));
    return open
      ? [
          {
            rule: 'D4',
            what: `${connectionId} was called for while ${open.connectionId} of wave ${open.wave} was open`,
            at,
          },
        ]
      : [];
  });

  function isDone({ connectionId }: Plan['lines'][number], at: number): boolean {
    const isSetAside = commands.some(
      (one) => one.action === 'setAside' && one.connectionId === connectionId && one.askedAtMs < at,
    );
    // One that was never called for has drifted, or was turned down before its call.
    return isSetAside || !doneAt.has(connectionId) || (doneAt.get(connectionId) ?? Number.POSITIVE_INFINITY) <= at;
  }
}

/** What a person has set aside does not count from then on. */
function counts(evidence: DrainEvidence): Objection[] {
  const { plan, legs } = evidence;
  const { limits: most } = plan;
  const untilSetAside = (leg: Leg, at = Number.POSITIVE_INFINITY) =>
    spanOf(leg, Math.min(at, setAsideAt(leg, evidence) ?? at));
  const moving = legs.map((leg) => untilSetAside(leg, firstGoodAt(leg) ?? endedAt(leg)));
  const soaking = legs.map((leg) => untilSetAside(leg, healthyAt(leg) ?? endedAt(leg)));
  return [...over(moving, 'moving', most.maxMoving), ...over(soaking, 'not known to be well', most.maxSoaking)];
}

function over(spans: readonly Span[], what: string, most: number): Objection[] {
  const peak = Math.max(0, ...spans.map(({ from }) => countAt(spans, from)));
  return peak <= most ? [] : [{ rule: 'D5', what: `${peak} lines were ${what} at a time, of at most ${most}`, at: 0 }];
}

/** A line and its own way back count once. */
function countAt(spans: readonly Span[], at: number): number {
  return new Set(spans.filter(({ from, to }) => from <= at && at < to).map(({ connectionId }) => connectionId)).size;
}

function firstGoodAt({ verdicts }: Leg): number | undefined {
  const times = verdicts.flatMap(({ data }) => (data.firstGoodAt === null ? [] : [Date.parse(data.firstGoodAt)]));
  return times.length === 0 ? undefined : Math.min(...times);
}
