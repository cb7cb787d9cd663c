import type { Objection } from '../evidence.ts';
import type { MoveCall } from '../wire.ts';
import { type DrainEvidence, healthyAt, type Leg } from './drain-wire.ts';

/** How long after the answer to a stop a call may still arrive that was on its way, in milliseconds. */
const ON_ITS_WAY_MS = 2_000;

/** D1, I2, D2, D7, D11, D15: what was moved was planned, was allowed at that time, fits, and was looked at. */
export function moves(evidence: DrainEvidence): Objection[] {
  const { legs } = evidence;
  return [
    ...planned(evidence),
    ...intended(evidence),
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
  for (const { call, move, isWayBack, intent } of legs) {
    const { connectionId, parentId, time: at } = call;
    const line = lines.get(connectionId);
    const what = `${connectionId} to ${parentId}`;
    if (!line || (!isWayBack && parentId !== line.to))
      objections.push({ rule: 'D1', what: `${what} was called for, and is in no plan`, at });
    if (!move) continue;
    if (move.from !== (isWayBack ? line?.to : plan.source))
      objections.push({ rule: 'D1', what: `${what} was moved away from ${move.from}`, at });
    const requestId = intent?.requestId ?? what;
    if (known.size === known.add(requestId).size)
      objections.push({ rule: 'D1', what: `${requestId} has moved twice`, at });
  }
  return objections;
}

function intended({ legs }: DrainEvidence): Objection[] {
  return legs
    .filter(({ intent }) => !intent)
    .map(({ call: { connectionId, time: at } }) => ({
      rule: 'I2',
      what: `${connectionId} was called for without an intent`,
      at,
    }));
}

/** A call that came while a drain was stopped. In milliseconds after the answer to the stop. */
export interface CallAfterStop {
  call: MoveCall;
  calledAfterMs: number;
  /** Negative: it was decided on before the answer. NaN where no intent is known. */
  decidedAfterMs: number;
}

/** All that came, or were decided on, between the answer to a stop and the first resume asked for after it; ways back are not stopped. */
export function callsAfterStops({ commands, legs }: DrainEvidence): CallAfterStop[] {
  const stops = commands.filter(({ action }) => action === 'stop' || action === 'abort');
  return stops.flatMap(({ answeredAtMs }) => {
    const resumed = commands.find(({ action, askedAtMs }) => action === 'resume' && askedAtMs > answeredAtMs);
    const isWithin = (at: number) => at > answeredAtMs && at < (resumed?.askedAtMs ?? Number.POSITIVE_INFINITY);
    return legs
      .filter(({ call, isWayBack, intent }) => !isWayBack && (isWithin(call.time) || (intent && isWithin(intent.atMs))))
      .map(({ call, intent }) => ({
        call,
        calledAfterMs: call.time - answeredAtMs,
        decidedAfterMs: (intent?.atMs ?? Number.NaN) - answeredAtMs,
      }));
  });
}

/** From the answer to a stop until it is resumed: no intent, and no call that was not on its way. */
function stopped(evidence: DrainEvidence): Objection[] {
  return callsAfterStops(evidence).flatMap(({ call: { connectionId, time: at }, calledAfterMs, decidedAfterMs }) => {
    const objection = (what: string) => [{ rule: 'D2', what: `the call for ${connectionId} ${what}`, at }];
    if (decidedAfterMs > 0) return objection(`was decided on ${decidedAfterMs} ms after a stop was answered`);
    if (calledAfterMs > ON_ITS_WAY_MS) return objection(`came ${calledAfterMs} ms after a stop was answered`);
    return [];
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
