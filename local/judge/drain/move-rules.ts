import type { Objection } from '../evidence.ts';
import { type DrainEvidence, healthyAt, type Leg } from './drain-wire.ts';

/** How long after the answer to a stop a call may still arrive that was on its way, in milliseconds. */
const ON_ITS_WAY_MS = 2_000;

/** D1, D2, D7, D11, D15: what was moved was planned, was allowed at that time, fits, and was looked at. */
export function moves(evidence: DrainEvidence): Objection[] {
  const { legs } = evidence;
  return [
    ...planned(evidence),
    ...stopped(evidence),
    ...inWindow(evidence),
    ...fits(evidence),
    ...legs.flatMap((leg) => soaked(leg, evidence)),
  ];
}

/** Each is a line of the plan, to its target, or back, once for each try. */
function planned({ plan, legs }: DrainEvidence): Objection[] {
  const lines = new Map(plan.lines.map((line) => [line.connectionId, line]));
  const objections: Objection[] = [];
  const known = new Set<string>();
  for (const { call, move, isWayBack, outcome } of legs) {
    const { connectionId, parentId, time: at } = call;
    const line = lines.get(connectionId);
    const what = `${connectionId} to ${parentId}`;
    if (!line || (!isWayBack && parentId !== line.to))
      objections.push({ rule: 'D1', what: `${what} was called for, and is in no plan`, at });
    if (!move) continue;
    if (move.from !== (isWayBack ? line?.to : plan.source))
      objections.push({ rule: 'D1', what: `${what} was moved away from ${move.from}`, at });
    const requestId = outcome?.data.request?.requestId ?? what;
    if (known.size === known.add(requestId).size)
      objections.push({ rule: 'D1', what: `${requestId} has moved twice`, at });
  }
  return objections;
}

/** From the answer to a stop until it is resumed: no intent, and no call that was not on its way. */
function stopped({ commands, legs }: DrainEvidence): Objection[] {
  const stops = commands.filter(({ action }) => action === 'stop' || action === 'abort');
  return stops.flatMap(({ answeredAtMs }) => {
    const resumed = commands.find(({ action, askedAtMs }) => action === 'resume' && askedAtMs > answeredAtMs);
    const until = resumed?.askedAtMs ?? Number.POSITIVE_INFINITY;
    return legs
      .filter(({ isWayBack }) => !isWayBack)
      .flatMap(({ call: { connectionId, time: at }, outcome }): Objection[] => {
        const intentAtMs = Date.parse(outcome?.data.startedAt ?? '');
        if (intentAtMs > answeredAtMs && intentAtMs < until)
          return [
            {
              rule: 'D2',
              what: `the call for ${connectionId} was decided on ${intentAtMs - answeredAtMs} ms after a stop was answered`,
              at,
            },
          ];
        if (at > answeredAtMs + ON_ITS_WAY_MS && at < until)
          return [
            {
              rule: 'D2',
              what: `the call for ${connectionId} came ${at - answeredAtMs} ms after a stop was answered`,
              at,
            },
          ];
        return [];
      });
  });
}

function inWindow({ plan: { window }, legs }: DrainEvidence): Objection[] {
  return legs
    .filter(({ isWayBack }) => !isWayBack)
    .filter(({ call: { time } }) => time < Date.parse(window.from) || time > Date.parse(window.to))
    .map(({ call: { connectionId, time: at } }) => ({
      rule: 'D7',
      what: `${connectionId} was called for outside the window`,
      at,
    }));
}

/** No VLAN is twice on a target, and none has more on it than the plan's rule allows. */
function fits({ plan, after }: DrainEvidence): Objection[] {
  const at = after.time;
  return after.parents
    .filter(({ id }) => plan.targets.some((target) => target.id === id))
    .flatMap(({ id, bandwidth, liveLinks, hostedConnections }): Objection[] => {
      const vlans = hostedConnections.map(({ vlan }) => vlan);
      const room = mbps(bandwidth) * (liveLinks ?? 1) * plan.rules.capacityFactor;
      const used = hostedConnections.reduce((sum, line) => sum + mbps(line.bandwidth), 0);
      return [
        ...(new Set(vlans).size < vlans.length ? [{ rule: 'D11', what: `${id} has a VLAN twice`, at }] : []),
        ...(used > room ? [{ rule: 'D11', what: `${id} hosts ${used} of ${room} Mbps`, at }] : []),
      ];
    });
}

function mbps(bandwidth: string): number {
  const [, amount, unit] = /^(\d+)(M|G|T)bps$/.exec(bandwidth) ?? [];
  return Number(amount) * { M: 1, G: 1_000, T: 1_000_000 }[(unit ?? 'M') as 'M' | 'G' | 'T'];
}

const LEAST_LOOKS = 3;

/** Well is only what was looked at, and for the whole soak. */
function soaked(leg: Leg, { plan: { timing } }: DrainEvidence): Objection[] {
  const at = healthyAt(leg);
  const { data } = leg.verdicts.find((verdict) => verdict.data.verdict === 'HEALTHY') ?? {};
  if (at === undefined || !data) return [];
  const soakedMs = at - Date.parse(data.firstGoodAt ?? '');
  const isSoaked = data.looks >= LEAST_LOOKS && soakedMs >= timing.soakSeconds * 1_000;
  return isSoaked
    ? []
    : [{ rule: 'D15', what: `${data.requestId} is well after ${data.looks} looks in ${soakedMs} ms`, at }];
}
